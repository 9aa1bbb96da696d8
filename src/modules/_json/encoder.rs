//! `make_encoder`: the JSON text of objects, in one piece.

use rustc_hash::FxHashSet;

use super::strings::quote;
use crate::builtins::dict::PyDict;
use crate::builtins::float;
use crate::builtins::function::PyNative;
use crate::builtins::int::{self, IntRef, text::Decimal};
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, GetSet, Native, PyResult, Raised, getter, staticmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyEncoder {
    header: Header,
    markers: Value,
    default: Value,
    encoder: Value,
    indent: Value,
    key_separator: Ref<PyStr>,
    item_separator: Ref<PyStr>,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
    strings: Strings,
}
crate::payload!(PyEncoder, shape::JSON_ENCODER, traverse(this, visitor) {
    visitor.visit(&this.markers);
    visitor.visit(&this.default);
    visitor.visit(&this.encoder);
    visitor.visit(&this.indent);
} clear {});

/// How strings are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    Ascii,
    Unicode,
    /// By a function of the program's.
    Custom,
}

pub static ENCODER: TypeSpec = TypeSpec {
    module: "_json",
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    flags: BASETYPE,
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    new: Some(&NEW),
    getset: GETSET,
    ..TypeSpec::of::<PyEncoder>("Encoder")
};

static NEW: Native = staticmethod(
    "__new__(cls, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    "",
    wrap(new),
);

static GETSET: &[GetSet] = &[
    getter("markers", "markers", |_, this| Ok(encoder(this).markers.clone())),
    getter("default", "default", |_, this| Ok(encoder(this).default.clone())),
    getter("encoder", "encoder", |_, this| Ok(encoder(this).encoder.clone())),
    getter("indent", "indent", |_, this| Ok(encoder(this).indent.clone())),
    getter("key_separator", "key_separator", |_, this| Ok(encoder(this).key_separator.to_value())),
    getter("item_separator", "item_separator", |_, this| Ok(encoder(this).item_separator.to_value())),
    getter("sort_keys", "sort_keys", |_, this| Ok(Value::bool(encoder(this).sort_keys))),
    getter("skipkeys", "skipkeys", |_, this| Ok(Value::bool(encoder(this).skipkeys))),
];

fn encoder(this: &Value) -> &Ref<PyEncoder> {
    this.downcast::<PyEncoder>().expect("an attribute of an encoder")
}

fn new(
    vm: &Vm,
    class: &Ref<PyType>,
    markers: &Value,
    default: &Value,
    encoder: &Value,
    indent: &Value,
    key_separator: &Ref<PyStr>,
    item_separator: &Ref<PyStr>,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
) -> PyResult<Ref<PyEncoder>> {
    if !markers.is_none() && markers.downcast::<PyDict>().is_none() {
        let name = class_ref(markers).name();
        return Err(vm.type_error(format!("make_encoder() argument 1 must be dict or None, not {name}")));
    }
    let is_own = |index: usize| {
        let native = encoder.downcast_exact::<PyNative>();
        native.is_some_and(|native| std::ptr::eq(native.native, &super::MODULE.functions[index]))
    };
    let strings = match (is_own(1), is_own(2)) {
        (true, _) => Strings::Ascii,
        (_, true) => Strings::Unicode,
        _ => Strings::Custom,
    };
    let payload = PyEncoder {
        header: Header::new(shape::JSON_ENCODER),
        markers: markers.clone(),
        default: default.clone(),
        encoder: encoder.clone(),
        indent: indent.clone(),
        key_separator: key_separator.clone(),
        item_separator: item_separator.clone(),
        sort_keys,
        skipkeys,
        allow_nan,
        strings,
    };
    Ok(vm.new_object(class, payload))
}

static CALL: Native = staticmethod("_iterencode(self, obj, _current_indent_level)", "", wrap(encode));

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(this.clone());
    values.extend_from_slice(args.values);
    let args = Args { values: &values, names: args.names };
    crate::native::bind::bind(vm, vm.signature_of(&CALL), args, 1, |bound| (CALL.call)(vm, bound))
}

fn encode(vm: &Vm, this: &Ref<PyEncoder>, object: &Value, level: usize) -> PyResult<Value> {
    let indent = this.indent.downcast::<PyStr>().map(|indent| indent.as_bytes());
    let marked = (!this.markers.is_none()).then(FxHashSet::default);
    let mut run = Run { vm, rules: this, indent, out: Vec::with_capacity(256), marked, level };
    run.value(object)?;
    Ok(vm.tuple(vec![PyStr::from_wtf8(&run.out).into_value()]))
}

