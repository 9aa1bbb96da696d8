//! `attrgetter`, `itemgetter` and `methodcaller`.

use crate::builtins::str::PyStr;
use crate::native::{Args, Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

/// `attrgetter` and `itemgetter` differ by their shape.
#[repr(C)]
pub struct PyGetter {
    header: Header,
    /// As given.
    keys: Vec<Value>,
    /// Of attrgetter: the names between the dots.
    paths: Vec<Vec<Ref<PyStr>>>,
}
crate::payload!(PyGetter, shape::ITEMGETTER, traverse(this, visitor) {
    visitor.visit(&this.keys);
} clear {});

const fn getter(
    number: u32,
    name: &'static str,
    doc: &'static str,
    call: crate::object::slots::Call,
    new: &'static Native,
) -> TypeSpec {
    TypeSpec {
        module: "operator",
        doc,
        shape: number,
        slots: Slots { repr: Some(repr), call: Some(call), ..Slots::EMPTY },
        new: Some(new),
        methods: METHODS,
        ..TypeSpec::of::<PyGetter>(name)
    }
}

pub static ATTRGETTER: TypeSpec = getter(
    shape::ATTRGETTER,
    "attrgetter",
    "Return a callable object that fetches the given attribute(s) from its operand.\n\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    call_attrgetter,
    &NEW_ATTRGETTER,
);
pub static ITEMGETTER: TypeSpec = getter(
    shape::ITEMGETTER,
    "itemgetter",
    "Return a callable object that fetches the given item(s) from its operand.\n\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    call_itemgetter,
    &NEW_ITEMGETTER,
);

static METHODS: &[Native] = &[method("__reduce__(self, /)", "Return state information for pickling", wrap(reduce))];
static NEW_ATTRGETTER: Native =
    staticmethod("__new__(cls, attr, /, *attrs)", "Create and return a new object.", wrap(new_attrgetter));
static NEW_ITEMGETTER: Native =
    staticmethod("__new__(cls, item, /, *items)", "Create and return a new object.", wrap(new_itemgetter));

fn keys(first: &Value, rest: Rest) -> Vec<Value> {
    std::iter::once(first).chain(rest.0).cloned().collect()
}

fn new_attrgetter(vm: &Vm, class: &Ref<PyType>, attr: &Value, attrs: Rest) -> PyResult<Ref<PyGetter>> {
    let keys = keys(attr, attrs);
    let mut paths = Vec::with_capacity(keys.len());
    for key in &keys {
        let Some(name) = key.downcast::<PyStr>() else { return Err(vm.type_error("attribute name must be a string")) };
        paths.push(name.as_bytes().split(|&byte| byte == b'.').map(|part| vm.intern_bytes(part)).collect());
    }
    Ok(vm.new_object(class, PyGetter { header: Header::new(shape::ATTRGETTER), keys, paths }))
}

fn new_itemgetter(vm: &Vm, class: &Ref<PyType>, item: &Value, items: Rest) -> Ref<PyGetter> {
    let header = Header::new(shape::ITEMGETTER);
    vm.new_object(class, PyGetter { header, keys: keys(item, items), paths: Vec::new() })
}

fn receiver(this: &Value) -> &Ref<PyGetter> {
    this.downcast::<PyGetter>().expect("a slot of a getter")
}

/// The one object that a getter is called with.
fn operand<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<&'a Value> {
    if !args.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.values {
        [object] => Ok(object),
        values => Err(vm.type_error(format!("{name} expected 1 argument, got {}", values.len()))),
    }
}

fn call_attrgetter(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let object = operand(vm, "attrgetter", args)?;
    let paths = &receiver(this).paths;
    let get = |path: &Vec<Ref<PyStr>>| path.iter().try_fold(object.clone(), |object, name| vm.get_attr(&object, name));
    match &paths[..] {
        [path] => get(path),
        paths => Ok(vm.tuple(paths.iter().map(get).collect::<PyResult<Vec<_>>>()?)),
    }
}

fn call_itemgetter(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let object = operand(vm, "itemgetter", args)?;
    match &receiver(this).keys[..] {
        [key] => vm.get_item(object, key),
        keys => Ok(vm.tuple(keys.iter().map(|key| vm.get_item(object, key)).collect::<PyResult<Vec<_>>>()?)),
    }
}

