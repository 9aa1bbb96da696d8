//! Attribute access: the default `__getattribute__`, `__setattr__` and `__delattr__`, and `__dict__`.
#![allow(unsafe_code)]

use super::header::{self, Header};
use super::instance;
use super::payload::Ref;
use super::shape::{self, Shape};
use super::types::{PyType, class_of};
use super::value::Value;
use crate::builtins::dict::PyDict;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::vm::Vm;

/// The object behind a value that has a tail, and its shape.
pub fn tail_of(value: &Value) -> Option<(*mut Header, &'static Shape)> {
    let header = value.header()?;
    let info = shape::info(header.shape());
    info.has(shape::HAS_TAIL).then(|| (value.raw().as_object(), info))
}

impl Vm {
    /// `getattr(value, name)`.
    #[inline]
    pub fn get_attr(&self, value: &Value, name: &Ref<PyStr>) -> PyResult<Value> {
        let class = class_of(value);
        match class.slots().getattr {
            Some(getattr) => getattr(self, value, name.as_value()),
            None => self.generic_get_attr(value, name),
        }
    }

    /// `getattr(value, name, None)` as an option: only AttributeError counts as absent.
    pub fn get_attr_opt(&self, value: &Value, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        let found = match class_of(value).slots().getattr {
            None => self.generic_get_attr_opt(value, name),
            Some(getattr) => getattr(self, value, name.as_value()).map(Some),
        };
        match found {
            Ok(found) => Ok(found),
            Err(raised) => self.catch_attribute_error(raised).map(|()| None),
        }
    }

    /// `setattr(value, name, new)`, or `delattr` with `None`.
    pub fn set_attr(&self, value: &Value, name: &Ref<PyStr>, new: Option<&Value>) -> PyResult<()> {
        let class = class_of(value);
        match class.slots().setattr {
            Some(setattr) => setattr(self, value, name.as_value(), new),
            None => self.generic_set_attr(value, name, new),
        }
    }

    /// `object.__getattribute__`.
    pub fn generic_get_attr(&self, value: &Value, name: &Ref<PyStr>) -> PyResult<Value> {
        match self.generic_get_attr_opt(value, name)? {
            Some(found) => Ok(found),
            None => Err(self.no_attribute(value, name)),
        }
    }

    /// `object.__getattribute__`, without making an exception when there is no such attribute.
    pub fn generic_get_attr_opt(&self, value: &Value, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        let class = class_of(value);
        let found = class.lookup(name);
        if let Some(descriptor) = &found {
            let kind = class_of(descriptor);
            if let (Some(get), Some(_)) = (kind.slots().descr_get, kind.slots().descr_set) {
                return match get(self, descriptor, Some(value), class.as_value()) {
                    Ok(result) => Ok(Some(result)),
                    Err(raised) => Err(raised),
                };
            }
        }
        if let Some(own) = self.instance_attr(value, name)? {
            return Ok(Some(own));
        }
        let Some(descriptor) = found else { return Ok(None) };
        match class_of(&descriptor).slots().descr_get {
            Some(get) => get(self, &descriptor, Some(value), class.as_value()).map(Some),
            None => Ok(Some(descriptor)),
        }
    }

    /// The attribute that the instance itself holds (in slots or `__dict__`).
    pub fn instance_attr(&self, value: &Value, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        if let Some((object, info)) = tail_of(value)
            && info.has(shape::HAS_DICT)
        {
            // SAFETY: tail_of gives a live object and its shape.
            unsafe {
                if info.has(shape::DICT_MODE) {
                    return instance::dict(object, info).get_str(self, name);
                }
                let name = self.intern_ref(name);
                return Ok(info.slot(name.as_ptr() as usize).and_then(|slot| instance::get_slot(object, info, slot)));
            }
        }
        match self.payload_dict(value) {
            Some(dict) => dict.get_str(self, name),
            None => Ok(None),
        }
    }

    /// `object.__setattr__` and `__delattr__`.
    pub fn generic_set_attr(&self, value: &Value, name: &Ref<PyStr>, new: Option<&Value>) -> PyResult<()> {
        let class = class_of(value);
        let found = class.lookup(name);
        if let Some(descriptor) = &found
            && let Some(set) = class_of(descriptor).slots().descr_set
        {
            return set(self, descriptor, value, new);
        }
        let done = match new {
            Some(new) => self.set_instance_attr(value, name, new)?,
            None => self.delete_instance_attr(value, name)?,
        };
        match done {
            Some(true) => Ok(()),
            Some(false) => Err(self.no_attribute(value, name)),
            None => Err(self.attribute_not_settable(value, &class, name, found.is_some(), new.is_none())),
        }
    }

