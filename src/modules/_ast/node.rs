//! `ast.AST`: the base of all nodes.

use crate::builtins::dict::PyDict;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::{self, builtin};
use crate::object::{Header, PyType, Ref, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// A node: all it has are attributes.
#[repr(C)]
pub struct PyNode {
    header: Header,
}
crate::payload!(PyNode, shape::AST_NODE, tail);

pub static SPECS: &[&TypeSpec] = &[&AST];

static AST: TypeSpec = TypeSpec {
    module: "ast",
    flags: types::BASETYPE | types::WEAKREF | types::MUTABLE,
    new: Some(&NEW),
    slots: Slots { init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyNode>("AST")
};

static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(make));

static METHODS: &[Native] = &[
    method("__reduce__(self, /)", "", wrap(reduce)),
    method(
        "__replace__(self, /, **fields)",
        "Return a copy of the AST node with new values for the specified fields.",
        wrap(replace),
    ),
];

static GETSET: &[GetSet] = &[crate::builtins::object::DICT_GETSET];

fn make(vm: &Vm, class: &Ref<PyType>, _: crate::native::Rest, _: Keywords) -> Value {
    new(vm, class)
}

/// A node without any attributes.
pub fn new(vm: &Vm, class: &Ref<PyType>) -> Value {
    vm.new_object(class, PyNode { header: Header::new(shape::AST_NODE) }).into_value()
}

pub fn is_node(_: &Vm, value: &Value) -> bool {
    value.downcast::<PyNode>().is_some()
}

/// A tuple of names that a class has, such as `_fields`.
fn names_of(vm: &Vm, this: &Value, name: &str) -> PyResult<Vec<Value>> {
    match vm.get_attr_opt(class_of(this).as_value(), &vm.intern(name))? {
        Some(names) => vm.collect(&names),
        None => Ok(Vec::new()),
    }
}

fn deprecated(vm: &Vm, message: &str) -> PyResult<()> {
    vm.warn(&vm.exceptions().DeprecationWarning, message, 1)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let class = class_ref(this).name();
    let fields = names_of(vm, this, "_fields")?;
    let positional = args.positional();
    if positional.len() > fields.len() {
        let plural = if fields.len() == 1 { "" } else { "s" };
        let count = fields.len();
        return Err(vm.type_error(format!("{class} constructor takes at most {count} positional argument{plural}")));
    }
    let mut missing = vec![true; fields.len()];
    let place = |name: &Value| -> PyResult<Option<usize>> {
        for (index, field) in fields.iter().enumerate() {
            if field.is(name) || vm.is_equal(field, name)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    };
    for (index, value) in positional.iter().enumerate() {
        set(vm, this, &fields[index], value)?;
        missing[index] = false;
    }
    let attributes = if args.names.is_empty() { Vec::new() } else { names_of(vm, this, "_attributes")? };
    for (name, value) in args.keywords() {
        match place(name)? {
            Some(index) if index < positional.len() => {
                let name = vm.str_text(name);
                return Err(vm.type_error(format!("{class} got multiple values for argument '{name}'")));
            }
            Some(index) => missing[index] = false,
            None => {
                let mut known = false;
                for attribute in &attributes {
                    known = known || vm.is_equal(attribute, name)?;
                }
                if !known {
                    let name = vm.str_text(name);
                    deprecated(
                        vm,
                        &format!(
                            "{class}.__init__ got an unexpected keyword argument '{name}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
                        ),
                    )?;
                }
            }
        }
        set(vm, this, name, value)?;
    }
    if missing.contains(&true) {
        fill(vm, this, &class, &fields, &missing)?;
    }
    Ok(())
}

fn set(vm: &Vm, this: &Value, name: &Value, value: &Value) -> PyResult<()> {
    match name.downcast::<PyStr>() {
        Some(name) => vm.set_attr(this, name, Some(value)),
        None => Err(vm.type_error("attribute name must be string")),
    }
}

/// Gives fields that were left out their defaults: empty lists, `Load()`; what is optional the class knows.
fn fill(vm: &Vm, this: &Value, class: &str, fields: &[Value], missing: &[bool]) -> PyResult<()> {
    let types = vm.get_attr_opt(class_of(this).as_value(), &vm.intern("_field_types"))?;
    let types = types.as_ref().and_then(|types| types.downcast::<PyDict>());
    for (field, _) in fields.iter().zip(missing).filter(|(_, missing)| **missing) {
        let kind = types.map_or(Ok(None), |types| types.get(vm, field))?;
        let name = vm.str_text(field);
        let Some(kind) = kind else {
            deprecated(
                vm,
                &format!(
                    "Field '{name}' is missing from {class}._field_types. This will become an error in Python 3.15."
                ),
            )?;
            continue;
        };
        let kind_name = class_ref(&kind).name();
        if kind_name == "Union" || kind_name == "UnionType" {
            continue;
        }
        if kind_name == "GenericAlias" {
            set(vm, this, field, PyList::new(Vec::new()).as_value())?;
        } else if kind.is(super::classes::get(vm)?.class(vm, "expr_context")?.as_value()) {
            set(vm, this, field, &super::classes::get(vm)?.singleton(vm, "Load")?)?;
        } else {
            deprecated(
                vm,
                &format!(
                    "{class}.__init__ missing 1 required positional argument: '{name}'. This will become an error in Python 3.15."
                ),
            )?;
        }
    }
    Ok(())
}

/// A copy is made from what stands in `__dict__`; the fields are given as None first, as CPython does.
fn reduce(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(dict) = vm.instance_dict(this) else { return Err(vm.type_error("an AST node is needed")) };
    let mut state = PyDict::new();
    vm.dict_update(&state, dict.as_value())?;
    let mut args = Vec::new();
    for field in names_of(vm, this, "_fields")? {
        if dict.get(vm, &field)?.is_none() {
            break;
        }
        args.push(Value::NONE);
    }
    if state.is_empty() {
        state = PyDict::new();
    }
    Ok(vm.tuple(vec![class_of(this).into_value(), vm.tuple(args), state.into_value()]))
}

fn replace(vm: &Vm, this: &Value, changes: Keywords) -> PyResult<Value> {
    let class = class_of(this);
    let mut known = names_of(vm, this, "_fields")?;
    known.extend(names_of(vm, this, "_attributes")?);
    let name = class.name();
    let dict = vm.instance_dict(this).unwrap_or_else(PyDict::new);
    let full = PyDict::new();
    vm.dict_update(&full, dict.as_value())?;
    let mut is_known = PyDict::new();
    for name in &known {
        is_known.set(vm, name, Value::TRUE)?;
    }
    for (key, _) in dict.items() {
        is_known.set(vm, &key, Value::TRUE)?;
    }
    for (key, value) in changes.0 {
        if is_known.get(vm, key)?.is_none() {
            let key = vm.str_text(key);
            return Err(vm.type_error(format!("{name}.__replace__ got an unexpected keyword argument '{key}'.")));
        }
        full.set(vm, key, value.clone())?;
    }
    let mut missing = Vec::new();
    for field in names_of(vm, this, "_fields")? {
        let optional = field.downcast::<PyStr>().map_or(Ok(None), |field| vm.get_attr_opt(class.as_value(), field))?;
        if full.get(vm, &field)?.is_none() && optional.is_none() {
            missing.push(vm.repr(&field)?.to_string());
        }
    }
    if !missing.is_empty() {
        let plural = if missing.len() == 1 { "" } else { "s" };
        let (count, names) = (missing.len(), missing.join(", "));
        return Err(vm.type_error(format!("{name}.__replace__ missing {count} keyword argument{plural}: {names}.")));
    }
    is_known = full;
    let (names, values): (Vec<Value>, Vec<Value>) = is_known.items().into_iter().unzip();
    vm.call_args(class.as_value(), Args { values: &values, names: &names })
}

/// `Name(id='x', ctx=Load())`, what lies deeper shown as `...`.
fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let text = shown(vm, this, 3)?;
    Ok(vm.str(&text))
}

fn shown(vm: &Vm, this: &Value, depth: usize) -> PyResult<String> {
    vm.check_native_stack("during ast node representation")?;
    let class = class_ref(this).name();
    let fields = names_of(vm, this, "_fields")?;
    if depth == 0 {
        return Ok(format!("{class}(...)"));
    }
    let mut parts = Vec::new();
    for field in fields {
        let Some(name) = field.downcast::<PyStr>() else { continue };
        let value = vm.get_attr(this, name)?;
        parts.push(format!("{name}={}", shown_value(vm, &value, depth)?));
    }
    Ok(format!("{class}({})", parts.join(", ")))
}

fn shown_value(vm: &Vm, value: &Value, depth: usize) -> PyResult<String> {
    if value.downcast::<PyNode>().is_some() {
        return shown(vm, value, depth - 1);
    }
    let (items, open, close) = if let Some(list) = value.downcast::<PyList>() {
        (list.items.borrow().clone(), "[", "]")
    } else if let Some(tuple) = value.downcast::<PyTuple>() {
        (tuple.items().to_vec(), "(", if tuple.items().len() == 1 { ",)" } else { ")" })
    } else {
        let text = vm.repr(value)?.to_string();
        let is_text = value.downcast::<PyStr>().is_some() || std::ptr::eq(class_ref(value), &*builtin(shape::BYTES));
        if is_text && text.chars().count() > 200 {
            let short: Vec<char> = text.chars().collect();
            let (start, end): (String, String) =
                (short[..99].iter().collect(), short[short.len() - 98..].iter().collect());
            return Ok(format!("{start}...{end}"));
        }
        return Ok(text);
    };
    // The first and the last stand for all.
    let mut parts = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if index == 0 || index + 1 == items.len() {
            parts.push(shown_value(vm, item, depth)?);
        } else if index == 1 {
            parts.push("...".to_string());
        }
    }
    Ok(format!("{open}{}{close}", parts.join(", ")))
}
