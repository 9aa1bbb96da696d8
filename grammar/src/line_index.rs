//! From byte offsets to lines and columns.

use crate::ast::TextRange;

/// A place in the source: the line counts from 1, the column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// Where each line of a source text begins. Lines end with `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offsets, ascending; the first is 0.
    starts: Vec<u32>,
    is_ascii: bool,
}

impl LineIndex {
    pub fn new(source: &str) -> LineIndex {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (offset, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(offset + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(offset as u32 + 1);
            }
        }
        LineIndex { starts, is_ascii: source.is_ascii() }
    }

    /// The number of lines; an empty last line counts.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line (from 1) that holds this offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// Where a line (from 1) begins; for a line beyond the last, where the last begins.
    pub fn line_start(&self, line: u32) -> u32 {
        let index = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        self.starts[index]
    }

    /// Line and column in UTF-8 bytes, as `ast` and `co_positions` count.
    pub fn utf8(&self, offset: u32) -> LineColumn {
        let line = self.line(offset);
        LineColumn { line, column: offset - self.line_start(line) }
    }

    /// Line and column in characters, as SyntaxError and `tokenize` count (SyntaxError from 1).
    pub fn characters(&self, source: &str, offset: u32) -> LineColumn {
        let place = self.utf8(offset);
        if self.is_ascii {
            return place;
        }
        // An implicit line end at the end of the text is one column beyond it.
        let inside = offset.min(source.len() as u32);
        let line = TextRange::new(offset - place.column, inside).text(source);
        let column = line.chars().count() as u32 + (offset - inside);
        LineColumn { line: place.line, column }
    }

    /// The text of a line (from 1) without its line ending; None when there is no such line.
    pub fn line_text<'s>(&self, source: &'s str, line: u32) -> Option<&'s str> {
        let start = *self.starts.get(line.checked_sub(1)? as usize)?;
        let end = self.starts.get(line as usize).map_or(source.len(), |end| *end as usize);
        Some(source.get(start as usize..end)?.trim_end_matches(['\r', '\n']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes_or_characters() {
        let source = "a = 'é'; b\r\nc\rd\n";
        let index = LineIndex::new(source);
        assert_eq!(index.line_count(), 4);
        let b = source.find('b').unwrap() as u32;
        assert_eq!(index.utf8(b), LineColumn { line: 1, column: 10 });
        assert_eq!(index.characters(source, b), LineColumn { line: 1, column: 9 });
        assert_eq!(index.line(source.find('d').unwrap() as u32), 3);
        assert_eq!(index.line_text(source, 1), Some("a = 'é'; b"));
        assert_eq!(index.line_text(source, 4), Some(""));
        assert_eq!(index.line_text(source, 5), None);
    }
}
