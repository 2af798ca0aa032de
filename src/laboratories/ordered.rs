//! Numbers of 64 bits in order, millions of them, with the n-th always at hand.
//!
//! A tree by the digits of base 16, the highest first. A part of it that holds few numbers, or one number many times, has
//! no parts of its own.

use std::mem;

/// So many are looked through.
const FEW: usize = 1_024;
/// The place of the highest digit.
const HIGHEST: u32 = 60;

/// Numbers, in order.
#[derive(Clone, Debug)]
pub(super) enum Ordered {
    /// In no order.
    Few(Vec<u64>),
    /// All the same.
    Equal(u64, usize),
    /// How many, and these by their next digit.
    Parts(usize, Box<[Ordered; 16]>),
}

impl Default for Ordered {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Ordered {
    /// How many there are.
    pub fn count(&self) -> usize {
        match self {
            Self::Few(numbers) => numbers.len(),
            Self::Equal(_, count) | Self::Parts(count, _) => *count,
        }
    }

    /// One more.
    pub fn add(&mut self, number: u64) {
        self.add_by_digit(number, HIGHEST);
    }

    fn add_by_digit(&mut self, number: u64, digit: u32) {
        match self {
            Self::Few(numbers) if numbers.len() < FEW => numbers.push(number),
            Self::Equal(each, count) if *each == number => *count += 1,
            Self::Parts(count, parts) => {
                *count += 1;
                // Numbers that agree in all digits are equal, and have no parts.
                parts[digit_of(number, digit)].add_by_digit(number, digit.saturating_sub(4));
            }
            _ => {
                *self = mem::take(self).parted(digit);
                self.add_by_digit(number, digit);
            }
        }
    }

    /// The same numbers as `Equal` if they are, and by their digit otherwise.
    fn parted(self, digit: u32) -> Self {
        let count = self.count();
        let mut parts: Box<[Self; 16]> = Box::default();
        match self {
            Self::Few(numbers) => match numbers.first() {
                Some(first) if numbers.iter().all(|number| number == first) => return Self::Equal(*first, count),
                _ => {
                    for number in numbers {
                        if let Self::Few(part) = &mut parts[digit_of(number, digit)] {
                            part.push(number);
                        }
                    }
                }
            },
            Self::Equal(each, _) => parts[digit_of(each, digit)] = self,
            Self::Parts(_, inside) => parts = inside,
        }
        Self::Parts(count, parts)
    }

    /// The number at this place in the order, from 0.
    pub fn nth(&self, mut index: usize) -> Option<u64> {
        match self {
            Self::Few(numbers) => {
                let mut numbers = numbers.clone();
                (index < numbers.len()).then(|| *numbers.select_nth_unstable(index).1)
            }
            Self::Equal(each, count) => (index < *count).then_some(*each),
            Self::Parts(_, parts) => {
                for part in parts.iter() {
                    if index < part.count() {
                        return part.nth(index);
                    }
                    index -= part.count();
                }
                None
            }
        }
    }

    /// How many are at most this.
    pub fn up_to(&self, most: u64) -> usize {
        self.up_to_by_digit(most, HIGHEST)
    }

    fn up_to_by_digit(&self, most: u64, digit: u32) -> usize {
        match self {
            Self::Few(numbers) => numbers.iter().filter(|number| **number <= most).count(),
            Self::Equal(each, count) => {
                if *each <= most {
                    *count
                } else {
                    0
                }
            }
            Self::Parts(_, parts) => {
                let last = digit_of(most, digit);
                let below: usize = parts[..last].iter().map(Self::count).sum();
                below + parts[last].up_to_by_digit(most, digit.saturating_sub(4))
            }
        }
    }
}

fn digit_of(number: u64, digit: u32) -> usize {
    (number >> digit & 0xf) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(numbers: &[u64]) {
        let mut ordered = Ordered::default();
        numbers.iter().for_each(|number| ordered.add(*number));
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        assert_eq!(ordered.count(), sorted.len());
        for index in (0..sorted.len()).step_by(sorted.len() / 200 + 1) {
            assert_eq!(ordered.nth(index), Some(sorted[index]), "{index}");
            for most in [sorted[index].saturating_sub(1), sorted[index], sorted[index].saturating_add(1)] {
                assert_eq!(ordered.up_to(most), sorted.partition_point(|number| *number <= most), "{most}");
            }
        }
        assert_eq!(ordered.nth(sorted.len()), None);
    }

    #[test]
    fn equal_numbers_and_neighbours_are_in_their_places() {
        check(&[]);
        check(&[7; 5_000]);
        let two: Vec<u64> = (0..5_000).map(|number| if number % 3 == 0 { u64::MAX } else { 0 }).collect();
        check(&two);
        // They differ in the last digit alone.
        let neighbours: Vec<u64> = (0..20_000).map(|number| 0x4024_0000_0000_0000 + number % 7).collect();
        check(&neighbours);
        // Equal ones first, and then another one.
        check(&[&[9; 3_000][..], &[1, 9, 8], &[9; 3_000]].concat());
    }

    proptest! {
        #[test]
        fn any_numbers_are_in_their_places(seed in any::<u64>(), bits in 0_u32..64, count in 0_usize..6_000) {
            let number = |index: usize| (index as u64 + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> bits;
            check(&(0..count).map(number).collect::<Vec<_>>());
        }
    }
}
