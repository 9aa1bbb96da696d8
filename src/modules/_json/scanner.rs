//! `make_scanner`: JSON values at a place of a text.

use std::collections::HashMap;

use super::strings::{Found, scan};
use super::{decode_error, offset_of, with_end};
use crate::builtins::dict::PyDict;
use crate::builtins::int::text as int_text;
use crate::builtins::str::PyStr;
use crate::native::{Args, GetSet, Native, PyResult, Raised, getter, staticmethod, wrap};
use crate::object::types::{BASETYPE, builtin};
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

/// What a decoder wants done; the functions are None where plain objects are wanted.
#[repr(C)]
pub struct PyScanner {
    header: Header,
    strict: bool,
    object_hook: Value,
    object_pairs_hook: Value,
    parse_float: Value,
    parse_int: Value,
    parse_constant: Value,
}
crate::payload!(PyScanner, shape::JSON_SCANNER, traverse(this, visitor) {
    visitor.visit(&this.object_hook);
    visitor.visit(&this.object_pairs_hook);
    visitor.visit(&this.parse_float);
    visitor.visit(&this.parse_int);
    visitor.visit(&this.parse_constant);
} clear {});

pub static SCANNER: TypeSpec = TypeSpec {
    module: "_json",
    doc: "JSON scanner object",
    flags: BASETYPE,
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    new: Some(&NEW),
    getset: GETSET,
    ..TypeSpec::of::<PyScanner>("Scanner")
};

static NEW: Native = staticmethod("__new__(cls, context)", "", wrap(new));

static GETSET: &[GetSet] = &[
    getter("strict", "strict", |_, this| Ok(Value::bool(scanner(this).strict))),
    getter("object_hook", "object_hook", |_, this| Ok(scanner(this).object_hook.clone())),
    getter("object_pairs_hook", "object_pairs_hook", |_, this| Ok(scanner(this).object_pairs_hook.clone())),
    getter("parse_float", "parse_float", |_, this| Ok(scanner(this).parse_float.clone())),
    getter("parse_int", "parse_int", |_, this| Ok(scanner(this).parse_int.clone())),
    getter("parse_constant", "parse_constant", |_, this| Ok(scanner(this).parse_constant.clone())),
];

fn scanner(this: &Value) -> &Ref<PyScanner> {
    this.downcast::<PyScanner>().expect("an attribute of a scanner")
}

fn new(vm: &Vm, class: &Ref<PyType>, context: &Value) -> PyResult<Ref<PyScanner>> {
    let attribute = |name: &str| vm.get_attr(context, &vm.intern(name));
    let strict = vm.truth(&attribute("strict")?)?;
    let payload = PyScanner {
        header: Header::new(shape::JSON_SCANNER),
        strict,
        object_hook: attribute("object_hook")?,
        object_pairs_hook: attribute("object_pairs_hook")?,
        parse_float: attribute("parse_float")?,
        parse_int: attribute("parse_int")?,
        parse_constant: attribute("parse_constant")?,
    };
    Ok(vm.new_object(class, payload))
}

static CALL: Native = staticmethod("scan_once(self, string, idx)", "", wrap(scan_once));

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(this.clone());
    values.extend_from_slice(args.values);
    let args = Args { values: &values, names: args.names };
    crate::native::bind::bind(vm, vm.signature_of(&CALL), args, 1, |bound| (CALL.call)(vm, bound))
}

fn scan_once(vm: &Vm, this: &Ref<PyScanner>, string: &Value, idx: isize) -> PyResult<Value> {
    let Some(text) = string.downcast::<PyStr>() else {
        let name = class_ref(string).name();
        return Err(vm.type_error(format!("first argument must be a string, not {name}")));
    };
    if idx < 0 {
        return Err(vm.value_error("idx cannot be negative"));
    }
    let Some(start) = offset_of(text, idx) else { return Err(vm.stop_iteration(Some(vm.int(idx as i64)))) };
    let float = builtin(shape::FLOAT);
    let int = builtin(shape::INT);
    let mut scan = Scan {
        vm,
        text,
        bytes: text.as_bytes(),
        rules: this,
        plain_float: this.parse_float.is(float.as_value()),
        plain_int: this.parse_int.is(int.as_value()),
        keys: HashMap::default(),
    };
    let (value, end) = scan.value(start)?;
    Ok(with_end(vm, value, text, end))
}

