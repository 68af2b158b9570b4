//! A small seeded generator (splitmix64): equal seeds give equal cases. Bytes may choose in its place while they last.

pub struct Rng {
    state: u64,
    bytes: std::vec::IntoIter<u8>,
}

impl Rng {
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed, bytes: Vec::new().into_iter() }
    }

    /// Each pair of bytes is one choice, so that another byte changes one choice and not all.
    pub fn chosen_by(bytes: &[u8]) -> Self {
        Self { state: bytes.len() as u64, bytes: Vec::from(bytes).into_iter() }
    }

    pub fn draw(&mut self) -> u64 {
        if let (Some(low), Some(high)) = (self.bytes.next(), self.bytes.next()) {
            return u64::from(u16::from_le_bytes([low, high]));
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.draw() % n as u64) as usize
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.draw() % (high - low + 1) as u64) as i64
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// A non-empty choice, in the order given.
    pub fn some<T: Clone>(&mut self, from: &[T], percent: usize) -> Vec<T> {
        let chosen: Vec<T> = from.iter().filter(|_| self.chance(percent)).cloned().collect();
        if chosen.is_empty() { vec![self.pick(from)] } else { chosen }
    }

    /// One second before, exactly on, one second after.
    pub fn edge(&mut self) -> i64 {
        self.between(-1, 1)
    }
}
