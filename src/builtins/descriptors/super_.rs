//! `super`, and the instructions that stand for `super().name`.

use super::PySuper;
use crate::builtins::str::PyStr;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getter, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::{PyType, Raw, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub const DOC: &str = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n";

pub static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(new));

pub const SLOTS: Slots =
    Slots { repr: Some(repr), init: Some(init), getattr: Some(getattr), descr_get: Some(get), ..Slots::EMPTY };

pub static GETSET: &[GetSet] = &[
    getter("__thisclass__", "the class invoking super()", |_, this| {
        Ok(this.downcast::<PySuper>().map_or(Value::NONE, |this| this.class.get_or_none()))
    }),
    getter("__self__", "the instance invoking super(); may be None", |_, this| {
        Ok(this.downcast::<PySuper>().map_or(Value::NONE, |this| this.object.get_or_none()))
    }),
    getter("__self_class__", "the type of the instance invoking super(); may be None", |_, this| {
        Ok(this.downcast::<PySuper>().map_or(Value::NONE, |this| this.object_class.get_or_none()))
    }),
];

fn new(vm: &Vm, class: &Ref<PyType>, _: Rest, _: Keywords) -> Value {
    vm.new_object(class, PySuper::payload()).into_value()
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let Some(this) = this.downcast::<PySuper>() else { return Ok(()) };
    if !args.names.is_empty() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let (class, object) = match args.values {
        [] => {
            let (class, object) = vm.implicit_super()?;
            (class, Some(object))
        }
        [class] => (class.clone(), None),
        [class, object] => (class.clone(), Some(object.clone()).filter(|object| !object.is_none())),
        more => return Err(vm.type_error(format!("super expected at most 2 arguments, got {}", more.len()))),
    };
    if class.downcast::<PyType>().is_none() {
        let actual = class_ref(&class).name();
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {actual}")));
    }
    let object_class = match &object {
        Some(object) => Some(check(vm, &class, object)?.into_value()),
        None => None,
    };
    this.class.set(class);
    this.object.replace(object);
    this.object_class.replace(object_class);
    Ok(())
}

/// The class whose MRO is searched: the object itself, if it is a subclass, or its class.
fn check(vm: &Vm, class: &Value, object: &Value) -> PyResult<Ref<PyType>> {
    let Some(class) = class.downcast::<PyType>() else {
        let actual = class_ref(class).name();
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {actual}")));
    };
    if let Some(itself) = object.downcast::<PyType>().filter(|itself| itself.is_subtype(class)) {
        return Ok(itself.clone());
    }
    let actual = class_of(object);
    if actual.is_subtype(class) {
        return Ok(actual);
    }
    if let Some(claimed) = vm.get_attr_opt(object, &vm.names().__class__)?
        && let Ok(claimed) = claimed.into_ref::<PyType>()
        && !claimed.is(&actual)
        && claimed.is_subtype(class)
    {
        return Ok(claimed);
    }
    let kind = if object.downcast::<PyType>().is_some() { "type" } else { "instance of" };
    let shown = object.downcast::<PyType>().map_or_else(|| actual.name(), |object| object.name());
    Err(vm.type_error(format!(
        "super(type, obj): obj ({kind} {shown}) is not an instance or subtype of type ({}).",
        class.name()
    )))
}

/// What `super` finds behind `class` in the MRO of `object_class`, not bound yet.
fn find(class: &Value, object_class: &PyType, name: &Ref<PyStr>) -> Option<Value> {
    let class = class.downcast::<PyType>()?;
    object_class.lookup_after(class, name)
}

fn bind(vm: &Vm, found: Value, object: &Value, object_class: &Ref<PyType>) -> PyResult<Value> {
    match class_of(&found).slots().descr_get {
        // Through a class itself, descriptors see no instance.
        Some(get) => {
            let instance = Some(object).filter(|object| !object.is(object_class.as_value()));
            get(vm, &found, instance, object_class.as_value())
        }
        None => Ok(found),
    }
}

fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult<Value> {
    let (Some(proxy), Some(name)) = (this.downcast::<PySuper>(), name.downcast::<PyStr>()) else {
        return Err(vm.type_error("super.__getattribute__ needs a super object and a name"));
    };
    let parts = (proxy.class.get(), proxy.object.get(), proxy.object_class.get());
    if let (Some(class), Some(object), Some(object_class)) = parts
        && name.as_bytes() != b"__class__"
        && let Ok(object_class) = object_class.into_ref::<PyType>()
        && let Some(found) = find(&class, &object_class, name)
    {
        return bind(vm, found, &object, &object_class);
    }
    vm.generic_get_attr(this, name)
}

fn get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult<Value> {
    let (Some(proxy), Some(instance)) = (this.downcast::<PySuper>(), instance) else { return Ok(this.clone()) };
    if proxy.object.is_set() || instance.is_none() {
        return Ok(this.clone());
    }
    let Some(class) = proxy.class.get() else { return Ok(this.clone()) };
    if this.downcast_exact::<PySuper>().is_none() {
        return vm.call(class_of(this).as_value(), &[class, instance.clone()]);
    }
    let object_class = check(vm, &class, instance)?;
    let bound = PySuper::payload();
    bound.class.set(class);
    bound.object.set(instance.clone());
    bound.object_class.set(object_class.into_value());
    Ok(Ref::new(bound).into_value())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(proxy) = this.downcast::<PySuper>() else { return Ok(vm.str("")) };
    let name = |value: Option<Value>| {
        value.and_then(|value| value.into_ref::<PyType>().ok()).map_or("NULL".to_string(), |class| class.name())
    };
    let class = name(proxy.class.get());
    Ok(vm.str(&match proxy.object_class.get() {
        Some(object_class) => format!("<super: <class '{class}'>, <{} object>>", name(Some(object_class))),
        None => format!("<super: <class '{class}'>, NULL>"),
    }))
}

impl Vm {
    /// Whether this is the class `super`.
    #[inline(always)]
    pub fn is_builtin_super(&self, function: Raw) -> bool {
        std::ptr::eq(function.0 as *const PyType, self.shape(shape::SUPER).class.get())
    }

    /// `super().name` or `super(class, this).name`; `function` is what the name `super` stands for.
    pub fn super_attr(
        &self,
        function: &Value,
        class: &Value,
        this: &Value,
        name: &Ref<PyStr>,
        explicit: bool,
    ) -> PyResult<Value> {
        if !self.is_builtin_super(function.raw()) {
            let args = [class.clone(), this.clone()];
            let proxy = self.call(function, if explicit { &args } else { &[] })?;
            return self.get_attr(&proxy, name);
        }
        let object_class = check(self, class, this)?;
        match find(class, &object_class, name).filter(|_| name.as_bytes() != b"__class__") {
            Some(found) => bind(self, found, this, &object_class),
            None => {
                let proxy = self.call(function, &[class.clone(), this.clone()])?;
                self.get_attr(&proxy, name)
            }
        }
    }

    /// The method that `super().name` finds, and the self to call it with.
    pub fn super_method(
        &self,
        function: &Value,
        class: &Value,
        this: &Value,
        name: &Ref<PyStr>,
        explicit: bool,
    ) -> PyResult<(Value, Option<Value>)> {
        if self.is_builtin_super(function.raw()) {
            let object_class = check(self, class, this)?;
            if !this.is(object_class.as_value())
                && let Some(found) = find(class, &object_class, name)
                && found.downcast_exact::<crate::builtins::function::PyFunction>().is_some()
            {
                return Ok((found, Some(this.clone())));
            }
        }
        Ok((self.super_attr(function, class, this, name, explicit)?, None))
    }
}
