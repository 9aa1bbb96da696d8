//! From a pattern's text to its tree: sequences, repeats and sets. Groups are in `groups`, escapes in `escapes`.

use super::ast::*;
use super::class::{Case, Category, Item, Set};
use crate::builtins::str::encode;
use crate::native::{PyResult, Raised};
use crate::vm::Vm;

/// Groups within groups beyond this are refused, as they are (at about this depth) by CPython, whose parser recurses
/// too: what works on the tree later may recurse without a check of its own.
const MAX_NESTING: usize = 500;

/// Why a pattern or template is refused.
pub enum Refusal {
    /// A `PatternError`, with the place if there is one.
    Pattern(String, Option<usize>),
    Overflow(&'static str),
    Value(&'static str),
    /// `(?x)` at the start: parse again, verbosely.
    Verbose,
    Raised(Raised),
}

impl From<Raised> for Refusal {
    fn from(raised: Raised) -> Refusal {
        Refusal::Raised(raised)
    }
}

pub type Parse<T> = Result<T, Refusal>;

pub fn fail<T>(message: impl Into<String>, position: usize) -> Parse<T> {
    Err(Refusal::Pattern(message.into(), Some(position)))
}

/// Text that is read from front to back, character by character.
pub struct Source<'a> {
    pub text: &'a [u32],
    pub at: usize,
    pub is_str: bool,
}

impl Source<'_> {
    pub fn peek(&self) -> Option<char> {
        self.text.get(self.at).map(|&point| as_char(point))
    }

    pub fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    /// Passes over this character, if it is what comes.
    pub fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += found as usize;
        found
    }

    /// Passes over up to `most` characters that satisfy a test, and gives them.
    pub fn take_while(&mut self, most: usize, test: fn(&char) -> bool) -> String {
        let mut taken = String::new();
        while taken.len() < most
            && let Some(next) = self.peek().filter(test)
        {
            taken.push(next);
            self.at += 1;
        }
        taken
    }

    /// The text from a place to here, for messages.
    pub fn since(&self, start: usize) -> String {
        self.text[start..self.at].iter().map(|&point| as_char(point)).collect()
    }

    /// What comes before `terminator`, which is passed over: a name.
    pub fn until(&mut self, terminator: char, what: &str) -> Parse<(Vec<u32>, usize)> {
        let start = self.at;
        loop {
            match self.next() {
                None if self.at == start => return fail(format!("missing {what}"), start),
                None => return fail(format!("missing {terminator}, unterminated name"), start),
                Some(next) if next == terminator => break,
                Some(_) => {}
            }
        }
        if self.at == start + 1 {
            return fail(format!("missing {what}"), start);
        }
        Ok((self.text[start..self.at - 1].to_vec(), start))
    }
}

/// For comparisons and messages: surrogates are nothing that the syntax knows.
pub fn as_char(point: u32) -> char {
    char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The WTF-8 bytes of characters.
pub fn wtf8(points: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(points.len());
    points.iter().for_each(|&point| encode(point, &mut bytes));
    bytes
}

pub struct Parser<'a> {
    pub vm: &'a Vm,
    pub source: Source<'a>,
    /// Of the whole pattern.
    pub flags: u32,
    /// The width of each group; `None` while it is open.
    pub groups: Vec<Option<Width>>,
    pub names: Vec<(Vec<u8>, usize)>,
    /// How many groups there were before the outermost lookbehind that is open.
    pub lookbehind_groups: Option<usize>,
    /// Groups that conditionals ask for, and where, to be checked at the end.
    pub conditions: Vec<(usize, usize)>,
}

/// Parses a pattern. `flags` are those given to `compile`, checked here.
pub fn parse(vm: &Vm, text: &[u32], is_str: bool, flags: u32) -> Parse<Parsed> {
    match parse_once(vm, text, is_str, flags) {
        Err(Refusal::Verbose) => parse_once(vm, text, is_str, flags | VERBOSE),
        result => result,
    }
}

fn parse_once(vm: &Vm, text: &[u32], is_str: bool, flags: u32) -> Parse<Parsed> {
    let mut parser = Parser {
        vm,
        source: Source { text, at: 0, is_str },
        flags,
        groups: vec![None],
        names: Vec::new(),
        lookbehind_groups: None,
        conditions: Vec::new(),
    };
    let node = parser.alternatives(flags, 0)?;
    let flags = complete_flags(is_str, parser.flags)?;
    if parser.source.peek().is_some() {
        return fail("unbalanced parenthesis", parser.source.at);
    }
    for &(group, position) in &parser.conditions {
        if group >= parser.groups.len() {
            return fail(format!("invalid group reference {group}"), position);
        }
    }
    Ok(Parsed { node, flags, groups: parser.groups.len() - 1, names: parser.names })
}