    /// Stores an attribute on the instance itself; `None` if instances have no place for it.
    pub fn set_instance_attr(&self, value: &Value, name: &Ref<PyStr>, new: &Value) -> PyResult<Option<bool>> {
        let Some((object, info)) = tail_of(value).filter(|(_, info)| info.has(shape::HAS_DICT)) else {
            return match self.payload_dict(value) {
                Some(dict) => dict.set_str(self, name, new.clone()).map(|()| Some(true)),
                None => Ok(None),
            };
        };
        // SAFETY: tail_of gives a live object and its shape; old values are released at the end.
        unsafe {
            if info.has(shape::DICT_MODE) {
                instance::dict(object, info).set_str(self, name, new.clone())?;
                return Ok(Some(true));
            }
            let name = self.intern_ref(name);
            let key = name.as_ptr() as usize;
            if let Some(slot) = info.slot(key) {
                drop(instance::set_slot(object, info, slot, Some(new.clone())));
                return Ok(Some(true));
            }
            if let Some(next) = shape::with_key((*object).shape(), key) {
                name.header().make_immortal();
                instance::set_slot(object, info, info.slot_count(), Some(new.clone()));
                (*object).set_shape(next);
                return Ok(Some(true));
            }
        }
        let dict = self.to_dict_mode(value).expect("it has a tail");
        dict.set_str(self, &name.clone(), new.clone())?;
        Ok(Some(true))
    }

    fn delete_instance_attr(&self, value: &Value, name: &Ref<PyStr>) -> PyResult<Option<bool>> {
        let Some((object, info)) = tail_of(value).filter(|(_, info)| info.has(shape::HAS_DICT)) else {
            return match self.payload_dict(value) {
                Some(dict) => dict.remove_str(self, name).map(|old| Some(old.is_some())),
                None => Ok(None),
            };
        };
        // SAFETY: tail_of gives a live object and its shape.
        unsafe {
            if info.has(shape::DICT_MODE) {
                return instance::dict(object, info).remove_str(self, name).map(|old| Some(old.is_some()));
            }
            let name = self.intern_ref(name);
            let Some(_) = info.slot(name.as_ptr() as usize) else { return Ok(Some(false)) };
            // The others move up, as if they had been stored without it.
            let mut removed = None;
            let kept = instance::take_named(object, info);
            let root = shape::class_of(info).root_shape.get();
            (*object).set_shape(root);
            for (key, kept) in kept {
                if key == name.as_ptr() as usize {
                    removed = Some(kept);
                    continue;
                }
                let shape_now = (*object).shape();
                let slot = shape::info(shape_now).slot_count();
                match shape::with_key(shape_now, key) {
                    Some(next) => {
                        instance::set_slot(object, shape::info(shape_now), slot, Some(kept));
                        (*object).set_shape(next);
                    }
                    None => {
                        let dict = self.to_dict_mode(value).expect("it has a tail");
                        dict.set_str(self, &Ref::from_borrowed(key as *const PyStr), kept)?;
                    }
                }
            }
            drop(removed);
        }
        Ok(Some(true))
    }

    /// A `__slots__` member of an instance whose class has it.
    pub fn reserved_slot(&self, value: &Value, slot: usize) -> Option<Value> {
        let (object, info) = tail_of(value).filter(|(_, info)| slot < info.reserved.get() as usize)?;
        // SAFETY: tail_of gives a live object and its shape; reserved slots are inline.
        unsafe { instance::get_slot(object, info, slot) }
    }

    /// Sets (or with `None` deletes) a `__slots__` member, and gives what was there.
    pub fn set_reserved_slot(&self, value: &Value, slot: usize, new: Option<Value>) -> Option<Value> {
        let (object, info) = tail_of(value).filter(|(_, info)| slot < info.reserved.get() as usize)?;
        // SAFETY: as above.
        unsafe { instance::set_slot(object, info, slot, new) }
    }

    /// Moves an instance's attributes into a dict, which is its `__dict__` from now on; `None` if
    /// instances of the class have no attributes.
    pub fn to_dict_mode(&self, value: &Value) -> Option<Ref<PyDict>> {
        let (object, info) = tail_of(value).filter(|(_, info)| info.has(shape::HAS_DICT))?;
        // SAFETY: tail_of gives a live object and its shape.
        unsafe {
            if info.has(shape::DICT_MODE) {
                return Some(instance::dict(object, info));
            }
            let dict = PyDict::new();
            for (key, taken) in instance::take_named(object, info) {
                dict.insert_new_str(Ref::from_borrowed(key as *const PyStr), taken);
            }
            let next = shape::dict_mode((*object).shape())?;
            (*object).set_shape(next);
            instance::replace_dict(object, shape::info(next), dict.clone());
            Some(dict)
        }
    }

    /// `value.__dict__`, if it has one that can be changed.
    pub fn instance_dict(&self, value: &Value) -> Option<Ref<PyDict>> {
        self.to_dict_mode(value).or_else(|| self.payload_dict(value))
    }

    /// Assigns `value.__dict__`; false if it has none.
    pub fn set_instance_dict(&self, value: &Value, dict: Ref<PyDict>) -> bool {
        if self.to_dict_mode(value).is_none() {
            return false;
        }
        let Some((object, info)) = tail_of(value) else { return false };
        // SAFETY: to_dict_mode has just brought it into dict mode.
        let old = unsafe { instance::replace_dict(object, info, dict) };
        drop(old);
        true
    }