/// `module.name(` with the values' reprs, then `name=value` pairs, and `)`.
fn call_repr(vm: &Vm, this: &Value, values: &[Value], pairs: &[(Value, Value)]) -> PyResult<Value> {
    let text = vm.enter_repr(this, || {
        let mut text = format!("{}(", vm.qualified_name(&class_of(this))).into_bytes();
        let mut first = true;
        for value in values {
            text.extend_from_slice(if first { b"" } else { b", " });
            text.extend_from_slice(vm.repr(value)?.as_bytes());
            first = false;
        }
        for (name, value) in pairs {
            text.extend_from_slice(b", ");
            text.extend_from_slice(vm.to_str(name)?.as_bytes());
            text.push(b'=');
            text.extend_from_slice(vm.repr(value)?.as_bytes());
        }
        text.push(b')');
        Ok(text)
    })?;
    let recursive = format!("{}(...)", vm.qualified_name(&class_of(this)));
    Ok(PyStr::from_wtf8(&text.unwrap_or(recursive.into_bytes())).into_value())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    call_repr(vm, this, &receiver(this).keys, &[])
}

fn reduce(vm: &Vm, this: &Ref<PyGetter>) -> Value {
    vm.tuple(vec![class_of(this.as_value()).into_value(), vm.tuple(this.keys.clone())])
}

#[repr(C)]
pub struct PyMethodCaller {
    header: Header,
    name: Ref<PyStr>,
    args: Vec<Value>,
    keywords: Vec<(Value, Value)>,
}
crate::payload!(PyMethodCaller, shape::METHODCALLER, traverse(this, visitor) {
    visitor.visit(&this.args);
    visitor.visit(&this.keywords);
} clear {});

pub static METHODCALLER: TypeSpec = TypeSpec {
    module: "operator",
    doc: "Return a callable object that calls the given method on its operand.\n\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    slots: Slots { repr: Some(repr_methodcaller), call: Some(call_methodcaller), ..Slots::EMPTY },
    new: Some(&NEW_METHODCALLER),
    methods: &[method("__reduce__(self, /)", "Return state information for pickling", wrap(reduce_methodcaller))],
    ..TypeSpec::of::<PyMethodCaller>("methodcaller")
};
static NEW_METHODCALLER: Native =
    staticmethod("__new__(cls, /, *args, **kwargs)", "Create and return a new object.", wrap(new_methodcaller));

fn new_methodcaller(vm: &Vm, class: &Ref<PyType>, args: Rest, kwargs: Keywords) -> PyResult<Ref<PyMethodCaller>> {
    let [name, args @ ..] = args.0 else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = name.downcast::<PyStr>() else { return Err(vm.type_error("method name must be a string")) };
    Ok(vm.new_object(
        class,
        PyMethodCaller {
            header: Header::new(shape::METHODCALLER),
            name: vm.intern_ref(name),
            args: args.to_vec(),
            keywords: kwargs.0.to_vec(),
        },
    ))
}

fn methodcaller(this: &Value) -> &Ref<PyMethodCaller> {
    this.downcast::<PyMethodCaller>().expect("a slot of methodcaller")
}

fn call_methodcaller(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let object = operand(vm, "methodcaller", args)?;
    let this = methodcaller(this);
    if this.keywords.is_empty() {
        return vm.call_method_ref(object, &this.name, &this.args);
    }
    let method = vm.get_attr(object, &this.name)?;
    let mut values = this.args.clone();
    values.extend(this.keywords.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = this.keywords.iter().map(|(name, _)| name.clone()).collect();
    vm.call_args(&method, Args { values: &values, names: &names })
}

fn repr_methodcaller(vm: &Vm, this: &Value) -> PyResult<Value> {
    let caller = methodcaller(this);
    let mut values = vec![caller.name.to_value()];
    values.extend_from_slice(&caller.args);
    call_repr(vm, this, &values, &caller.keywords)
}

fn reduce_methodcaller(vm: &Vm, this: &Ref<PyMethodCaller>) -> PyResult<Value> {
    let class = class_of(this.as_value()).into_value();
    let mut values = vec![this.name.to_value()];
    values.extend_from_slice(&this.args);
    if this.keywords.is_empty() {
        return Ok(vm.tuple(vec![class, vm.tuple(values)]));
    }
    // The class with its keywords given: functools.partial.
    let partial = vm.import_attr("functools", "partial")?;
    let mut all = vec![class, this.name.to_value()];
    all.extend(this.keywords.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = this.keywords.iter().map(|(name, _)| name.clone()).collect();
    let callable = vm.call_args(&partial, Args { values: &all, names: &names })?;
    Ok(vm.tuple(vec![callable, vm.tuple(this.args.clone())]))
}
