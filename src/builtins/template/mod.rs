//! Template strings: what `t"..."` makes, `string.templatelib.Template` and `Interpolation`.

use std::cell::Cell;

use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Keywords, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;

/// `strings` has one item more than `interpolations`.
#[repr(C)]
pub struct PyTemplate {
    header: Header,
    strings: Ref<PyTuple>,
    interpolations: Ref<PyTuple>,
}
crate::payload!(PyTemplate, shape::TEMPLATE, traverse(this, visitor) {
    visitor.visit(&this.strings);
    visitor.visit(&this.interpolations);
} clear {});

#[repr(C)]
pub struct PyInterpolation {
    header: Header,
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
}
crate::payload!(PyInterpolation, shape::INTERPOLATION, traverse(this, visitor) {
    visitor.visit(&this.value);
    visitor.visit(&this.expression);
    visitor.visit(&this.conversion);
    visitor.visit(&this.format_spec);
} clear {});

/// Over the parts of a template: strings that are not empty, and interpolations between them.
#[repr(C)]
pub struct PyTemplateIterator {
    header: Header,
    template: Ref<PyTemplate>,
    next: Cell<usize>,
}
crate::payload!(PyTemplateIterator, shape::TEMPLATE_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.template);
} clear {});

pub static SPECS: &[&TypeSpec] = &[&TEMPLATE, &INTERPOLATION, &ITERATOR];

const MODULE: &str = "string.templatelib";

static TEMPLATE: TypeSpec = TypeSpec {
    module: MODULE,
    doc: "Template object",
    new: Some(&NEW_TEMPLATE),
    slots: Slots { repr: Some(template_repr), iter: Some(template_iter), add: Some(concat), ..Slots::EMPTY },
    methods: &[method("__reduce__(self, /)", "", wrap(template_reduce))],
    getset: &[
        getter("strings", "Strings", |_, this| Ok(as_template(this).strings.to_value())),
        getter("interpolations", "Interpolations", |_, this| Ok(as_template(this).interpolations.to_value())),
        getter("values", "Values of interpolations", values),
    ],
    ..TypeSpec::of::<PyTemplate>("Template")
};

static INTERPOLATION: TypeSpec = TypeSpec {
    module: MODULE,
    doc: "Interpolation object",
    new: Some(&NEW_INTERPOLATION),
    slots: Slots { repr: Some(interpolation_repr), ..Slots::EMPTY },
    methods: &[method("__reduce__(self, /)", "", wrap(interpolation_reduce))],
    getset: &[
        getter("value", "Value", |_, this| Ok(as_interpolation(this).value.clone())),
        getter("expression", "Expression", |_, this| Ok(as_interpolation(this).expression.clone())),
        getter("conversion", "Conversion", |_, this| Ok(as_interpolation(this).conversion.clone())),
        getter("format_spec", "Format specifier", |_, this| Ok(as_interpolation(this).format_spec.clone())),
        getter("__match_args__", "", match_args),
    ],
    ..TypeSpec::of::<PyInterpolation>("Interpolation")
};

static ITERATOR: TypeSpec = TypeSpec {
    module: MODULE,
    flags: types::NO_NEW,
    slots: Slots { iter: Some(|_, value| Ok(value.clone())), next: Some(iterator_next), ..Slots::EMPTY },
    ..TypeSpec::of::<PyTemplateIterator>("TemplateIter")
};

static NEW_TEMPLATE: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new_template));
static NEW_INTERPOLATION: Native =
    staticmethod("__new__(cls, value, expression='', conversion=None, format_spec='')", "", wrap(new_interpolation));

fn as_template(value: &Value) -> &Ref<PyTemplate> {
    value.downcast::<PyTemplate>().expect("getters are called with their own type")
}

fn as_interpolation(value: &Value) -> &Ref<PyInterpolation> {
    value.downcast::<PyInterpolation>().expect("getters are called with their own type")
}

/// Parts in any order; strings next to each other are joined, interpolations get empty strings between them.
fn new_template(vm: &Vm, _class: &Ref<PyType>, parts: Rest, keywords: Keywords) -> PyResult<Ref<PyTemplate>> {
    if !keywords.0.is_empty() {
        return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
    }
    template_of(vm, parts.0)
}

fn template_of(vm: &Vm, parts: &[Value]) -> PyResult<Ref<PyTemplate>> {
    let (mut strings, mut interpolations, mut text) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        if let Some(string) = part.downcast::<PyStr>() {
            text.extend_from_slice(string.as_bytes());
        } else if part.downcast::<PyInterpolation>().is_some() {
            strings.push(PyStr::from_wtf8(&std::mem::take(&mut text)).into_value());
            interpolations.push(part.clone());
        } else {
            return Err(vm.type_error(format!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {}",
                class_ref(part).name()
            )));
        }
    }
    strings.push(PyStr::from_wtf8(&text).into_value());
    Ok(PyTemplate::new(strings, interpolations))
}