    /// The dict that a module's payload is.
    fn payload_dict(&self, value: &Value) -> Option<Ref<PyDict>> {
        value.downcast::<PyModule>().map(|module| module.dict.clone())
    }

    /// The attribute as looked up on the type only, bound to the value: how operators find methods.
    pub fn lookup_special(&self, value: &Value, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        let class = class_of(value);
        let Some(found) = class.lookup(name) else { return Ok(None) };
        match class_of(&found).slots().descr_get {
            Some(get) => get(self, &found, Some(value), class.as_value()).map(Some),
            None => Ok(Some(found)),
        }
    }

    /// Makes an instance of a class whose layout is that of `object`: the fast path of `object.__new__`.
    pub fn new_instance(&self, class: &Ref<PyType>) -> Value {
        let number = class.root_shape.get();
        let info = shape::info(number);
        // SAFETY: the block has room for header and tail, which are initialised here.
        unsafe {
            let size = size_of::<Header>() + info.tail_size();
            let object = self.heap().allocate(size.max(16)) as *mut Header;
            object.write(Header::new(number));
            if info.has(shape::HAS_TAIL) {
                instance::init_tail(object, info);
            }
            if info.has(shape::HEAP_TYPE) {
                class.header().incref();
            }
            super::value::Raw::object(object).into_value()
        }
    }

    /// Makes an instance of `class`, a subclass of the built-in type of `T`, from a payload whose header
    /// is of the built-in shape. All `__new__` functions of built-in types end here.
    pub fn new_object<T: super::payload::Payload>(&self, class: &PyType, payload: T) -> Ref<T> {
        let number = class.root_shape.get();
        if number == T::SHAPE {
            return Ref::new(payload);
        }
        let info = shape::info(number);
        debug_assert!(class.layout.get().fixed_size == size_of::<T>());
        // SAFETY: the block has room for payload and tail, which are initialised here.
        unsafe {
            let object = self.heap().allocate(size_of::<T>() + info.tail_size()) as *mut T;
            object.write(payload);
            let header = object as *mut Header;
            (*header).set_shape(number);
            if info.has(shape::HAS_TAIL) {
                instance::init_tail(header, info);
            }
            if info.has(shape::HEAP_TYPE) {
                (*(class as *const PyType as *const Header)).incref();
            }
            Ref::from_ptr(object)
        }
    }

    /// As [`Vm::new_object`] for a payload of variable size: `init` writes the payload with a header of any
    /// shape into a block of `size` bytes.
    ///
    /// # Safety
    /// `init` initialises a whole `T` of `size` bytes.
    pub unsafe fn new_sized_object<T: super::payload::Payload>(
        &self,
        class: &PyType,
        size: usize,
        init: impl FnOnce(*mut T),
    ) -> Ref<T> {
        let number = class.root_shape.get();
        let info = shape::info(number);
        // SAFETY: the block has room for payload and tail, which are initialised here.
        unsafe {
            let object = self.heap().allocate(size + info.tail_size()) as *mut T;
            init(object);
            let header = object as *mut Header;
            (*header).set_shape(number);
            if info.has(shape::HAS_TAIL) {
                instance::init_tail(header, info);
            }
            if info.has(shape::HEAP_TYPE) {
                (*(class as *const PyType as *const Header)).incref();
            }
            Ref::from_ptr(object)
        }
    }

    /// Changes `value.__class__`. The caller has checked that the layouts agree.
    pub fn change_class(&self, value: &Value, class: &Ref<PyType>) {
        let Some((object, info)) = tail_of(value) else { return self.change_class_without_tail(value, class) };
        let old_class = shape::class_of(info);
        // SAFETY: tail_of gives a live object and its shape; both classes have the same layout and slots.
        unsafe {
            let dict = self.to_dict_mode(value);
            let number = match (dict, class.dict_shape()) {
                (Some(_), None) => shape::dict_mode(class.root_shape.get()).unwrap_or(class.root_shape.get()),
                (Some(_), Some(number)) => number,
                (None, _) => class.root_shape.get(),
            };
            class.header().incref();
            (*object).set_shape(number);
            Header::decref(old_class as *const PyType as *mut Header);
        }
        debug_assert!(!value.header().is_some_and(|header| header.has(header::IMMORTAL)));
    }

    /// The same for modules, which keep their attributes in the payload. Direct instances of `module` own no reference to it.
    fn change_class_without_tail(&self, value: &Value, class: &Ref<PyType>) {
        let Some(header) = value.header() else { return };
        let old = shape::info(header.shape());
        let old_class = old.has(shape::HEAP_TYPE).then(|| shape::class_of(old));
        let number = class.root_shape.get();
        // SAFETY: neither shape has a tail and the layouts agree; instances of heap types own a reference to their class.
        unsafe {
            if shape::info(number).has(shape::HEAP_TYPE) {
                class.header().incref();
            }
            (*(value.raw().as_object())).set_shape(number);
            if let Some(old_class) = old_class {
                Header::decref(old_class as *const PyType as *mut Header);
            }
        }
    }
}
