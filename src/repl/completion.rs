//! The Tab key. The line editor finds the word; `rlcompleter`, on the main thread, knows how it may go on.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use rustyline::Context;
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;

use super::inbox::{Inbox, Message};
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::Ref;
use crate::vm::Vm;

/// How long the editor waits for the main thread, which a task may keep busy.
const PATIENCE: Duration = Duration::from_secs(1);
/// What Tab inserts where there is no word.
const INDENT: &str = "    ";
/// Candidates beyond these are of no help.
const MOST: usize = 2000;

pub struct Helper {
    inbox: Arc<Inbox>,
}

impl Helper {
    pub fn new(inbox: Arc<Inbox>) -> Helper {
        Helper { inbox }
    }
}

impl rustyline::Helper for Helper {}
impl Highlighter for Helper {}
impl Validator for Helper {}
impl Hinter for Helper {
    type Hint = String;
}

impl Completer for Helper {
    type Candidate = String;

    fn complete(&self, line: &str, position: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let before = &line[..position];
        if before.trim().is_empty() {
            return Ok((position, vec![INDENT.to_string()]));
        }
        let start = word_start(before);
        let (reply, answer) = channel();
        self.inbox.push(Message::Complete(before[start..].to_string(), reply));
        Ok((start, answer.recv_timeout(PATIENCE).unwrap_or_default()))
    }
}

/// A word is a name, with dots: `os.path.jo`.
fn word_start(text: &str) -> usize {
    let in_word = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let length: usize = text.chars().rev().take_while(in_word).map(char::len_utf8).sum();
    text.len() - length
}

/// How a word may go on, on the main thread. Errors in attribute access mean that nothing is known.
pub fn candidates(vm: &Vm, main: &Ref<PyModule>, word: &str) -> Vec<String> {
    match ask(vm, main, word) {
        Ok(found) => found,
        Err(raised) => {
            drop(vm.take_raised(raised));
            Vec::new()
        }
    }
}

fn ask(vm: &Vm, main: &Ref<PyModule>, word: &str) -> PyResult<Vec<String>> {
    let class = vm.import_attr("rlcompleter", "Completer")?;
    let completer = vm.call(&class, &[main.dict.to_value()])?;
    let word = vm.str(word);
    let mut found = Vec::new();
    while found.len() < MOST {
        let next = vm.call_method(&completer, "complete", &[word.clone(), vm.int(found.len() as i64)])?;
        let Some(text) = next.downcast::<PyStr>() else { break };
        found.push(text.to_string());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::word_start;

    #[test]
    fn a_word_is_a_dotted_name() {
        assert_eq!(word_start("x = os.path.jo"), 4);
        assert_eq!(word_start("f(na"), 2);
        assert_eq!(word_start("größe.r"), 0);
        assert_eq!(word_start("x + "), 4);
    }
}
