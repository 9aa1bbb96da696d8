//! The table of source ranges: for each instruction of a code object, lines and columns.
//!
//! Runs of instructions with the same range share an entry. An entry is a row of variable-length
//! numbers (seven bits a byte, the lowest first): `count * 2 + known`, and when the place is known:
//! the line's distance to that of the entry before (zigzag), `end_line - line`, `column`,
//! `end_column`.

use super::code::Position;

/// Encodes one position for each instruction; a line of 0 means that there is none.
pub fn encode(positions: &[Position]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = 0;
    for run in positions.chunk_by(|a, b| a == b) {
        let place = run[0];
        let known = place.line != 0;
        put(&mut out, (run.len() as u64) << 1 | known as u64);
        if known {
            let step = place.line as i64 - line;
            put(&mut out, ((step << 1) ^ (step >> 63)) as u64);
            put(&mut out, place.end_line.saturating_sub(place.line) as u64);
            put(&mut out, place.column as u64);
            put(&mut out, place.end_column as u64);
            line = place.line as i64;
        }
    }
    out
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A run of instructions that share a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// The first instruction and the one after the last.
    pub start: u32,
    pub end: u32,
    /// None where the instructions come from no place in the source.
    pub position: Option<Position>,
}

/// The runs of an encoded table, in order. A damaged table ends early.
pub fn runs(table: &[u8]) -> Runs<'_> {
    Runs { rest: table, at: 0, line: 0 }
}

pub struct Runs<'t> {
    rest: &'t [u8],
    at: u32,
    line: i64,
}

impl Runs<'_> {
    fn take(&mut self) -> Option<u64> {
        let mut value = 0u64;
        let mut shift = 0;
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= ((*byte & 0x7f) as u64).checked_shl(shift).unwrap_or(0);
            if *byte < 0x80 {
                return Some(value);
            }
            shift += 7;
        }
    }
}

impl Iterator for Runs<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        let head = self.take()?;
        let start = self.at;
        self.at = start.saturating_add((head >> 1) as u32);
        let position = if head & 1 == 1 {
            let step = self.take()?;
            self.line += (step >> 1) as i64 ^ -((step & 1) as i64);
            let line = self.line as u32;
            let end_line = line + self.take()? as u32;
            let column = self.take()? as u32;
            let end_column = self.take()? as u32;
            Some(Position { line, end_line, column, end_column })
        } else {
            None
        };
        Some(Run { start, end: self.at, position })
    }
}

/// The range of one instruction.
pub fn find(table: &[u8], instruction: u32) -> Option<Position> {
    runs(table).find(|run| instruction < run.end)?.position
}

/// `co_lines()`: start, end and line of each stretch of instructions on one line.
pub fn lines(table: &[u8]) -> Vec<(u32, u32, Option<u32>)> {
    let mut rows: Vec<(u32, u32, Option<u32>)> = Vec::new();
    for run in runs(table) {
        let line = run.position.map(|place| place.line);
        match rows.last_mut() {
            Some(last) if last.2 == line => last.1 = run.end,
            _ => rows.push((run.start, run.end, line)),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_back_what_it_was_made_of() {
        let place = |line, column| Position { line, end_line: line + 1, column, end_column: 300 };
        let places = [place(7, 1), place(7, 1), Position::default(), place(3, 200), place(70_000, 0)];
        let table = encode(&places);
        for (index, wanted) in places.iter().enumerate() {
            let found = find(&table, index as u32);
            assert_eq!(found.unwrap_or_default(), *wanted);
        }
        assert_eq!(find(&table, 5), None);
        assert_eq!(lines(&table)[0], (0, 2, Some(7)));
    }
}
