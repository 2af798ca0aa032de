//! What a place has seen so far, in one byte: how many zeros and ones, and which came last.

/// Some zeros, some ones, and the last bit if there were both.
type History = (u8, u8, u8);

/// How often one bit is counted beside so many of the other: together no more than a byte can tell.
const MOST: [u8; 5] = [48, 20, 10, 6, 5];

/// All histories that come of nothing, numbered as they are found; of each, the number of what follows a zero and a one.
#[inline(never)]
pub fn following() -> [[u8; 2]; 256] {
    let (mut found, mut count): ([History; 256], usize) = ([(0, 0, 0); 256], 1);
    let mut following = [[0; 2]; 256];
    let mut at = 0;
    while at < count {
        for bit in 0..2 {
            let next = after(found[at], bit);
            let place = found[..count].iter().position(|known| *known == next).unwrap_or(count);
            found[place] = next;
            count = count.max(place + 1);
            following[at][usize::from(bit)] = place as u8;
        }
        at += 1;
    }
    following
}

fn after((zeros, ones, _): History, bit: u8) -> History {
    let (mut same, mut other) = if bit == 1 { (ones + 1, zeros) } else { (zeros + 1, ones) };
    // What was seen long ago counts for less as soon as the other happens.
    if other > 2 {
        other = if other == 3 {
            2
        } else if other < 6 {
            3
        } else {
            4
        };
    }
    while same.max(other) > *MOST.get(usize::from(same.min(other))).unwrap_or(&0) {
        if same > other { same -= 1 } else { other -= 1 }
    }
    let last = if same > 0 && other > 0 { bit } else { 0 };
    if bit == 1 { (other, same, last) } else { (same, other, last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_enough_for_all_histories() {
        let following = following();
        let last = following.iter().flatten().max();
        assert!(last > Some(&100), "{last:?}");
        assert_ne!(following[0][0], following[0][1]);
    }
}