impl PyTemplate {
    fn new(strings: Vec<Value>, interpolations: Vec<Value>) -> Ref<PyTemplate> {
        let (strings, interpolations) = (PyTuple::new(strings), PyTuple::new(interpolations));
        Ref::new(PyTemplate { header: Header::new(shape::TEMPLATE), strings, interpolations })
    }
}

fn new_interpolation(
    vm: &Vm,
    _class: &Ref<PyType>,
    value: Value,
    expression: &Ref<PyStr>,
    conversion: &Value,
    format_spec: &Ref<PyStr>,
) -> PyResult<Ref<PyInterpolation>> {
    if !conversion.is_none() {
        let Some(text) = conversion.downcast::<PyStr>() else {
            let got = class_ref(conversion).name();
            return Err(vm.type_error(format!("Interpolation() argument 'conversion' must be str, not {got}")));
        };
        if !matches!(text.as_bytes(), b"a" | b"r" | b"s") {
            return Err(vm.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"));
        }
    }
    Ok(vm.interpolation(value, expression.to_value(), conversion.clone(), format_spec.to_value()))
}

impl Vm {
    /// The interpolation of a field of a template string.
    pub fn interpolation(
        &self,
        value: Value,
        expression: Value,
        conversion: Value,
        format_spec: Value,
    ) -> Ref<PyInterpolation> {
        let header = Header::new(shape::INTERPOLATION);
        Ref::new(PyInterpolation { header, value, expression, conversion, format_spec })
    }

    /// The template of these strings and interpolations.
    pub fn template(&self, strings: Vec<Value>, interpolations: Vec<Value>) -> Ref<PyTemplate> {
        PyTemplate::new(strings, interpolations)
    }
}

fn template_repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = as_template(value);
    let strings = vm.repr(this.strings.as_value())?;
    let interpolations = vm.repr(this.interpolations.as_value())?;
    Ok(vm.str(&format!("Template(strings={strings}, interpolations={interpolations})")))
}

fn interpolation_repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = as_interpolation(value);
    let mut parts = Vec::new();
    for part in [&this.value, &this.expression, &this.conversion, &this.format_spec] {
        parts.push(vm.repr(part)?.to_string());
    }
    Ok(vm.str(&format!("Interpolation({})", parts.join(", "))))
}

fn template_iter(_: &Vm, value: &Value) -> PyResult<Value> {
    let iterator = PyTemplateIterator {
        header: Header::new(shape::TEMPLATE_ITERATOR),
        template: as_template(value).clone(),
        next: Cell::new(0),
    };
    Ok(Ref::new(iterator).into_value())
}

/// Even steps are strings, odd ones interpolations.
fn iterator_next(_: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = value.downcast::<PyTemplateIterator>().expect("slots are called with their own type");
    loop {
        let step = this.next.get();
        let from = if step.is_multiple_of(2) { &this.template.strings } else { &this.template.interpolations };
        let Some(item) = from.items().get(step / 2) else { return Ok(None) };
        this.next.set(step + 1);
        if !item.downcast::<PyStr>().is_some_and(|text| text.is_empty()) {
            return Ok(Some(item.clone()));
        }
    }
}

fn concat(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyTemplate>(), right.downcast::<PyTemplate>()) else {
        if left.downcast::<PyTemplate>().is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let (left, right) = (vm.qualified_name(class_ref(left)), class_ref(right).name());
        return Err(vm.type_error(format!("can only concatenate {left} (not \"{right}\") to {left}")));
    };
    let mut parts = Vec::new();
    for template in [a, b] {
        let mut interpolations = template.interpolations.items().iter();
        for string in template.strings.items() {
            parts.push(string.clone());
            parts.extend(interpolations.next().cloned());
        }
    }
    template_of(vm, &parts).map(Ref::into_value)
}

fn values(vm: &Vm, value: &Value) -> PyResult<Value> {
    let interpolations = as_template(value).interpolations.clone();
    let values = interpolations.items().iter().map(|item| as_interpolation(item).value.clone()).collect();
    Ok(vm.tuple(values))
}

fn match_args(vm: &Vm, _: &Value) -> PyResult<Value> {
    Ok(vm.tuple(["value", "expression", "conversion", "format_spec"].iter().map(|name| vm.str(name)).collect()))
}

fn template_reduce(vm: &Vm, this: &Ref<PyTemplate>) -> PyResult<Value> {
    let unpickle = vm.import_attr(MODULE, "_template_unpickle")?;
    let args = vm.tuple(vec![this.strings.to_value(), this.interpolations.to_value()]);
    Ok(vm.tuple(vec![unpickle, args]))
}

fn interpolation_reduce(vm: &Vm, this: &Ref<PyInterpolation>) -> PyResult<Value> {
    let parts = vec![this.value.clone(), this.expression.clone(), this.conversion.clone(), this.format_spec.clone()];
    let class = types::builtin(shape::INTERPOLATION).into_value();
    let args = vm.tuple(parts);
    Ok(vm.tuple(vec![class, args]))
}