/// One run over a text. Places are byte offsets.
struct Scan<'a> {
    vm: &'a Vm,
    text: &'a Ref<PyStr>,
    bytes: &'a [u8],
    rules: &'a PyScanner,
    plain_float: bool,
    plain_int: bool,
    /// Keys come again and again: one string stands for all that are equal.
    keys: HashMap<Vec<u8>, Value, rustc_hash::FxBuildHasher>,
}

impl<'a> Scan<'a> {
    fn error(&self, message: &str, at: usize) -> Raised {
        decode_error(self.vm, message, self.text, at)
    }

    #[cold]
    fn nothing_at(&self, at: usize) -> Raised {
        self.vm.stop_iteration(Some(self.vm.int_from(self.text.char_index(at))))
    }

    #[inline]
    fn skip(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.bytes.get(at) {
            at += 1;
        }
        at
    }

    fn value(&mut self, at: usize) -> PyResult<(Value, usize)> {
        let vm = self.vm;
        let rest = &self.bytes[at..];
        match rest.first() {
            Some(b'"') => {
                let (found, end) = scan(vm, self.text, at + 1, self.rules.strict)?;
                let value = match found {
                    Found::Plain(bytes) => self.text.part(bytes),
                    Found::Unescaped(bytes) => PyStr::from_wtf8(&bytes),
                };
                Ok((value.into_value(), end))
            }
            Some(b'{') => {
                vm.check_native_stack(" while decoding a JSON object from a unicode string")?;
                self.object(at + 1)
            }
            Some(b'[') => {
                vm.check_native_stack(" while decoding a JSON array from a unicode string")?;
                self.array(at + 1)
            }
            Some(b'n') if rest.starts_with(b"null") => Ok((Value::NONE, at + 4)),
            Some(b't') if rest.starts_with(b"true") => Ok((Value::TRUE, at + 4)),
            Some(b'f') if rest.starts_with(b"false") => Ok((Value::FALSE, at + 5)),
            Some(b'N') if rest.starts_with(b"NaN") => self.constant("NaN", at),
            Some(b'I') if rest.starts_with(b"Infinity") => self.constant("Infinity", at),
            Some(b'-') if rest.starts_with(b"-Infinity") => self.constant("-Infinity", at),
            Some(b'-' | b'0'..=b'9') => self.number(at),
            _ => Err(self.nothing_at(at)),
        }
    }

    fn constant(&self, name: &str, at: usize) -> PyResult<(Value, usize)> {
        let value = self.vm.call(&self.rules.parse_constant, &[self.vm.str(name)])?;
        Ok((value, at + name.len()))
    }

