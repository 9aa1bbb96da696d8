//! Iterators over dicts: keys, values or items, forwards and backwards. They notice when keys come or go.

use std::cell::Cell;

use super::PyDict;
use crate::builtins::iterators::{builtin_named, itself};
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, method, wrap};
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The six kinds differ by their shape. The dict is let go of at the end.
#[repr(C)]
#[derive(Default)]
struct Position {
    /// The next place to look at; for reverse iterators the one behind it.
    place: Cell<usize>,
    /// Entries still to come.
    left: Cell<usize>,
    /// The length that the dict must keep; `usize::MAX` once it has been seen to change.
    length: Cell<usize>,
}

#[repr(C)]
pub struct PyDictIterator {
    header: Header,
    dict: Slot,
    position: Position,
}
crate::payload!(PyDictIterator, shape::DICT_KEY_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.dict);
} clear {
    this.dict.clear();
});

impl PyDictIterator {
    /// `number` is the shape of the kind.
    pub fn new(number: u32, dict: &Ref<PyDict>) -> Value {
        let length = dict.len();
        let start = if is_reverse(number) { usize::MAX } else { 0 };
        let position = Position { place: Cell::new(start), left: Cell::new(length), length: Cell::new(length) };
        Ref::new(PyDictIterator { header: Header::new(number), dict: Slot::new(dict.to_value()), position })
            .into_value()
    }
}

fn is_reverse(number: u32) -> bool {
    matches!(
        number,
        shape::DICT_REVERSE_KEY_ITERATOR | shape::DICT_REVERSE_VALUE_ITERATOR | shape::DICT_REVERSE_ITEM_ITERATOR
    )
}

const SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY };

static METHODS: &[Native] = &[
    method("__length_hint__(self, /)", "Private method returning an estimate of len(list(it)).", wrap(length_hint)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
];

macro_rules! kinds {
    ($($spec:ident $number:ident $name:literal;)*) => {
        $(pub static $spec: TypeSpec = TypeSpec {
            shape: shape::$number,
            slots: SLOTS,
            methods: METHODS,
            ..TypeSpec::of::<PyDictIterator>($name)
        };)*
    };
}
kinds! {
    KEY DICT_KEY_ITERATOR "dict_keyiterator";
    VALUE DICT_VALUE_ITERATOR "dict_valueiterator";
    ITEM DICT_ITEM_ITERATOR "dict_itemiterator";
    REVERSE_KEY DICT_REVERSE_KEY_ITERATOR "dict_reversekeyiterator";
    REVERSE_VALUE DICT_REVERSE_VALUE_ITERATOR "dict_reversevalueiterator";
    REVERSE_ITEM DICT_REVERSE_ITEM_ITERATOR "dict_reverseitemiterator";
}

/// What stopped an iteration.
enum Stop {
    End,
    SizeChanged,
    KeysChanged,
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyDictIterator>().expect("a slot of a dict iterator");
    let number = this.header().shape();
    let mut found = Err(Stop::End);
    this.dict.with(|dict| {
        if let Some(dict) = dict.downcast::<PyDict>() {
            found = this.position.advance(dict, number);
        }
    });
    match found {
        Ok((Some(key), Some(value))) => Ok(Some(PyTuple::new([key, value]).into_value())),
        Ok((key, value)) => Ok(key.or(value)),
        Err(Stop::End) => {
            this.dict.clear();
            Ok(None)
        }
        Err(Stop::SizeChanged) => Err(vm.runtime_error("dictionary changed size during iteration")),
        Err(Stop::KeysChanged) => Err(vm.runtime_error("dictionary keys changed during iteration")),
    }
}

impl Position {
    /// Steps on; gives key or value or both, as the kind wants them.
    #[inline]
    fn advance(&self, dict: &PyDict, number: u32) -> Result<(Option<Value>, Option<Value>), Stop> {
        let table = dict.table.borrow();
        if table.len() != self.length.get() {
            self.length.set(usize::MAX);
            return Err(Stop::SizeChanged);
        }
        let reverse = is_reverse(number);
        let place = match reverse {
            false => table.next_live(self.place.get()),
            true => table.previous_live(self.place.get()),
        };
        let place = place.ok_or(Stop::End)?;
        if self.left.get() == 0 {
            return Err(Stop::KeysChanged);
        }
        self.left.set(self.left.get() - 1);
        self.place.set(if reverse { place } else { place + 1 });
        let entry = &table.entries[place];
        Ok(match number {
            shape::DICT_KEY_ITERATOR | shape::DICT_REVERSE_KEY_ITERATOR => (entry.key.clone(), None),
            shape::DICT_VALUE_ITERATOR | shape::DICT_REVERSE_VALUE_ITERATOR => (None, entry.value.clone()),
            _ => (entry.key.clone(), entry.value.clone()),
        })
    }
}

fn length_hint(_: &Vm, this: &Ref<PyDictIterator>) -> usize {
    let mut length = 0;
    this.dict.with(|dict| length = dict.downcast::<PyDict>().map_or(0, |dict| dict.len()));
    if length == this.position.length.get() { this.position.left.get() } else { 0 }
}

/// As CPython does: the rest, as a list, without moving this iterator.
fn reduce(vm: &Vm, this: &Ref<PyDictIterator>) -> PyResult<Value> {
    let iter = builtin_named(vm, "iter")?;
    let copy = Ref::new(PyDictIterator {
        header: Header::new(this.header().shape()),
        dict: Slot::from_option(this.dict.get()),
        position: Position {
            place: this.position.place.clone(),
            left: this.position.left.clone(),
            length: this.position.length.clone(),
        },
    });
    let rest = vm.collect(copy.as_value())?;
    Ok(crate::builtins::iterators::reduced(vm, iter, vm.list(rest), None))
}
