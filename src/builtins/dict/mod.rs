//! `dict`: the payload and look-up with keys that call back into Python. Operators are in [`ops`], methods in
//! [`methods`], the ways to fill a dict in [`update`], then [`views`] (with their set operations in [`view_ops`])
//! and [`iterators`]; the table itself in [`table`].

pub mod iterators;
pub mod methods;
pub mod ops;
pub mod table;
pub mod update;
pub mod view_ops;
pub mod views;

use crate::builtins::str::PyStr;
use crate::native::{PyResult, Raised};
use crate::object::types::{BASETYPE, MAPPING, MATCH_SELF};
use crate::object::{Header, PyCell, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;
use table::Table;

#[repr(C)]
pub struct PyDict {
    header: Header,
    pub table: PyCell<Table>,
}

crate::payload!(PyDict, shape::DICT, traverse(this, visitor) {
    visitor.visit(&this.table);
} clear {
    let entries = this.table.borrow_mut().clear();
    drop(entries);
});

impl PyDict {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(table: Table) -> PyDict {
        PyDict::payload_of(shape::DICT, table)
    }

    /// The same for a type that begins with a dict.
    pub fn payload_of(number: u32, table: Table) -> PyDict {
        PyDict { header: Header::new(number), table: PyCell::new(table) }
    }

    pub fn new() -> Ref<PyDict> {
        Ref::new(PyDict::payload(Table::default()))
    }

    pub fn with_capacity(capacity: usize) -> Ref<PyDict> {
        Ref::new(PyDict::payload(Table::with_capacity(capacity)))
    }

    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of `key`, whose hash is known.
    #[inline]
    pub fn find(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        find_in(&self.table, vm, key, hash)
    }

    pub fn get(&self, vm: &Vm, key: &Value) -> PyResult<Option<Value>> {
        let hash = hash_key(vm, key)?;
        self.get_with_hash(vm, key, hash)
    }

    pub fn get_with_hash(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<Value>> {
        Ok(self.find(vm, key, hash)?.and_then(|place| self.value_at(place)))
    }

    /// The value at a place that `find` gave.
    pub fn value_at(&self, place: usize) -> Option<Value> {
        self.table.borrow().entries.get(place).and_then(|entry| entry.value.clone())
    }

    pub fn set(&self, vm: &Vm, key: &Value, value: Value) -> PyResult<()> {
        let hash = hash_key(vm, key)?;
        self.set_with_hash(vm, key, hash, value)
    }

    pub fn set_with_hash(&self, vm: &Vm, key: &Value, hash: i64, value: Value) -> PyResult<()> {
        match self.find(vm, key, hash)? {
            Some(place) => {
                let old = self.table.borrow_mut().entries[place].value.replace(value);
                drop(old);
            }
            None => {
                self.table.borrow_mut().insert_new(hash, key.clone(), value);
            }
        }
        Ok(())
    }

    /// Takes a key out; gives its value, or `None` if it was not there.
    pub fn remove(&self, vm: &Vm, key: &Value) -> PyResult<Option<Value>> {
        let hash = hash_key(vm, key)?;
        let Some(place) = self.find(vm, key, hash)? else { return Ok(None) };
        let (key, value) = self.table.borrow_mut().remove(place);
        drop(key);
        Ok(Some(value))
    }

    // ---- with names as keys

    /// `self.get(name)`; fast when the name is interned.
    #[inline]
    pub fn get_str(&self, vm: &Vm, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        let hash = name.hash();
        {
            let table = self.table.borrow();
            if let Some(place) = table.find_identical(name.as_value().raw(), hash) {
                return Ok(table.entries[place].value.clone());
            }
        }
        self.get_with_hash(vm, name.as_value(), hash)
    }

    pub fn set_str(&self, vm: &Vm, name: &Ref<PyStr>, value: Value) -> PyResult<()> {
        self.set_with_hash(vm, name.as_value(), name.hash(), value)
    }

    pub fn remove_str(&self, vm: &Vm, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        self.remove(vm, name.as_value())
    }

    /// Adds a name that is known to be absent.
    pub fn insert_new_str(&self, name: Ref<PyStr>, value: Value) {
        let hash = name.hash();
        self.table.borrow_mut().insert_new(hash, name.into_value(), value);
    }

    /// Sets a name in a dict whose keys are all plain strings (namespaces that Rust fills).
    pub fn set_name(&self, vm: &Vm, name: &str, value: Value) {
        let name = vm.intern(name);
        let hash = name.hash();
        let place = self.table.borrow().find_identical(name.as_value().raw(), hash);
        match place {
            Some(place) => {
                let old = self.table.borrow_mut().entries[place].value.replace(value);
                drop(old);
            }
            None => self.insert_new_str(name, value),
        }
    }

    /// Looks up a name; for dicts that Rust fills.
    pub fn get_name(&self, vm: &Vm, name: &str) -> Option<Value> {
        let name = vm.intern(name);
        self.get_str(vm, &name).unwrap_or(None)
    }

    /// Keys and values as they are now.
    pub fn items(&self) -> Vec<(Value, Value)> {
        self.table.borrow().iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// A number that stands for the present keys at their places: for caches.
    pub fn version(&self, vm: &Vm) -> u32 {
        let known = self.table.borrow().version();
        if known != 0 {
            return known;
        }
        let version = vm.next_version();
        self.table.borrow_mut().set_version(version);
        version
    }
}

/// The hash of a dict's key; the error says what the value was to be.
#[inline]
pub fn hash_key(vm: &Vm, key: &Value) -> PyResult<i64> {
    vm.hash(key).map_err(|raised| unhashable_as(vm, raised, key, "dict key"))
}

/// The error of `hash(value)`, told what the value was to be used as.
#[cold]
pub fn unhashable_as(vm: &Vm, raised: Raised, value: &Value, role: &str) -> Raised {
    let exact = vm.exceptions().TypeError.clone();
    let exception = vm.take_raised(raised);
    if !class_of(&exception).is(&exact) {
        return vm.park(exception);
    }
    match vm.to_str(&exception) {
        Ok(reason) => vm.type_error(format!("cannot use '{}' as a {role} ({reason})", class_of(value).name())),
        Err(raised) => raised,
    }
}

/// The place of `key` in a table (of a dict or set). Keys may compare by Python code, which may change the dict:
/// then the search begins again.
#[inline]
pub fn find_in(table: &PyCell<Table>, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<usize>> {
    // The borrow ends before anything is compared.
    let found = find_plain(&table.borrow(), key, hash);
    match found {
        Lookup::Found(place) => Ok(Some(place)),
        Lookup::Absent => Ok(None),
        Lookup::Unsure => find_by_comparing(table, vm, key, hash),
    }
}

/// What can be said of a key without calling anything.
pub enum Lookup {
    Found(usize),
    Absent,
    /// Some key with this hash would have to be asked.
    Unsure,
}

/// Looks a key up among keys that are identical to it, or strings or small ints as it is itself.
pub fn find_plain(table: &Table, key: &Value, hash: i64) -> Lookup {
    let raw = key.raw();
    let plain_str = key.downcast_exact::<PyStr>();
    let mut candidates = table.candidates(hash);
    while let Some(place) = table.next_candidate(&mut candidates) {
        let Some(known) = &table.entries[place].key else { continue };
        if known.raw() == raw {
            return Lookup::Found(place);
        }
        match (plain_str, known.downcast_exact::<PyStr>()) {
            (Some(ours), Some(theirs)) if ours.equals(theirs) => return Lookup::Found(place),
            (Some(_), Some(_)) => {}
            _ if raw.is_int() && known.raw().is_int() => {}
            _ => return Lookup::Unsure,
        }
    }
    Lookup::Absent
}

fn find_by_comparing(table: &PyCell<Table>, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<usize>> {
    let plain_str = key.downcast_exact::<PyStr>();
    'again: loop {
        let stamp = table.borrow().stamp();
        let mut candidates = table.borrow().candidates(hash);
        loop {
            let other;
            let place;
            {
                let table = table.borrow();
                match table.next_candidate(&mut candidates) {
                    None => return Ok(None),
                    Some(found) => place = found,
                }
                let known = table.entries[place].key.as_ref().expect("candidates are live");
                if known.is(key) {
                    return Ok(Some(place));
                }
                if let (Some(ours), Some(theirs)) = (plain_str, known.downcast_exact::<PyStr>()) {
                    if ours.equals(theirs) {
                        return Ok(Some(place));
                    }
                    continue;
                }
                other = known.clone();
            }
            let equal = vm.is_equal(&other, key)?;
            if table.borrow().stamp() != stamp {
                continue 'again;
            }
            if equal {
                return Ok(Some(place));
            }
        }
    }
}

impl Vm {
    pub fn dict(&self) -> Ref<PyDict> {
        PyDict::new()
    }
}

pub static SPECS: &[&TypeSpec] = &[
    &DICT,
    &views::KEYS,
    &views::VALUES,
    &views::ITEMS,
    &iterators::KEY,
    &iterators::VALUE,
    &iterators::ITEM,
    &iterators::REVERSE_KEY,
    &iterators::REVERSE_VALUE,
    &iterators::REVERSE_ITEM,
];

static DICT: TypeSpec = TypeSpec {
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    flags: BASETYPE | MAPPING | MATCH_SELF,
    slots: Slots {
        repr: Some(ops::repr),
        compare: Some(ops::compare),
        iter: Some(ops::iter),
        init: Some(update::init),
        or: Some(ops::or),
        ior: Some(ops::ior),
        len: Some(ops::len),
        getitem: Some(ops::getitem),
        setitem: Some(ops::setitem),
        contains: Some(ops::contains),
        ..Slots::EMPTY
    },
    new: Some(&methods::NEW),
    methods: methods::METHODS,
    ..TypeSpec::of::<PyDict>("dict")
};
