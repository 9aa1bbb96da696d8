//! Signatures of native functions: parsed from their row when first needed.

use crate::object::Value;
use crate::vm::Vm;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParameterKind {
    PositionalOnly,
    PositionalOrKeyword,
    VarPositional,
    KeywordOnly,
    VarKeyword,
}

pub struct Parameter {
    pub name: &'static str,
    pub kind: ParameterKind,
    /// There is a default, whether or not it can be shown.
    pub optional: bool,
    /// The default as a value, where the row gives a literal.
    pub default: Option<Value>,
    /// The default's text.
    pub default_text: &'static str,
}

/// A parsed row. Slots are its parameters in order, without `*args` and `**kwargs`.
pub struct Signature {
    pub name: &'static str,
    /// It is a `__new__`, which messages call by the name of its class.
    pub is_new: bool,
    pub parameters: Vec<Parameter>,
    /// Parameters that can be given by position.
    pub positional: usize,
    /// Of these, those that must be given.
    pub required: usize,
    pub var_positional: bool,
    pub var_keyword: bool,
    /// Some parameter after the positional ones has no default.
    pub required_keywords: bool,
}

impl Signature {
    /// Parses `name(parameters)`. The rows are ours, so a malformed one is our bug.
    pub fn parse(vm: &Vm, row: &'static str) -> Signature {
        let (name, rest) = row.split_once('(').unwrap_or((row, ")"));
        let inner = rest.strip_suffix(')').unwrap_or(rest);
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut kind = ParameterKind::PositionalOrKeyword;
        let (mut var_positional, mut var_keyword) = (false, false);
        for part in split(inner) {
            if part == "/" {
                parameters.iter_mut().for_each(|parameter| parameter.kind = ParameterKind::PositionalOnly);
                continue;
            }
            if part == "*" {
                kind = ParameterKind::KeywordOnly;
                continue;
            }
            if part.starts_with("**") {
                var_keyword = true;
                continue;
            }
            if part.starts_with('*') {
                var_positional = true;
                kind = ParameterKind::KeywordOnly;
                continue;
            }
            let (name, default) = match part.split_once('=') {
                Some((name, default)) => (name.trim(), Some(default.trim())),
                None => (part, None),
            };
            parameters.push(Parameter {
                name: name.trim_start_matches('$'),
                kind,
                optional: default.is_some(),
                default: default.and_then(|text| literal(vm, text)),
                default_text: default.unwrap_or(""),
            });
        }
        let by_position = |parameter: &&Parameter| parameter.kind != ParameterKind::KeywordOnly;
        Signature {
            name,
            is_new: name == "__new__",
            positional: parameters.iter().filter(by_position).count(),
            required: parameters.iter().filter(by_position).filter(|parameter| !parameter.optional).count(),
            required_keywords: parameters.iter().any(|parameter| !by_position(&parameter) && !parameter.optional),
            parameters,
            var_positional,
            var_keyword,
        }
    }
}

/// Splits at commas that are not within quotes or brackets.
fn split(text: &'static str) -> impl Iterator<Item = &'static str> {
    let (mut depth, mut quote, mut start) = (0, None, 0);
    let mut parts = Vec::new();
    for (index, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'\'' | b'"', None) => quote = Some(byte),
            (b'\'' | b'"', Some(open)) if open == byte => quote = None,
            (b'(' | b'[' | b'{', None) => depth += 1,
            (b')' | b']' | b'}', None) => depth -= 1,
            (b',', None) if depth == 0 => {
                parts.push(text[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.into_iter().filter(|part| !part.is_empty())
}

/// The value of a default, if it is a simple literal; others (`<unrepresentable>`, `sys.maxsize`) are the function's own affair.
fn literal(vm: &Vm, text: &str) -> Option<Value> {
    match text {
        "None" => return Some(Value::NONE),
        "True" => return Some(Value::TRUE),
        "False" => return Some(Value::FALSE),
        "()" => return Some(vm.empty_tuple()),
        _ => {}
    }
    if let Ok(number) = text.parse::<i64>() {
        return Some(vm.int(number));
    }
    if let Ok(number) = text.parse::<f64>()
        && text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
    {
        return Some(Value::float(number));
    }
    let unquoted = |text: &str| Some(text.strip_prefix('\'')?.strip_suffix('\'')?.replace("\\n", "\n"));
    if let Some(bytes) = text.strip_prefix('b').and_then(unquoted) {
        return Some(vm.bytes(bytes.as_bytes()));
    }
    unquoted(text).map(|string| vm.str(&string))
}
