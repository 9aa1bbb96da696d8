//! The `%` operator of str, bytes and bytearray.

use super::number::{Style, digits_of, float_parts};
use crate::builtins::bytes::PyBytes;
use crate::builtins::str::{PyStr, decode, encode, width};
use crate::builtins::tuple::PyTuple;
use crate::builtins::{buffer, float, int};
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

/// `%[(key)][flags][width][.precision]type`
#[derive(Default)]
struct Directive {
    left: bool,
    plus: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    kind: u32,
    /// Where the type character stands, in characters.
    index: usize,
}

/// Where values come from.
struct Source<'a> {
    args: &'a Value,
    tuple: Option<&'a [Value]>,
    next: usize,
    /// The single argument can be looked up in by key.
    mapping: bool,
    keyed: bool,
}

struct Printer<'a> {
    vm: &'a Vm,
    template: &'a [u8],
    offset: usize,
    bytes: bool,
    out: Vec<u8>,
    source: Source<'a>,
}

/// `template % args` of str.
pub fn format_str(vm: &Vm, template: &Ref<PyStr>, args: &Value) -> PyResult<Value> {
    print(vm, template.as_bytes(), args, false).map(|text| PyStr::from_wtf8(&text).into_value())
}

/// `template % args` of bytes and bytearray.
pub fn format_bytes(vm: &Vm, template: &[u8], args: &Value) -> PyResult<Vec<u8>> {
    print(vm, template, args, true)
}

