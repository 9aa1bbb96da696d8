//! Types: the payload of class objects, their namespaces and look-up along the MRO.
#![allow(unsafe_code)]

use std::cell::Cell;

use indexmap::IndexMap;

use super::cell::{PyCell, Slot};
use super::header::Header;
use super::payload::{Layout, Payload, Ref};
use super::shape;
use super::slots::Slots;
use super::value::{Raw, Value};
use crate::builtins::function::PyFunction;
use crate::builtins::str::PyStr;
use crate::native::signature::Signature;
use crate::native::{GetSet, Native};
use crate::vm::{self, Vm};

/// The type was made by a class statement or `type()`: it can be changed, and instances own it.
pub const HEAP: u32 = 1;
/// May be a base of other classes.
pub const BASETYPE: u32 = 2;
/// Counts as a sequence, or a mapping, in `match`.
pub const SEQUENCE: u32 = 4;
pub const MAPPING: u32 = 8;
/// Has abstract methods left.
pub const ABSTRACT: u32 = 16;
/// A subclass of `type`.
pub const METACLASS: u32 = 32;
/// A subclass of BaseException.
pub const EXCEPTION: u32 = 64;
/// `type.__call__` may not make instances.
pub const NO_NEW: u32 = 128;
/// A class pattern with one positional sub-pattern binds the subject itself (int, str, list ...).
pub const MATCH_SELF: u32 = 256;
/// Instances of the built-in type can be referred to weakly.
pub const WEAKREF: u32 = 512;
/// Instances of the built-in type keep attributes in a dict of their own (the `__dict__` getter is its own).
pub const METHOD_DESCRIPTOR: u32 = 1024;
/// A built-in type whose attributes programs may set: tools replace methods of event loops.
pub const MUTABLE: u32 = 2048;

/// How many times shapes of a class may be retired before caches pass it by.
const MAX_RETIREMENTS: u32 = 100;

/// A built-in type as data: the row that [`Vm::make_types`] turns into a class object.
pub struct TypeSpec {
    pub name: &'static str,
    pub module: &'static str,
    pub doc: &'static str,
    pub shape: u32,
    /// Shape number of the base; `shape::OBJECT` for most.
    pub base: u32,
    pub layout: &'static Layout,
    /// Direct instances have a `__dict__`; see [`Payload::TAIL`].
    pub tail: bool,
    /// The flags above.
    pub flags: u32,
    pub slots: Slots,
    /// `__new__`, if instances can be made by calling; see [`NO_NEW`].
    pub new: Option<&'static Native>,
    pub methods: &'static [Native],
    pub getset: &'static [GetSet],
}

impl TypeSpec {
    /// A spec to fill with `..TypeSpec::of::<T>("name")`.
    pub const fn of<T: Payload>(name: &'static str) -> TypeSpec {
        TypeSpec {
            name,
            module: "builtins",
            doc: "",
            shape: T::SHAPE,
            base: shape::OBJECT,
            layout: T::LAYOUT,
            tail: T::TAIL,
            flags: 0,
            slots: Slots::EMPTY,
            new: None,
            methods: &[],
            getset: &[],
        }
    }
}

/// A class attribute: boxed, so that caches can point to it.
type Entry = (Ref<PyStr>, Box<Slot>);

