//! Methods of `tuple`.

use super::PyTuple;
use crate::builtins::sequence::{self, is_exactly};
use crate::native::{Keywords, Native, PyResult, Rest, classmethod, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new));

pub static METHODS: &[Native] = &[
    method("__getnewargs__(self, /)", "", wrap(getnewargs)),
    method(
        "index(self, value, start=0, stop=sys.maxsize, /)",
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
        wrap(index),
    ),
    method("count(self, value, /)", "Return number of occurrences of value.", wrap(count)),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];

fn new(vm: &Vm, class: &Ref<PyType>, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    let exact = is_exactly(class, shape::TUPLE);
    if !kwargs.0.is_empty() && sequence::lacks_own_init(class, shape::TUPLE) {
        return Err(vm.type_error("tuple() takes no keyword arguments"));
    }
    let iterable = match args.0 {
        [] => None,
        [iterable] => Some(iterable),
        more => return Err(sequence::at_most(vm, "tuple", 1, more.len())),
    };
    if exact && let Some(same) = iterable.filter(|iterable| iterable.downcast_exact::<PyTuple>().is_some()) {
        return Ok(same.clone());
    }
    let items = match iterable {
        Some(iterable) => vm.collect(iterable)?,
        None => Vec::new(),
    };
    if exact {
        return Ok(vm.tuple(items));
    }
    Ok(PyTuple::new_of_class(vm, class, &items).into_value())
}

fn getnewargs(vm: &Vm, this: &Ref<PyTuple>) -> Value {
    let plain = PyTuple::new(this.items().to_vec()).into_value();
    vm.tuple(vec![plain])
}

fn index(vm: &Vm, this: &Ref<PyTuple>, value: &Value, start: Option<&Value>, stop: Option<&Value>) -> PyResult<usize> {
    let start = sequence::bound(vm, start, 0)?;
    let stop = sequence::bound(vm, stop, isize::MAX)?;
    let (start, stop) = sequence::clamp_bounds(start, stop, this.len());
    for place in start..stop {
        if vm.is_equal(&this.items()[place], value)? {
            return Ok(place);
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}

fn count(vm: &Vm, this: &Ref<PyTuple>, value: &Value) -> PyResult<usize> {
    let mut count = 0;
    for item in this.items() {
        count += vm.is_equal(item, value)? as usize;
    }
    Ok(count)
}
