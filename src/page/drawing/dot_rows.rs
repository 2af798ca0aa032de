//! Room for dots on a circle: where they would cover each other, they stand in further rows towards the middle.

/// The row of each mark, for marks on a circle in clockwise order; `gap` is the least distance of two marks of a row, in
/// turns. Beyond the last of `rows`, marks cover each other.
pub fn dot_rows(turns: &[f64], gap: f64, rows: usize) -> Vec<usize> {
    let mut last: Vec<Option<f64>> = vec![None; rows.max(1)];
    let mut first: Vec<Option<f64>> = vec![None; rows.max(1)];
    let mut row_of = |turn: f64| {
        let free = |row: &usize| {
            let after_last = last[*row].is_none_or(|other| turn - other >= gap);
            // The circle closes: the first mark of the row is the next one clockwise.
            after_last && first[*row].is_none_or(|other| other + 1.0 - turn >= gap)
        };
        let row = (0..last.len()).find(free).unwrap_or(last.len() - 1);
        last[row] = Some(turn);
        first[row] = first[row].or(Some(turn));
        row
    };
    turns.iter().map(|turn| row_of(*turn)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_are_too_close_stand_in_further_rows() {
        assert_eq!(dot_rows(&[0.1, 0.2, 0.3], 0.05, 3), [0, 0, 0]);
        assert_eq!(dot_rows(&[0.1, 0.11, 0.12, 0.13, 0.2], 0.05, 3), [0, 1, 2, 2, 0]);
        assert_eq!(dot_rows(&[0.01, 0.5, 0.99], 0.05, 2), [0, 0, 1], "the circle closes");
        assert_eq!(dot_rows(&[], 0.05, 3), Vec::<usize>::new());
    }
}
