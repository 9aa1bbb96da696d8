//! `_string`: the parser of `str.format` templates, for `string.Formatter`.

use std::cell::Cell;

use super::NativeModule;
use crate::builtins::format::fields::{Key, Piece, Step, Template, key_of, key_value, next_step, split_name};
use crate::builtins::str::{PyStr, encode};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::slots::Slots;
use crate::object::{Header, Ref, TypeSpec, Value, shape, types};
use crate::vm::Vm;

pub static MODULE: NativeModule =
    NativeModule { doc: "string helper module", functions: FUNCTIONS, ..NativeModule::of("_string") };

static FUNCTIONS: &[Native] = &[
    function("formatter_parser(string, /)", "parse the argument as a format string", wrap(formatter_parser)),
    function(
        "formatter_field_name_split(string, /)",
        "split the argument as a field name",
        wrap(formatter_field_name_split),
    ),
];

pub static SPECS: &[&TypeSpec] = &[&FORMATTER_ITERATOR, &FIELD_NAME_ITERATOR];

/// What is left of a template or a field name.
#[repr(C)]
pub struct PyTemplateIterator {
    header: Header,
    text: Ref<PyStr>,
    offset: Cell<usize>,
}
crate::payload!(PyTemplateIterator, shape::FORMATTER_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.text);
} clear {});

static FORMATTER_ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next_piece), ..Slots::EMPTY },
    flags: types::NO_NEW,
    ..TypeSpec::of::<PyTemplateIterator>("formatteriterator")
};

static FIELD_NAME_ITERATOR: TypeSpec = TypeSpec {
    shape: shape::FIELD_NAME_ITERATOR,
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next_part), ..Slots::EMPTY },
    flags: types::NO_NEW,
    ..TypeSpec::of::<PyTemplateIterator>("fieldnameiterator")
};

fn iterator(number: u32, text: &Ref<PyStr>, offset: usize) -> Value {
    Ref::new(PyTemplateIterator { header: Header::new(number), text: text.clone(), offset: Cell::new(offset) })
        .into_value()
}

fn formatter_parser(_: &Vm, string: &Ref<PyStr>) -> Value {
    iterator(shape::FORMATTER_ITERATOR, string, 0)
}

fn formatter_field_name_split(vm: &Vm, string: &Ref<PyStr>) -> PyResult<Value> {
    let (first, _) = split_name(string.as_bytes());
    let key = key_value(vm, key_of(vm, first)?);
    Ok(vm.tuple(vec![key, iterator(shape::FIELD_NAME_ITERATOR, string, first.len())]))
}

fn text(bytes: &[u8]) -> Value {
    PyStr::from_wtf8(bytes).into_value()
}

/// The next literal, with the field that follows it.
fn next_piece(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(iterator) = this.downcast::<PyTemplateIterator>() else { return Ok(None) };
    let bytes = iterator.text.as_bytes();
    let mut template = Template::new(&bytes[iterator.offset.get()..]);
    let mut literal: Vec<u8> = Vec::new();
    let piece = loop {
        match template.next(vm)? {
            Some(Piece::Literal(more)) => {
                literal.extend_from_slice(more);
                // A doubled brace ends a piece, as it does in CPython.
                let here = template.remaining().len();
                if matches!(more, b"{" | b"}") || here == 0 || !matches!(template.remaining(), [b'{' | b'}', ..]) {
                    break None;
                }
                if let [first, second, ..] = template.remaining()
                    && first == second
                {
                    literal.push(*first);
                    template = Template::new(&template.remaining()[2..]);
                    break None;
                }
            }
            Some(Piece::Field(field)) => break Some(field),
            None if literal.is_empty() => return Ok(None),
            None => break None,
        }
    };
    iterator.offset.set(bytes.len() - template.remaining().len());
    let Some(field) = piece else {
        return Ok(Some(vm.tuple(vec![text(&literal), Value::NONE, Value::NONE, Value::NONE])));
    };
    let conversion = field.conversion.map_or(Value::NONE, |point| {
        let mut bytes = Vec::new();
        encode(point, &mut bytes);
        text(&bytes)
    });
    Ok(Some(vm.tuple(vec![text(&literal), text(field.name), text(field.spec), conversion])))
}

/// The next attribute or item of a field name.
fn next_part(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(iterator) = this.downcast::<PyTemplateIterator>() else { return Ok(None) };
    let bytes = iterator.text.as_bytes();
    let mut rest = &bytes[iterator.offset.get()..];
    let step = next_step(vm, &mut rest)?;
    iterator.offset.set(bytes.len() - rest.len());
    Ok(step.map(|step| match step {
        Step::Attribute(name) => vm.tuple(vec![Value::TRUE, key_value(vm, Key::Name(name))]),
        Step::Item(key) => vm.tuple(vec![Value::FALSE, key_value(vm, key)]),
    }))
}