fn print(vm: &Vm, template: &[u8], args: &Value, bytes: bool) -> PyResult<Vec<u8>> {
    let tuple = args.downcast::<PyTuple>().map(|tuple| tuple.items());
    let is_text = args.downcast::<PyStr>().is_some()
        || bytes && (args.downcast::<PyBytes>().is_some() || buffer::is_bytearray(args));
    let mapping = tuple.is_none() && !is_text && class_ref(args).slots().getitem.is_some();
    let source = Source { args, tuple, next: 0, mapping, keyed: false };
    let mut printer = Printer { vm, template, offset: 0, bytes, out: Vec::with_capacity(template.len() + 32), source };
    while let Some(percent) = memchr::memchr(b'%', &template[printer.offset..]) {
        printer.out.extend_from_slice(&template[printer.offset..printer.offset + percent]);
        printer.offset += percent + 1;
        printer.directive()?;
    }
    printer.out.extend_from_slice(&template[printer.offset..]);
    if printer.source.leftover() {
        let what = if bytes { "bytes" } else { "string" };
        return Err(vm.type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok(printer.out)
}

impl Source<'_> {
    fn take(&mut self, vm: &Vm) -> PyResult<Value> {
        let value = match self.tuple {
            Some(items) => items.get(self.next).cloned(),
            None => (self.next == 0 && !self.keyed).then(|| self.args.clone()),
        };
        self.next += 1;
        value.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }

    fn leftover(&self) -> bool {
        match self.tuple {
            Some(items) => self.next < items.len(),
            None => self.next == 0 && !self.mapping,
        }
    }
}

impl Printer<'_> {
    fn peek(&self) -> Option<u8> {
        self.template.get(self.offset).copied()
    }

    fn incomplete<T>(&self) -> PyResult<T> {
        Err(self.vm.value_error("incomplete format"))
    }

    /// What follows a percent sign.
    fn directive(&mut self) -> PyResult<()> {
        if self.peek() == Some(b'%') {
            self.offset += 1;
            self.out.push(b'%');
            return Ok(());
        }
        let keyed = if self.peek() == Some(b'(') { Some(self.key()?) } else { None };
        let mut directive = Directive::default();
        self.flags(&mut directive);
        self.widths(&mut directive)?;
        let Some(first) = self.peek() else { return self.incomplete() };
        directive.index = if self.bytes {
            self.offset
        } else {
            self.template[..self.offset].iter().filter(|byte| **byte & 0xC0 != 0x80).count()
        };
        let size = if self.bytes { 1 } else { width(first) };
        directive.kind = if self.bytes { first as u32 } else { decode(&self.template[self.offset..]) };
        self.offset += size;
        let value = match keyed {
            Some(value) => value,
            None => self.source.take(self.vm)?,
        };
        self.convert(&directive, &value)
    }

    /// `(key)`, looked up.
    fn key(&mut self) -> PyResult<Value> {
        if !self.source.mapping {
            return Err(self.vm.type_error("format requires a mapping"));
        }
        let start = self.offset + 1;
        let mut depth = 0;
        for index in self.offset..self.template.len() {
            match self.template[index] {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let name = &self.template[start..index];
                self.offset = index + 1;
                self.source.keyed = true;
                let key = if self.bytes { self.vm.bytes(name) } else { PyStr::from_wtf8(name).into_value() };
                return self.vm.get_item(self.source.args, &key);
            }
        }
        Err(self.vm.value_error("incomplete format key"))
    }

    fn flags(&mut self, directive: &mut Directive) {
        while let Some(flag) = self.peek() {
            match flag {
                b'-' => directive.left = true,
                b'+' => directive.plus = true,
                b' ' => directive.blank = true,
                b'#' => directive.alternate = true,
                b'0' => directive.zero = true,
                _ => return,
            }
            self.offset += 1;
        }
    }

    fn widths(&mut self, directive: &mut Directive) -> PyResult<()> {
        if let Some(width) = self.number("width too big")? {
            directive.left |= width < 0;
            directive.width = width.unsigned_abs();
        }
        if self.peek() == Some(b'.') {
            self.offset += 1;
            let precision = self.number("precision too big")?.unwrap_or(0);
            directive.precision = Some(precision.max(0) as usize);
        }
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.offset += 1;
        }
        Ok(())
    }

    /// Digits, or `*` for the next argument.
    fn number(&mut self, too_big: &str) -> PyResult<Option<isize>> {
        if self.peek() == Some(b'*') {
            self.offset += 1;
            let value = self.source.take(self.vm)?;
            return match int::as_int(&value) {
                Some(int::IntRef::Small(number)) if number.unsigned_abs() <= i32::MAX as u64 => {
                    Ok(Some(number as isize))
                }
                Some(_) => Err(self.vm.overflow_error("Python int too large to convert to C int")),
                None => Err(self.vm.type_error("* wants int")),
            };
        }
        let mut number: Option<isize> = None;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let longer = number.unwrap_or(0) * 10 + (digit - b'0') as isize;
            if longer > i32::MAX as isize {
                return Err(self.vm.value_error(too_big));
            }
            number = Some(longer);
            self.offset += 1;
        }
        Ok(number)
    }

    fn convert(&mut self, directive: &Directive, value: &Value) -> PyResult<()> {
        let kind = char::from_u32(directive.kind).unwrap_or('\0');
        match kind {
            's' | 'b' if self.bytes => {
                let content = self.bytes_of(value)?;
                self.text(directive, &content);
            }
            's' => {
                let shown = self.vm.to_str(value)?;
                self.text(directive, shown.as_bytes());
            }
            'r' if !self.bytes => {
                let shown = self.vm.repr(value)?;
                self.text(directive, shown.as_bytes());
            }
            'a' | 'r' => {
                let shown = self.vm.ascii(value)?;
                self.text(directive, shown.as_bytes());
            }
            'c' => {
                let character = self.character(value)?;
                self.text(
                    &Directive {
                        precision: None,
                        ..Directive { left: directive.left, width: directive.width, ..Directive::default() }
                    },
                    &character,
                );
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => self.integer(directive, kind, value)?,
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let number = match float::as_float(value) {
                    Some(number) => number,
                    None if self.bytes => self.float_for_bytes(value)?,
                    None => self.vm.to_f64(value)?,
                };
                self.float(directive, number);
            }
            _ => return Err(self.unsupported(directive)),
        }
        Ok(())
    }

    #[cold]
    fn unsupported(&self, directive: &Directive) -> crate::native::Raised {
        let shown = match directive.kind {
            0x1F..0x7F => char::from_u32(directive.kind).unwrap_or('?'),
            _ => '?',
        };
        self.vm.value_error(format!(
            "unsupported format character '{shown}' ({:#x}) at index {}",
            directive.kind, directive.index
        ))
    }

    fn float_for_bytes(&self, value: &Value) -> PyResult<f64> {
        let class = class_ref(value);
        if class.slots().float.is_none() && class.slots().index.is_none() {
            return Err(self.vm.type_error(format!("float argument required, not {}", class.name())));
        }
        self.vm.to_f64(value)
    }

    fn bytes_of(&self, value: &Value) -> PyResult<Vec<u8>> {
        if let Some(content) = buffer::copied(self.vm, value)? {
            return Ok(content);
        }
        if let Some(method) = self.vm.lookup_special(value, &self.vm.names().__bytes__)? {
            let result = self.vm.call(&method, &[])?;
            return match result.downcast::<PyBytes>() {
                Some(bytes) => Ok(bytes.as_bytes().to_vec()),
                None => {
                    let name = class_ref(&result).name();
                    Err(self.vm.type_error(format!("__bytes__ returned non-bytes (type {name})")))
                }
            };
        }
        let name = class_ref(value).name();
        Err(self.vm.type_error(format!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"
        )))
    }

    fn character(&self, value: &Value) -> PyResult<Vec<u8>> {
        if self.bytes {
            return self.byte(value);
        }
        let name = || class_ref(value).name();
        if let Some(string) = value.downcast::<PyStr>() {
            if string.len() == 1 {
                return Ok(string.as_bytes().to_vec());
            }
            let length = string.len();
            return Err(self
                .vm
                .type_error(format!("%c requires an int or a unicode character, not a string of length {length}")));
        }
        if int::as_int(value).is_none() && class_ref(value).slots().index.is_none() {
            return Err(self.vm.type_error(format!("%c requires an int or a unicode character, not {}", name())));
        }
        let point = self.vm.index(value)?;
        match int::as_int(&point) {
            Some(int::IntRef::Small(point @ 0..0x11_0000)) => {
                let mut character = Vec::new();
                encode(point as u32, &mut character);
                Ok(character)
            }
            _ => Err(self.vm.overflow_error("%c arg not in range(0x110000)")),
        }
    }

    fn byte(&self, value: &Value) -> PyResult<Vec<u8>> {
        if let Some(content) = buffer::text_bytes(value) {
            if content.len() == 1 {
                return Ok(content);
            }
            let kind = if buffer::is_bytearray(value) { "bytearray object" } else { "bytes object" };
            return Err(self.vm.type_error(format!(
                "%c requires an integer in range(256) or a single byte, not a {kind} of length {}",
                content.len()
            )));
        }
        if int::as_int(value).is_none() && class_ref(value).slots().index.is_none() {
            let name = class_ref(value).name();
            return Err(self
                .vm
                .type_error(format!("%c requires an integer in range(256) or a single byte, not {name}")));
        }
        let byte = self.vm.index(value)?;
        match int::as_int(&byte) {
            Some(int::IntRef::Small(byte @ 0..256)) => Ok(vec![byte as u8]),
            _ => Err(self.vm.overflow_error("%c arg not in range(256)")),
        }
    }

    /// A value for an integer conversion, as a plain int.
    fn to_integer(&self, kind: char, value: &Value) -> PyResult<Value> {
        if let Some(plain) = int::to_plain(self.vm, value) {
            return Ok(plain);
        }
        let class = class_ref(value);
        let name = class.name();
        if matches!(kind, 'd' | 'i' | 'u') {
            if class.slots().int.is_none() && class.slots().index.is_none() {
                return Err(self.vm.type_error(format!("%{kind} format: a real number is required, not {name}")));
            }
            return int::new::to_int(self.vm, value);
        }
        if class.slots().index.is_none() {
            return Err(self.vm.type_error(format!("%{kind} format: an integer is required, not {name}")));
        }
        self.vm.index(value)
    }

    fn integer(&mut self, directive: &Directive, kind: char, value: &Value) -> PyResult<()> {
        let plain = self.to_integer(kind, value)?;
        let Some(number) = int::as_int(&plain) else { return Ok(()) };
        let (radix, prefix) = match kind {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let mut digits = digits_of(self.vm, number, radix)?;
        if kind == 'X' {
            digits.make_ascii_uppercase();
        }
        if let Some(least) = directive.precision {
            let missing = least.saturating_sub(digits.len());
            digits.insert_str(0, &"0".repeat(missing));
        }
        let prefix = if directive.alternate { prefix } else { "" };
        self.number_out(directive, number.is_negative(), prefix, &digits);
        Ok(())
    }

    fn float(&mut self, directive: &Directive, number: f64) {
        let form = char::from_u32(directive.kind).unwrap_or('g');
        let style = Style {
            form: form.to_ascii_lowercase() as u8,
            upper: form.is_ascii_uppercase(),
            point_zero: false,
            percent: false,
        };
        let parts = float_parts(number, &style, directive.precision, directive.alternate);
        let mut digits = parts.whole;
        if parts.point {
            digits.push('.');
        }
        digits += &parts.fraction;
        digits += &parts.rest;
        self.number_out(directive, parts.negative, "", &digits);
    }

    /// Sign, prefix and digits, padded.
    fn number_out(&mut self, directive: &Directive, negative: bool, prefix: &str, digits: &str) {
        let sign = match negative {
            true => "-",
            false if directive.plus => "+",
            false if directive.blank => " ",
            false => "",
        };
        let missing = directive.width.saturating_sub(sign.len() + prefix.len() + digits.len());
        let zeros = directive.zero && !directive.left;
        if !zeros && !directive.left {
            self.out.resize(self.out.len() + missing, b' ');
        }
        self.out.extend_from_slice(sign.as_bytes());
        self.out.extend_from_slice(prefix.as_bytes());
        if zeros {
            self.out.resize(self.out.len() + missing, b'0');
        }
        self.out.extend_from_slice(digits.as_bytes());
        if directive.left {
            self.out.resize(self.out.len() + missing, b' ');
        }
    }

    /// Text, cut to the precision and padded.
    fn text(&mut self, directive: &Directive, text: &[u8]) {
        let unit = |byte: u8| if self.bytes { 1 } else { width(byte) };
        let (mut end, mut count) = (0, 0);
        let most = directive.precision.unwrap_or(usize::MAX);
        while end < text.len() && count < most {
            end += unit(text[end]);
            count += 1;
        }
        let missing = directive.width.saturating_sub(count);
        if !directive.left {
            self.out.resize(self.out.len() + missing, b' ');
        }
        self.out.extend_from_slice(&text[..end]);
        if directive.left {
            self.out.resize(self.out.len() + missing, b' ');
        }
    }
}