/// Checks which flags go together, and adds the one that is the default.
fn complete_flags(is_str: bool, flags: u32) -> Parse<u32> {
    let refusal = match is_str {
        true if flags & LOCALE != 0 => "cannot use LOCALE flag with a str pattern",
        true if flags & ASCII != 0 && flags & UNICODE != 0 => "ASCII and UNICODE flags are incompatible",
        false if flags & UNICODE != 0 => "cannot use UNICODE flag with a bytes pattern",
        false if flags & LOCALE != 0 && flags & ASCII != 0 => "ASCII and LOCALE flags are incompatible",
        true if flags & ASCII == 0 => return Ok(flags | UNICODE),
        _ => return Ok(flags),
    };
    Err(Refusal::Value(refusal))
}

impl Parser<'_> {
    pub fn is_unicode(&self, flags: u32) -> bool {
        self.source.is_str && flags & ASCII == 0
    }

    pub fn case(&self, flags: u32) -> Case {
        match flags & IGNORECASE != 0 {
            false => Case::Exact,
            true if self.is_unicode(flags) => Case::Unicode,
            true => Case::Ascii,
        }
    }

    /// Branches between `|`, up to a closing parenthesis or the end.
    pub fn alternatives(&mut self, flags: u32, nested: usize) -> Parse<Node> {
        self.vm.check_native_stack("")?;
        if nested > MAX_NESTING {
            return Err(self.vm.recursion_error("maximum recursion depth exceeded").into());
        }
        let mut flags = flags;
        let mut branches = Vec::new();
        loop {
            let branch = self.sequence(&mut flags, nested, nested == 0 && branches.is_empty())?;
            branches.push(branch);
            if !self.source.eat('|') {
                break;
            }
        }
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Branch(branches),
        })
    }

    /// Items up to `|`, `)` or the end. `first`: flags for the whole pattern may stand here.
    pub fn sequence(&mut self, flags: &mut u32, nested: usize, first: bool) -> Parse<Node> {
        let mut items: Vec<Node> = Vec::new();
        while let Some(next) = self.source.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let start = self.source.at;
            self.source.at += 1;
            if *flags & VERBOSE != 0 && self.skip_blank(next) {
                continue;
            }
            let node = match next {
                '\\' => self.escape(start, *flags)?,
                '[' => self.set(start, *flags)?,
                '*' | '+' | '?' | '{' => match self.repeat(next, start, &mut items)? {
                    true => continue,
                    false => Node::Literal('{' as u32, Case::Exact),
                },
                '.' => Node::Any { newline: *flags & DOTALL != 0 },
                '(' => match self.group(start, flags, nested, first && items.is_empty())? {
                    Some(node) => node,
                    None => continue,
                },
                '^' if *flags & MULTILINE != 0 => Node::At(At::BeginningLine),
                '^' => Node::At(At::Beginning),
                '$' if *flags & MULTILINE != 0 => Node::At(At::EndLine),
                '$' => Node::At(At::End),
                _ => self.literal(self.source.text[start], *flags),
            };
            items.push(node);
        }
        Ok(match items.len() {
            1 => items.remove(0),
            _ => Node::Concat(items),
        })
    }

    /// Passes over what does not count in verbose patterns.
    fn skip_blank(&mut self, next: char) -> bool {
        if next == '#' {
            while self.source.next().is_some_and(|skipped| skipped != '\n') {}
        }
        matches!(next, '#' | ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C')
    }

    /// A character that stands for itself.
    pub fn literal(&self, point: u32, flags: u32) -> Node {
        match self.case(flags) {
            case if case != Case::Exact && super::class::is_cased(point, case) => Node::Literal(point, case),
            _ => Node::Literal(point, Case::Exact),
        }
    }

    /// Wraps the last item. False if `{` is just a character.
    fn repeat(&mut self, sign: char, start: usize, items: &mut Vec<Node>) -> Parse<bool> {
        let (min, max) = match sign {
            '?' => (0, 1),
            '*' => (0, MAXREPEAT),
            '+' => (1, MAXREPEAT),
            _ => match self.bounds(start)? {
                Some(bounds) => bounds,
                None => return Ok(false),
            },
        };
        let body = match items.last() {
            None | Some(Node::At(_)) => return fail("nothing to repeat", start),
            Some(Node::Concat(nodes)) if nodes.is_empty() => return fail("nothing to repeat", start),
            Some(Node::Repeat { .. }) => return fail("multiple repeat", start),
            Some(_) => items.pop().map(Box::new),
        };
        let greed = match self.source.peek() {
            Some('?') => Greed::Lazy,
            Some('+') => Greed::Possessive,
            _ => Greed::Greedy,
        };
        self.source.at += (greed != Greed::Greedy) as usize;
        items.extend(body.map(|body| Node::Repeat { min, max, greed, body }));
        Ok(true)
    }

    /// `{m,n}` after the brace; `None`, and nothing read, if that is not what it is.
    fn bounds(&mut self, start: usize) -> Parse<Option<(u32, u32)>> {
        if self.source.peek() == Some('}') {
            return Ok(None);
        }
        let low = self.source.take_while(usize::MAX, char::is_ascii_digit);
        let high = match self.source.eat(',') {
            true => self.source.take_while(usize::MAX, char::is_ascii_digit),
            false => low.clone(),
        };
        if !self.source.eat('}') {
            self.source.at = start + 1;
            return Ok(None);
        }
        let number = |digits: &str, default: u32| match digits {
            "" => Ok(default),
            _ => match digits.parse() {
                Ok(number) if number < MAXREPEAT => Ok(number),
                _ => Err(Refusal::Overflow("the repetition number is too large")),
            },
        };
        let (min, max) = (number(&low, 0)?, number(&high, MAXREPEAT)?);
        if max < min {
            return fail("min repeat greater than max repeat", start + 1);
        }
        Ok(Some((min, max)))
    }

    /// `[...]`, after the bracket.
    fn set(&mut self, start: usize, flags: u32) -> Parse<Node> {
        let unterminated = |_: &Self| fail("unterminated character set", start);
        let negated = self.source.eat('^');
        let mut items: Vec<Item> = Vec::new();
        if self.source.peek() == Some('[') {
            self.warn("nested set", self.source.at)?;
        }
        let first_place = self.source.at;
        loop {
            let here = self.source.at;
            let Some(next) = self.source.next() else { return unterminated(self) };
            if next == ']' && here != first_place {
                break;
            }
            if here != first_place && self.source.peek() == Some(next) {
                self.warn_set_operation(next, here)?;
            }
            let low = self.set_item(next, here, flags)?;
            if !self.source.eat('-') {
                items.push(low);
                continue;
            }
            let place = self.source.at;
            match self.source.next() {
                None => return unterminated(self),
                Some(']') => {
                    items.extend([low, Item::Range('-' as u32, '-' as u32)]);
                    break;
                }
                Some(next) => {
                    if next == '-' {
                        self.warn("set difference", place - 1)?;
                    }
                    let high = self.set_item(next, place, flags)?;
                    items.push(self.range(low, high, here)?);
                }
            }
        }
        Ok(Node::Set(Box::new(Set::new(&items, negated, self.case(flags)))))
    }

    fn range(&self, low: Item, high: Item, start: usize) -> Parse<Item> {
        match (low, high) {
            (Item::Range(low, _), Item::Range(high, _)) if low <= high => Ok(Item::Range(low, high)),
            _ => fail(format!("bad character range {}", self.source.since(start)), start),
        }
    }

    fn set_item(&mut self, next: char, start: usize, flags: u32) -> Parse<Item> {
        if next == '\\' {
            return self.set_escape(start, flags);
        }
        let point = self.source.text[start];
        Ok(Item::Range(point, point))
    }

    fn warn_set_operation(&self, sign: char, position: usize) -> PyResult<()> {
        match sign {
            '-' => self.warn("set difference", position),
            '&' => self.warn("set intersection", position),
            '~' => self.warn("set symmetric difference", position),
            '|' => self.warn("set union", position),
            _ => Ok(()),
        }
    }

    /// What may come to mean something else one day.
    fn warn(&self, what: &str, position: usize) -> PyResult<()> {
        let vm = self.vm;
        let message = vm.str(&format!("Possible {what} at position {position}"));
        let category = vm.import_attr("builtins", "FutureWarning")?;
        // The caller of `re.compile`, which calls `re._compile`, which calls us.
        vm.call(&vm.import_attr("warnings", "warn")?, &[message, category, vm.int(3)]).map(drop)
    }

    /// `\d` and its like.
    pub fn category(&self, letter: char, flags: u32) -> Option<Item> {
        let category = match letter.to_ascii_lowercase() {
            'd' => Category::Digit,
            's' => Category::Space,
            'w' => Category::Word,
            _ => return None,
        };
        Some(Item::Category { category, unicode: self.is_unicode(flags), negated: letter.is_ascii_uppercase() })
    }
}