    fn digits(&self, at: usize) -> usize {
        self.bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn number(&self, start: usize) -> PyResult<(Value, usize)> {
        let vm = self.vm;
        let mut at = start + (self.bytes[start] == b'-') as usize;
        at += match self.bytes.get(at) {
            Some(b'0') => 1,
            Some(b'1'..=b'9') => self.digits(at),
            _ => return Err(self.nothing_at(start)),
        };
        let mut is_float = false;
        if self.bytes.get(at) == Some(&b'.') && self.bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            is_float = true;
            at += 1 + self.digits(at + 1);
        }
        if let Some(b'e' | b'E') = self.bytes.get(at) {
            let sign = matches!(self.bytes.get(at + 1), Some(b'+' | b'-')) as usize;
            let count = self.digits((at + 1 + sign).min(self.bytes.len()));
            if count > 0 {
                is_float = true;
                at += 1 + sign + count;
            }
        }
        let digits = &self.bytes[start..at];
        let value = match (is_float, self.plain_float, self.plain_int) {
            (true, true, _) => {
                let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
                Value::float(number.unwrap_or(f64::NAN))
            }
            (true, false, _) => vm.call(&self.rules.parse_float, &[PyStr::from_ascii(digits).into_value()])?,
            (false, _, true) if digits.len() <= 18 => {
                let (sign, digits) = match digits.split_first() {
                    Some((b'-', rest)) => (-1, rest),
                    _ => (1, digits),
                };
                vm.int(sign * digits.iter().fold(0, |value, digit| value * 10 + (digit - b'0') as i64))
            }
            (false, _, true) => int_text::parse(vm, digits, 10, &PyStr::from_ascii(digits).into_value())?,
            (false, ..) => vm.call(&self.rules.parse_int, &[PyStr::from_ascii(digits).into_value()])?,
        };
        Ok((value, at))
    }

    fn array(&mut self, start: usize) -> PyResult<(Value, usize)> {
        let mut items = Vec::new();
        let mut at = self.skip(start);
        if self.bytes.get(at) == Some(&b']') {
            return Ok((self.vm.list(items), at + 1));
        }
        loop {
            let (value, end) = self.value(at)?;
            items.push(value);
            at = self.skip(end);
            match self.bytes.get(at) {
                Some(b']') => return Ok((self.vm.list(items), at + 1)),
                Some(b',') => {}
                _ => return Err(self.error("Expecting ',' delimiter", at)),
            }
            let comma = at;
            at = self.skip(at + 1);
            if self.bytes.get(at) == Some(&b']') {
                return Err(self.error("Illegal trailing comma before end of array", comma));
            }
        }
    }

    fn object(&mut self, start: usize) -> PyResult<(Value, usize)> {
        let vm = self.vm;
        let as_pairs = !self.rules.object_pairs_hook.is_none();
        let mut pairs = Vec::new();
        let dict = PyDict::new();
        let mut at = self.skip(start);
        if self.bytes.get(at) != Some(&b'}') {
            loop {
                if self.bytes.get(at) != Some(&b'"') {
                    return Err(self.error("Expecting property name enclosed in double quotes", at));
                }
                let (key, end) = self.key(at + 1)?;
                at = self.skip(end);
                if self.bytes.get(at) != Some(&b':') {
                    return Err(self.error("Expecting ':' delimiter", at));
                }
                at = self.skip(at + 1);
                let (value, end) = self.value(at)?;
                match as_pairs {
                    true => pairs.push(vm.tuple(vec![key, value])),
                    false => dict.set(vm, &key, value)?,
                }
                at = self.skip(end);
                match self.bytes.get(at) {
                    Some(b'}') => break,
                    Some(b',') => {}
                    _ => return Err(self.error("Expecting ',' delimiter", at)),
                }
                let comma = at;
                at = self.skip(at + 1);
                if self.bytes.get(at) == Some(&b'}') {
                    return Err(self.error("Illegal trailing comma before end of object", comma));
                }
            }
        }
        let value = if as_pairs {
            vm.call(&self.rules.object_pairs_hook, &[vm.list(pairs)])?
        } else if !self.rules.object_hook.is_none() {
            vm.call(&self.rules.object_hook, &[dict.into_value()])?
        } else {
            dict.into_value()
        };
        Ok((value, at + 1))
    }

    fn key(&mut self, start: usize) -> PyResult<(Value, usize)> {
        let (found, end) = scan(self.vm, self.text, start, self.rules.strict)?;
        let bytes = match &found {
            Found::Plain(bytes) => bytes,
            Found::Unescaped(bytes) => bytes.as_slice(),
        };
        if let Some(known) = self.keys.get(bytes) {
            return Ok((known.clone(), end));
        }
        let key = PyStr::from_wtf8(bytes).into_value();
        self.keys.insert(bytes.to_vec(), key.clone());
        Ok((key, end))
    }
}
