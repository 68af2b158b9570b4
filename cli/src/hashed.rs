//! Reading and hashing at once: what was read has the SHA-256 that `sha256sum` prints.

use std::io::{self, BufRead, Read};

use sha2::{Digest as _, Sha256};

/// A reader that hashes what is consumed of it.
pub struct Hashed<R> {
    reader: R,
    sha256: Sha256,
}

impl<R: BufRead> Hashed<R> {
    /// Nothing is read yet.
    pub fn new(reader: R) -> Self {
        Self { reader, sha256: Sha256::new() }
    }

    /// The SHA-256 of all that was consumed.
    pub fn sha256(self) -> countersign::Digest {
        countersign::Digest::from_bytes(self.sha256.finalize().into())
    }
}

impl<R: BufRead> BufRead for Hashed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What is in the buffer stays there until it is consumed: this reads nothing new.
        if let Some(consumed) = self.reader.fill_buf().ok().and_then(|buffer| buffer.get(..amount)) {
            self.sha256.update(consumed);
        }
        self.reader.consume(amount);
    }
}

impl<R: BufRead> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut buffer = self.fill_buf()?;
        let amount = buffer.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}
