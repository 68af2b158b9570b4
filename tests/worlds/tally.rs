//! What was tried of the explanations, how many times.

#[derive(Debug, Default)]
pub struct Tally {
    pub points: usize,
    pub untils: usize,
    pub not_befores: usize,
    pub missing: usize,
    pub finals: usize,
    pub cured: usize,
    /// Cured by approvals and time, and by neither alone.
    pub together: usize,
    /// Cured of some of its reasons.
    pub partly: usize,
    pub people: usize,
    pub starts: usize,
    pub waivers: usize,
    pub room: usize,
    pub requests: usize,
    /// Allowed no longer where what is asked for is another payout.
    pub payouts: usize,
    pub amounts: usize,
}

impl Tally {
    pub fn add(&mut self, mut other: Self) {
        for (sum, part) in self.each().into_iter().zip(other.each()) {
            *sum += *part;
        }
    }

    pub fn each(&mut self) -> [&mut usize; 15] {
        let Self { points, untils, not_befores, missing, finals, cured, together, .. } = self;
        let Self { partly, people, starts, waivers, room, requests, payouts, amounts, .. } = self;
        let answers = [points, untils, not_befores, missing, finals, cured, together];
        let supports = [partly, people, starts, waivers, room, requests, payouts, amounts];
        let mut all = answers.into_iter().chain(supports);
        std::array::from_fn(|_| all.next().expect("seven and eight"))
    }
}
