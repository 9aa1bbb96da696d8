//! Makes the class objects of built-in types from their specs.

use crate::builtins::SPECS;
use crate::builtins::descriptors::PyGetSet;
use crate::builtins::exception::ExceptionTypes;
use crate::builtins::function::{PyNative, PyWrapper};
use crate::builtins::module::PyModule;
use crate::native::Native;
use crate::object::slots::Slots;
use crate::object::types::{self, builtin};
use crate::object::{PyType, Ref, TypeSpec, Value, shape, wrappers};
use crate::vm::Vm;

/// Flags that classes pass on to those that derive from them.
const INHERITED: u32 =
    types::SEQUENCE | types::MAPPING | types::METACLASS | types::EXCEPTION | types::MATCH_SELF | types::WEAKREF;

impl Vm {
    /// Makes every built-in type; the first thing an interpreter does.
    pub fn create_types(&self) {
        let specs = || SPECS.iter().flat_map(|group| group.iter().copied());
        for spec in specs() {
            self.create_blank(spec);
        }
        for (number, layout) in crate::builtins::int::HEAP_SHAPES {
            shape::fill(shape::info(number), builtin(shape::INT).as_ptr(), layout, 0, 0, 0);
        }
        for spec in specs() {
            self.connect(spec);
        }
        for spec in specs() {
            self.fill_namespace(spec);
        }
        crate::kernel::native_coroutine::set_up();
        let _ = self.interpreter().exceptions.set(ExceptionTypes::create(self, builtin(shape::BASE_EXCEPTION)));
    }

    /// Makes the types of a native module, if this is its first import, and puts them into its namespace.
    pub fn add_types(&self, module: &Ref<PyModule>, specs: &[&'static TypeSpec]) {
        let missing = || specs.iter().copied();
        if specs.iter().all(|spec| shape::info(spec.shape).layout.get().is_none()) {
            missing().for_each(|spec| self.create_blank(spec));
            missing().for_each(|spec| self.connect(spec));
            missing().for_each(|spec| self.fill_namespace(spec));
        }
        for spec in specs {
            module.dict.set_name(self, spec.name, builtin(spec.shape).into_value());
        }
    }

    fn create_blank(&self, spec: &'static TypeSpec) {
        let class = Ref::new(PyType::blank(shape::TYPE, self.intern_immortal(spec.name), spec.layout, spec.flags));
        class.header().make_immortal();
        let info = shape::info(spec.shape);
        debug_assert!(
            info.layout.get().is_none(),
            "two types with shape {}",
            shape::BUILTIN_NAMES[spec.shape as usize]
        );
        let flags =
            shape_flags(spec.tail, spec.flags) | if spec.slots.finalize.is_some() { shape::NEEDS_FINALIZE } else { 0 };
        shape::fill(info, class.as_ptr(), spec.layout, flags, 0, 0);
        class.root_shape.set(spec.shape);
    }

    /// Base, MRO, slots.
    fn connect(&self, spec: &'static TypeSpec) {
        let class = builtin(spec.shape);
        class.change_slots(|slots| *slots = spec.slots);
        if spec.base == 0 {
            class.new.set(spec.new);
            class.set_mro(vec![class.clone()]);
            return;
        }
        self.derive_from(&class, &builtin(spec.base));
        if let Some(new) = spec.new {
            class.new.set(Some(new));
        } else if spec.flags & types::NO_NEW != 0 || !std::ptr::eq(spec.layout, builtin(spec.base).layout.get()) {
            // What makes instances of the base would make them too small.
            class.new.set(None);
        }
    }

    /// Makes `class` the heir of one built-in class.
    fn derive_from(&self, class: &Ref<PyType>, base: &Ref<PyType>) {
        class.change_slots(|slots| inherit_slots(slots, base.slots()));
        class.new.set(base.new.get());
        class.flags.set(class.flags.get() | base.flags.get() & INHERITED);
        class.base.set(Some(base.clone()));
        class.bases.set(vec![base.clone()]);
        let mut mro = vec![class.clone()];
        mro.extend(base.mro());
        class.set_mro(mro);
        base.add_subclass(class);
    }

    fn fill_namespace(&self, spec: &'static TypeSpec) {
        let class = builtin(spec.shape);
        if let Some(new) = spec.new {
            class.init_own(&self.names().__new__, self.new_function(new, &class));
        }
        for wrapper in wrappers::wrappers_of(&spec.slots, spec.shape) {
            let descriptor = PyWrapper::descriptor(wrapper, class.clone());
            class.init_own(&self.intern_immortal(wrapper.name), descriptor.into_value());
        }
        if spec.base == 0 {
            for wrapper in crate::builtins::object::WRAPPERS {
                let descriptor = PyWrapper::descriptor(wrapper, class.clone());
                class.init_own(&self.intern_immortal(wrapper.name), descriptor.into_value());
            }
        }
        if spec.slots.compare.is_some() && spec.slots.hash.is_none() {
            class.init_own(&self.names().__hash__, Value::NONE);
        }
        for native in spec.methods {
            class.init_own(&self.intern_immortal(native.name()), PyNative::descriptor(native, &class));
        }
        for row in spec.getset {
            class.init_own(&self.intern_immortal(row.name), PyGetSet::new(row, class.clone()).into_value());
        }
        let doc = if spec.doc.is_empty() { Value::NONE } else { self.str(spec.doc) };
        if class.own(&self.names().__doc__).is_none() {
            class.init_own(&self.names().__doc__, doc);
        }
        // Where instances have a module of their own, `type.__module__` knows that of the class from the row.
        if spec.module != "builtins" && class.own(&self.names().__module__).is_none() {
            class.init_own(&self.names().__module__, self.intern(spec.module).into_value());
        }
    }

    /// `__new__` as it stands in a built-in class: a function bound to that class's name only.
    pub fn new_function(&self, new: &'static Native, class: &Ref<PyType>) -> Value {
        let function = PyNative::function(new, None);
        function.this.set(class.to_value());
        function.into_value()
    }

    /// A built-in class without additions of its own.
    pub fn derive_builtin(&self, name: &str, base: &Ref<PyType>, doc: &str) -> Ref<PyType> {
        let class =
            Ref::new(PyType::blank(shape::TYPE, self.intern_immortal(name), base.layout.get(), types::BASETYPE));
        class.header().make_immortal();
        let from = shape::info(base.root_shape.get());
        if let Some(root) = shape::new_root(class.as_ptr(), base.layout.get(), from.flags.get(), 0, 0) {
            class.root_shape.set(root);
        }
        self.derive_from(&class, base);
        class.init_own(&self.names().__doc__, self.str(doc));
        class
    }
}

/// What the shape of a built-in type's direct instances says.
fn shape_flags(tail: bool, type_flags: u32) -> u32 {
    let tail = if tail { shape::HAS_TAIL | shape::HAS_DICT } else { 0 };
    let weak = if type_flags & types::WEAKREF != 0 { shape::WEAKREFABLE } else { 0 };
    tail | weak
}

/// Fills empty slots from a base. Equality and hash go together: who redefines the one does not inherit the other.
pub fn inherit_slots(slots: &mut Slots, base: &Slots) {
    let unhashable = slots.compare.is_some() && slots.hash.is_none();
    slots.inherit(base);
    if unhashable {
        slots.hash = None;
    }
}
