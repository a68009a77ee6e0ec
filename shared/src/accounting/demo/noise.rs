//! A seeded generator of small whole numbers: no chance is involved.

/// Vigna's SplitMix64, the same on every machine.
pub(super) struct Noise(u64);

impl Noise {
    /// One stream of a seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut noise = Self(seed ^ stream.wrapping_mul(0xa076_1d64_78bd_642f));
        noise.next();
        noise
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 to `most`.
    pub(super) fn up_to(&mut self, most: u32) -> u32 {
        u32::try_from(self.next() % (u64::from(most) + 1)).unwrap_or(0)
    }

    /// 1000 give or take `spread`, the middle more often than the edges: the mean of two draws.
    pub(super) fn per_mille(&mut self, spread: u32) -> i64 {
        let sum = i64::from(self.up_to(2 * spread)) + i64::from(self.up_to(2 * spread));
        1000 + sum / 2 - i64::from(spread)
    }
}