/// One object being written.
struct Run<'a> {
    vm: &'a Vm,
    rules: &'a PyEncoder,
    indent: Option<&'a [u8]>,
    out: Vec<u8>,
    /// The containers that are being written, by identity, if circles are looked for.
    marked: Option<FxHashSet<u64>>,
    level: usize,
}

impl Run<'_> {
    fn value(&mut self, value: &Value) -> PyResult<()> {
        if let Some(text) = value.downcast_exact::<PyStr>() {
            return self.string(text);
        }
        if let Some(small) = value.as_inline_int() {
            self.out.extend_from_slice(Decimal::new(small).as_str().as_bytes());
            return Ok(());
        }
        if let Some(literal) = literal(value) {
            self.out.extend_from_slice(literal);
            return Ok(());
        }
        if let Some(number) = value.as_exact_float() {
            return self.float(number);
        }
        self.other(value)
    }

    fn other(&mut self, value: &Value) -> PyResult<()> {
        let vm = self.vm;
        if let Some(text) = value.downcast::<PyStr>() {
            return self.string(text);
        }
        if let Some(number) = int::as_int(value) {
            return self.int(number);
        }
        if let Some(number) = float::as_float(value) {
            return self.float(number);
        }
        if value.downcast::<PyList>().is_some() || value.downcast::<PyTuple>().is_some() {
            vm.check_native_stack(" while encoding a JSON object")?;
            return self.array(value);
        }
        if let Some(dict) = value.downcast::<PyDict>() {
            vm.check_native_stack(" while encoding a JSON object")?;
            return self.object(value, dict);
        }
        vm.check_native_stack(" while encoding a JSON object")?;
        self.enter(value)?;
        let replacement = vm.call(&self.rules.default, std::slice::from_ref(value))?;
        self.value(&replacement).map_err(|raised| {
            let note = format!("when serializing {} object", vm.qualified_name(class_ref(value)));
            self.note(raised, &note)
        })?;
        self.leave(value);
        Ok(())
    }

    fn string(&mut self, text: &Ref<PyStr>) -> PyResult<()> {
        match self.rules.strings {
            Strings::Ascii => quote(text, true, &mut self.out),
            Strings::Unicode => quote(text, false, &mut self.out),
            Strings::Custom => {
                let encoded = self.vm.call(&self.rules.encoder, &[text.to_value()])?;
                let Some(encoded) = encoded.downcast::<PyStr>() else {
                    let name = class_ref(&encoded).name();
                    return Err(self.vm.type_error(format!("encoder() must return a string, not {name}")));
                };
                self.out.extend_from_slice(encoded.as_bytes());
            }
        }
        Ok(())
    }

    fn int(&mut self, number: IntRef) -> PyResult<()> {
        match number {
            IntRef::Small(small) => self.out.extend_from_slice(Decimal::new(small).as_str().as_bytes()),
            IntRef::Big(big) => self.out.extend_from_slice(int::text::big_to_decimal(self.vm, big)?.as_bytes()),
        }
        Ok(())
    }

    fn float(&mut self, number: f64) -> PyResult<()> {
        if number.is_finite() {
            self.out.extend_from_slice(float::text::repr(number).as_bytes());
            return Ok(());
        }
        if !self.rules.allow_nan {
            let shown = float::text::repr(number);
            return Err(self.vm.value_error(format!("Out of range float values are not JSON compliant: {shown}")));
        }
        self.out.extend_from_slice(match number {
            f64::INFINITY => b"Infinity",
            f64::NEG_INFINITY => b"-Infinity",
            _ => b"NaN",
        });
        Ok(())
    }

    fn enter(&mut self, value: &Value) -> PyResult<()> {
        match self.marked.as_mut().is_none_or(|marked| marked.insert(value.id())) {
            true => Ok(()),
            false => Err(self.vm.value_error("Circular reference detected")),
        }
    }

    fn leave(&mut self, value: &Value) {
        if let Some(marked) = &mut self.marked {
            marked.remove(&value.id());
        }
    }

    fn newline(&mut self) {
        if let Some(indent) = self.indent {
            self.out.push(b'\n');
            for _ in 0..self.level {
                self.out.extend_from_slice(indent);
            }
        }
    }

    fn separate(&mut self, first: bool) {
        if !first {
            self.out.extend_from_slice(self.rules.item_separator.as_bytes());
        }
        self.newline();
    }

    /// A list or a tuple; it may change while it is written.
    fn array(&mut self, value: &Value) -> PyResult<()> {
        let item = |index: usize| match (value.downcast::<PyList>(), value.downcast::<PyTuple>()) {
            (Some(list), _) => list.get(index),
            (_, Some(tuple)) => tuple.items().get(index).cloned(),
            _ => None,
        };
        let Some(mut next) = item(0) else {
            self.out.extend_from_slice(b"[]");
            return Ok(());
        };
        self.enter(value)?;
        self.out.push(b'[');
        self.level += 1;
        let mut index = 0;
        loop {
            self.separate(index == 0);
            if let Err(raised) = self.value(&next) {
                let note = format!("when serializing {} item {index}", self.vm.qualified_name(class_ref(value)));
                return Err(self.note(raised, &note));
            }
            index += 1;
            match item(index) {
                Some(item) => next = item,
                None => break,
            }
        }
        self.level -= 1;
        self.newline();
        self.out.push(b']');
        self.leave(value);
        Ok(())
    }

    fn object(&mut self, value: &Value, dict: &Ref<PyDict>) -> PyResult<()> {
        if dict.is_empty() {
            self.out.extend_from_slice(b"{}");
            return Ok(());
        }
        self.enter(value)?;
        self.out.push(b'{');
        self.level += 1;
        let mut first = true;
        for (key, item) in self.items(value, dict)? {
            let start = self.out.len();
            self.separate(first);
            if !self.key(&key)? {
                self.out.truncate(start);
                continue;
            }
            first = false;
            self.out.extend_from_slice(self.rules.key_separator.as_bytes());
            if let Err(raised) = self.value(&item) {
                let shown = self.vm.repr(&key).map(|shown| shown.to_string()).unwrap_or_default();
                let note = format!("when serializing {} item {shown}", self.vm.qualified_name(class_ref(value)));
                return Err(self.note(raised, &note));
            }
        }
        self.level -= 1;
        if !first {
            self.newline();
        }
        self.out.push(b'}');
        self.leave(value);
        Ok(())
    }

    /// The pairs to write, in order.
    fn items(&self, value: &Value, dict: &Ref<PyDict>) -> PyResult<Vec<(Value, Value)>> {
        let vm = self.vm;
        if value.downcast_exact::<PyDict>().is_some() {
            let mut items = dict.items();
            if !self.rules.sort_keys {
                return Ok(items);
            }
            if items.iter().all(|(key, _)| key.downcast_exact::<PyStr>().is_some()) {
                // WTF-8 sorts as code points do.
                items.sort_by(|(a, _), (b, _)| compare_bytes(a, b));
                return Ok(items);
            }
        }
        let pairs = vm.list(vm.collect(&vm.call_method(value, "items", &[])?)?);
        if self.rules.sort_keys {
            vm.call_method(&pairs, "sort", &[])?;
        }
        let mut items = Vec::new();
        for pair in vm.collect(&pairs)? {
            match pair.downcast::<PyTuple>().map(|pair| pair.items()) {
                Some([key, item]) => items.push((key.clone(), item.clone())),
                _ => return Err(vm.value_error("items must return 2-tuples")),
            }
        }
        Ok(items)
    }

    /// Writes a key; false if it is to be skipped.
    fn key(&mut self, key: &Value) -> PyResult<bool> {
        if let Some(text) = key.downcast::<PyStr>() {
            self.string(text)?;
            return Ok(true);
        }
        let start = self.out.len();
        if let Some(number) = float::as_float(key) {
            self.float(number)?;
        } else if let Some(literal) = literal(key) {
            self.out.extend_from_slice(literal);
        } else if let Some(number) = int::as_int(key) {
            self.int(number)?;
        } else if self.rules.skipkeys {
            return Ok(false);
        } else {
            let name = class_ref(key).name();
            let message = format!("keys must be str, int, float, bool or None, not {name}");
            return Err(self.vm.type_error(message));
        }
        let text = PyStr::from_wtf8(&self.out[start..]);
        self.out.truncate(start);
        self.string(&text)?;
        Ok(true)
    }

    /// Tells where in the object an error came up.
    #[cold]
    fn note(&self, raised: Raised, note: &str) -> Raised {
        let vm = self.vm;
        let exception = vm.take_raised(raised);
        if let Err(raised) = vm.call_method(&exception, "add_note", &[vm.str(note)]) {
            return raised;
        }
        vm.park(exception)
    }
}

fn compare_bytes(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a.downcast_exact::<PyStr>(), b.downcast_exact::<PyStr>()) {
        (Some(a), Some(b)) => a.as_bytes().cmp(b.as_bytes()),
        _ => std::cmp::Ordering::Equal,
    }
}

fn literal(value: &Value) -> Option<&'static [u8]> {
    if value.is_none() {
        return Some(b"null");
    }
    value.is_bool().then(|| if value.is_true() { &b"true"[..] } else { b"false" })
}