/// The payload of a class object.
#[repr(C)]
pub struct PyType {
    header: Header,
    slots: PyCell<Slots>,
    /// Slots that are filled with the function that calls the dunder method, by [`SlotId`](super::slots::SlotId).
    pub generic: Cell<u128>,
    pub layout: Cell<&'static Layout>,
    pub flags: Cell<u32>,
    /// Shape of a new instance.
    pub root_shape: Cell<u32>,
    dict_shape: Cell<u32>,
    /// Changes whenever look-up on this class may give something else; 0: none assigned.
    version: Cell<u32>,
    retirements: Cell<u32>,
    pub new: Cell<Option<&'static Native>>,
    /// The signature of `new`, once the class has been called.
    new_signature: Cell<Option<(&'static Native, &'static Signature)>>,
    /// For calls of the class: the version for which it is known that instances are plain objects whose `__init__` is this
    /// Python function (borrowed: the class holds it as long as the version stands).
    pub plain_init: Cell<(u32, *const PyFunction)>,
    pub name: PyCell<Ref<PyStr>>,
    pub qualname: PyCell<Ref<PyStr>>,
    /// The best base: the one whose layout is extended.
    pub base: PyCell<Option<Ref<PyType>>>,
    pub bases: PyCell<Vec<Ref<PyType>>>,
    /// Includes the class itself, first (without a reference of its own: the collector would see a cycle).
    mro: PyCell<Vec<Ref<PyType>>>,
    dict: PyCell<IndexMap<usize, Entry, rustc_hash::FxBuildHasher>>,
    /// Borrowed: a subclass takes itself out when it dies.
    subclasses: PyCell<Vec<*const PyType>>,
    shapes: PyCell<Vec<u32>>,
    /// The `__slots__` members that this class adds, for `__dict__`-less classes and pickling.
    pub member_count: Cell<u32>,
}

crate::payload!(PyType, shape::TYPE, traverse(this, visitor) {
    visitor.visit(&this.base);
    visitor.visit(&this.bases);
    visitor.visit(&this.mro);
    for (name, value) in this.dict.borrow().values() {
        visitor.visit(name);
        visitor.visit(&**value);
    }
} clear {
    // What caches know of the class goes with its content, and its bases forget it.
    this.modified();
    this.leave_bases();
    let dict = this.dict.take();
    let bases = (this.bases.take(), this.mro.take(), this.base.take());
    drop(dict);
    drop(bases);
});

impl PyType {
    /// A class object without content; `header_shape` is its metaclass's instance shape.
    pub fn blank(header_shape: u32, name: Ref<PyStr>, layout: &'static Layout, flags: u32) -> PyType {
        PyType {
            header: Header::new(header_shape),
            slots: PyCell::new(Slots::EMPTY),
            generic: Cell::new(0),
            layout: Cell::new(layout),
            flags: Cell::new(flags),
            root_shape: Cell::new(0),
            dict_shape: Cell::new(0),
            version: Cell::new(0),
            retirements: Cell::new(0),
            new: Cell::new(None),
            new_signature: Cell::new(None),
            plain_init: Cell::new((0, std::ptr::null())),
            qualname: PyCell::new(name.clone()),
            name: PyCell::new(name),
            base: PyCell::new(None),
            bases: PyCell::default(),
            mro: PyCell::default(),
            dict: PyCell::default(),
            subclasses: PyCell::default(),
            shapes: PyCell::default(),
            member_count: Cell::new(0),
        }
    }

    /// The operations. Copy a function out before calling it: the table may change meanwhile.
    #[inline(always)]
    pub fn slots(&self) -> &Slots {
        // SAFETY: callers copy out one function pointer, as said above; the table itself never moves.
        unsafe { &*self.slots.as_ptr() }
    }

    pub fn change_slots(&self, change: impl FnOnce(&mut Slots)) {
        change(&mut self.slots.borrow_mut());
    }

    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    pub fn set_flag(&self, flag: u32, on: bool) {
        self.flags.set(if on { self.flags.get() | flag } else { self.flags.get() & !flag });
    }

