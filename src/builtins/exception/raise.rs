//! Syntax errors of the parser and the compiler as exceptions.

use super::PyException;
use super::syntax_error::METADATA;
use crate::native::Raised;
use crate::object::Value;
use crate::vm::Vm;
use coil_grammar::{LineIndex, SyntaxError, SyntaxErrorKind};

impl Vm {
    /// Raises a syntax error of the parser or compiler.
    #[cold]
    pub fn raise_syntax_error(&self, error: &SyntaxError, filename: &str, source: &str) -> Raised {
        let classes = self.exceptions();
        let class = match error.kind {
            SyntaxErrorKind::Syntax => &classes.SyntaxError,
            SyntaxErrorKind::Indentation => &classes.IndentationError,
            SyntaxErrorKind::Tab => &classes.TabError,
            SyntaxErrorKind::TooComplex => return self.memory_error(&error.message),
        };
        let index = LineIndex::new(source);
        let place = error.location(source, &index);
        let text =
            index.line_text(source, place.lineno).map(|line| format!("{}\n", line.trim_end_matches(['\r', '\n'])));
        let details = vec![
            self.str(filename),
            self.int(place.lineno as i64),
            self.int(place.offset as i64),
            text.map_or(Value::NONE, |text| self.str(&text)),
            self.int(place.end_lineno as i64),
            self.int(place.end_offset as i64),
        ];
        match self.new_exception(class, &[self.str(&error.message), self.tuple(details)]) {
            Ok(exception) => {
                if let Some(object) = exception.downcast::<PyException>() {
                    // From which a misspelt keyword is guessed.
                    let metadata = vec![self.int(0), self.int(0), self.str(source)];
                    object.set_field(METADATA, Some(self.tuple(metadata)));
                }
                self.raise(exception)
            }
            Err(raised) => raised,
        }
    }
}