    /// The signature of `new`, which is this class's own or inherited.
    #[inline]
    pub fn signature_of_new(&self, vm: &Vm, new: &'static Native) -> &'static Signature {
        if let Some((known, signature)) = self.new_signature.get()
            && std::ptr::eq(known, new)
        {
            return signature;
        }
        let signature = vm.signature_of(new);
        self.new_signature.set(Some((new, signature)));
        signature
    }

    /// The shape of this class object itself.
    pub fn header_shape(&self) -> u32 {
        self.header.shape()
    }

    /// The class's name as text.
    pub fn name(&self) -> String {
        self.name.borrow().to_string()
    }

    pub fn mro(&self) -> Vec<Ref<PyType>> {
        self.mro.borrow().clone()
    }

    pub fn set_mro(&self, mro: Vec<Ref<PyType>>) {
        self.mro.set(mro);
    }

    /// Whether `self` is `other` or inherits from it, going by the MRO.
    pub fn is_subtype(&self, other: &PyType) -> bool {
        std::ptr::eq(self, other) || self.mro.borrow().iter().any(|class| std::ptr::eq(&**class, other))
    }

    // ---- the namespace

    /// An attribute of this class itself.
    pub fn own(&self, name: &Ref<PyStr>) -> Option<Value> {
        let name = vm::current().intern_ref(name);
        self.dict.borrow().get(&(name.as_ptr() as usize)).and_then(|(_, value)| value.get())
    }

    /// The names and values of the namespace, in order.
    pub fn items(&self) -> Vec<(Ref<PyStr>, Value)> {
        let dict = self.dict.borrow();
        dict.values().filter_map(|(name, value)| Some((name.clone(), value.get()?))).collect()
    }

    /// Fills the namespace while the class is being made: nothing is looked up yet, no slots follow.
    pub fn init_own(&self, name: &Ref<PyStr>, value: Value) {
        let name = vm::current().intern_ref(name);
        let old = self.dict.borrow_mut().insert(name.as_ptr() as usize, (name.clone(), Box::new(Slot::new(value))));
        drop(old);
    }

    /// Sets (or with `None` deletes) an attribute of this class, keeping caches right. The caller
    /// updates the slots. False if there was nothing to delete.
    pub fn set_own(&self, name: &Ref<PyStr>, value: Option<Value>) -> bool {
        let name = vm::current().intern_ref(name);
        let key = name.as_ptr() as usize;
        let present = self.dict.borrow().get(&key).map(|(_, slot)| slot.get_or_none());
        match (present, value) {
            (Some(old), Some(new)) if is_plain(&old) && is_plain(&new) => {
                self.version_changed();
                let dict = self.dict.borrow();
                let released = dict.get(&key).and_then(|(_, slot)| slot.replace(Some(new)));
                drop(dict);
                drop(released);
            }
            (_, Some(new)) => {
                self.modified();
                let entry = (name.clone(), Box::new(Slot::new(new)));
                let mut dict = self.dict.borrow_mut();
                // A new box even for an old name: caches may still point to the old one.
                let released = match dict.get_mut(&key) {
                    Some(there) => Some(std::mem::replace(there, entry)),
                    None => dict.insert(key, entry),
                };
                drop(dict);
                drop(released);
            }
            (Some(_), None) => {
                self.modified();
                let released = self.dict.borrow_mut().shift_remove(&key);
                drop(released);
            }
            (None, None) => return false,
        }
        true
    }

    /// The first class of the MRO that has the attribute, and the cell that holds it.
    pub fn find(&self, name: &Ref<PyStr>) -> Option<(*const PyType, *const Slot)> {
        let key = name.as_ptr() as usize;
        for class in self.mro.borrow().iter() {
            if let Some((_, slot)) = class.dict.borrow().get(&key) {
                return Some((&**class, &**slot));
            }
        }
        None
    }

    /// What [`PyType::find`] finds; it goes past the method cache, and `name` must be interned.
    pub fn find_value(&self, name: &Ref<PyStr>) -> Option<Value> {
        // SAFETY: the cell lives in a class of the MRO.
        self.find(name).and_then(|(_, slot)| unsafe { (*slot).get() })
    }

    /// Looks an attribute up along the MRO, beginning behind `after`: what `super` does.
    pub fn lookup_after(&self, after: &PyType, name: &Ref<PyStr>) -> Option<Value> {
        let name = vm::current().intern_ref(name);
        let key = name.as_ptr() as usize;
        let mro = self.mro.borrow();
        let start = mro.iter().position(|class| std::ptr::eq(&**class, after))? + 1;
        mro[start..].iter().find_map(|class| class.dict.borrow().get(&key).and_then(|(_, slot)| slot.get()))
    }

    /// Sets a flag on the shapes of all instances, or clears it.
    pub fn set_shape_flag(&self, flag: u32, on: bool) {
        for &number in self.shapes.borrow().iter() {
            let info = shape::info(number);
            info.flags.set(if on { info.flags.get() | flag } else { info.flags.get() & !flag });
        }
    }

    /// Looks an attribute up along the MRO, through the VM's method cache. `name` may be any str.
    pub fn lookup(&self, name: &Ref<PyStr>) -> Option<Value> {
        let vm = vm::current();
        let interned;
        let name = if name.is_interned() {
            name
        } else {
            interned = vm.intern_ref(name);
            &interned
        };
        if !name.header().has(super::header::IMMORTAL) {
            // Its address may name something else tomorrow, so the cache must not know it.
            // SAFETY: the cell lives in a class of the MRO.
            return self.find(name).and_then(|(_, slot)| unsafe { (*slot).get() });
        }
        let version = self.version();
        let cached = vm.method_cache().get(version, name.as_ptr() as usize);
        let raw = match cached {
            Some(raw) => raw,
            None => {
                // SAFETY: the cell lives in a class of the MRO.
                let raw = self.find(name).map_or(Raw::UNSET, |(_, slot)| unsafe { (*slot).raw() });
                vm.method_cache().put(version, name.as_ptr() as usize, raw);
                raw
            }
        };
        // SAFETY: the version vouches that the class still holds it.
        (!raw.is_unset()).then(|| unsafe { raw.to_value() })
    }

    // ---- versions and shapes

    /// A number that names the present state of look-up on this class.
    pub fn version(&self) -> u32 {
        if self.version.get() == 0 {
            self.version.set(vm::current().next_version());
        }
        self.version.get()
    }

    /// The version as it is: 0 when none is assigned.
    #[inline(always)]
    pub fn known_version(&self) -> u32 {
        self.version.get()
    }

    /// The shape of this class's direct instances, as caches compare it.
    pub fn root_shape_number(&self) -> u32 {
        self.root_shape.get()
    }

    /// Whether attributes of this metaclass's instances are looked up as `type` does.
    pub fn has_default_type_getattr(&self) -> bool {
        self.slots().getattr.map(|f| f as usize) == builtin(shape::TYPE).slots().getattr.map(|f| f as usize)
            && std::ptr::eq(self, &*builtin(shape::TYPE))
    }

    /// Whether the nearest built-in `__getattribute__` is that of `type`.
    pub fn has_type_getattr(&self) -> bool {
        self.is_subtype(&builtin(shape::TYPE))
    }

    /// A plain value has been replaced: look-up by version must miss, guards by shape need not.
    fn version_changed(&self) {
        self.for_each_heir(&mut |class| class.version.set(0));
    }

    /// Anything may have changed: no cache about this class or its heirs holds any longer.
    pub fn modified(&self) {
        self.for_each_heir(&mut |class| {
            class.version.set(0);
            class.retire_shapes();
        });
    }

    fn for_each_heir(&self, f: &mut dyn FnMut(&PyType)) {
        f(self);
        let heirs = self.subclasses.borrow().clone();
        for heir in heirs {
            // SAFETY: subclasses take themselves out when they die, and nothing dies in here.
            unsafe { (*heir).for_each_heir(f) }
        }
    }

    fn retire_shapes(&self) {
        let mut shapes = self.shapes.borrow().clone();
        let root = self.root_shape.get();
        if root != 0 && !shapes.contains(&root) {
            // That of a built-in type, which may have been given another method.
            shapes.push(root);
        }
        let mut any = false;
        for number in shapes {
            any |= shape::info(number).has(shape::CACHED);
            if self.retirements.get() >= MAX_RETIREMENTS {
                shape::info(number).set(shape::UNCACHEABLE);
            }
            shape::retire(number);
        }
        if any {
            self.retirements.set(self.retirements.get() + 1);
        }
    }

    pub fn add_shape(&self, number: u32) {
        if self.retirements.get() >= MAX_RETIREMENTS {
            shape::info(number).set(shape::UNCACHEABLE);
        }
        self.shapes.borrow_mut().push(number);
    }

    pub fn dict_shape(&self) -> Option<u32> {
        Some(self.dict_shape.get()).filter(|&number| number != 0)
    }

    pub fn set_dict_shape(&self, number: u32) {
        self.dict_shape.set(number);
        self.add_shape(number);
    }

    /// Makes `number` the shape of new instances.
    pub fn set_root_shape(&self, number: u32) {
        self.root_shape.set(number);
        self.add_shape(number);
    }

    // ---- subclasses

    pub fn add_subclass(&self, class: &PyType) {
        self.subclasses.borrow_mut().push(class);
    }

    /// Takes this class, which is about to lose its bases, out of their lists.
    fn leave_bases(&self) {
        for base in self.bases.borrow().iter() {
            base.remove_subclass(self);
        }
    }

    pub fn remove_subclass(&self, class: *const PyType) {
        self.subclasses.borrow_mut().retain(|&heir| heir != class);
    }

    pub fn subclasses(&self) -> Vec<Ref<PyType>> {
        // SAFETY: subclasses take themselves out when they die.
        self.subclasses.borrow().iter().map(|&heir| unsafe { Ref::from_borrowed(heir) }).collect()
    }
}

impl Drop for PyType {
    fn drop(&mut self) {
        self.leave_bases();
    }
}

/// Whether look-up gives the value itself wherever it stands on a class: it is no descriptor.
pub fn is_plain(value: &Value) -> bool {
    let class = class_of(value);
    class.slots().descr_get.is_none() && class.slots().descr_set.is_none()
}

/// The number of the shape that stands for a value's type: its own, or that of an immediate's type.
#[inline(always)]
pub fn shape_number(value: &Value) -> u32 {
    let raw = value.raw();
    if raw.is_object() {
        // SAFETY: a value keeps its object alive.
        return unsafe { (*raw.as_object()).shape() };
    }
    if raw.is_int() {
        shape::INT
    } else if raw.is_float() {
        shape::FLOAT
    } else if raw.is_bool() {
        shape::BOOL
    } else if raw == Raw::NONE {
        shape::NONE_TYPE
    } else if raw == Raw::ELLIPSIS {
        shape::ELLIPSIS_TYPE
    } else {
        shape::NOT_IMPLEMENTED_TYPE
    }
}

/// `type(value)`.
#[inline]
pub fn class_of(value: &Value) -> Ref<PyType> {
    // SAFETY: the class of a live object is alive.
    unsafe { Ref::from_borrowed(shape::info(shape_number(value)).class.get()) }
}

/// `type(value)` without counting a reference: for looking at it before anything else runs.
#[inline]
pub fn class_ref(value: &Value) -> &PyType {
    // SAFETY: the class lives as long as the value, unless `__class__` is assigned meanwhile, which the
    // caller excludes by not running Python code during the borrow.
    unsafe { &*shape::info(shape_number(value)).class.get() }
}

/// The built-in type with a reserved shape number.
pub fn builtin(number: u32) -> Ref<PyType> {
    // SAFETY: built-in types are immortal.
    unsafe { Ref::from_borrowed(shape::info(number).class.get()) }
}

impl Vm {
    /// Whether `value` is an instance of `class`, going by its real type.
    pub fn is_instance_exact(&self, value: &Value, class: &PyType) -> bool {
        class_ref(value).is_subtype(class)
    }
}

/// The global cache of look-ups by (class version, name).
pub struct MethodCache(Box<[Cell<(u32, usize, Raw)>]>);

const METHOD_CACHE_SIZE: usize = 4096;

impl Default for MethodCache {
    fn default() -> MethodCache {
        MethodCache(vec![Cell::new((0, 0, Raw::UNSET)); METHOD_CACHE_SIZE].into_boxed_slice())
    }
}

impl MethodCache {
    fn index(version: u32, name: usize) -> usize {
        (version as usize ^ name >> 4) & (METHOD_CACHE_SIZE - 1)
    }

    fn get(&self, version: u32, name: usize) -> Option<Raw> {
        let (known_version, known_name, raw) = self.0[Self::index(version, name)].get();
        (known_version == version && known_name == name).then_some(raw)
    }

    fn put(&self, version: u32, name: usize, raw: Raw) {
        self.0[Self::index(version, name)].set((version, name, raw));
    }
}
