//! `_lru_cache_wrapper`: a function with a cache of its results, which forgets what was used longest ago.

use std::cell::Cell;

use super::is_exactly;
use crate::builtins::dict::PyDict;
use crate::builtins::function::PyMethod;
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, Native, PyResult, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF, builtin};
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

/// Entries of the cache stand in the order of their last use.
#[repr(C)]
pub struct PyLruCache {
    header: Header,
    function: Value,
    cache: Ref<PyDict>,
    /// A plain object of its own: stands in keys where keyword arguments begin.
    mark: Value,
    /// `None`: no limit.
    maxsize: Option<usize>,
    typed: bool,
    info_type: Value,
    hits: Cell<u64>,
    misses: Cell<u64>,
}
crate::payload!(PyLruCache, shape::LRU_CACHE, tail, traverse(this, visitor) {
    visitor.visit(&this.function);
    visitor.visit(&this.cache);
    visitor.visit(&this.info_type);
} clear {});

pub static LRU_CACHE: TypeSpec = TypeSpec {
    module: "functools",
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize",
    flags: BASETYPE | WEAKREF,
    slots: Slots { call: Some(call), descr_get: Some(get), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[crate::builtins::object::DICT_GETSET],
    ..TypeSpec::of::<PyLruCache>("_lru_cache_wrapper")
};

static NEW: Native = staticmethod(
    "__new__(cls, user_function, maxsize, typed, cache_info_type)",
    "Create and return a new object.",
    wrap(new),
);
static METHODS: &[Native] = &[
    method("cache_info(self, /)", "Report cache statistics", wrap(cache_info)),
    method("cache_clear(self, /)", "Clear the cache and cache statistics", wrap(cache_clear)),
    method("__reduce__(self, /)", "", wrap(reduce)),
    method("__copy__(self, /)", "", wrap(|_: &Vm, this: &Ref<PyLruCache>| this.clone())),
    method("__deepcopy__(self, memo, /)", "", wrap(|_: &Vm, this: &Ref<PyLruCache>, _memo: &Value| this.clone())),
];

fn new(
    vm: &Vm,
    class: &Ref<PyType>,
    user_function: &Value,
    maxsize: &Value,
    typed: bool,
    info_type: &Value,
) -> PyResult<Ref<PyLruCache>> {
    if !vm.is_callable(user_function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let maxsize = match maxsize.is_none() {
        true => None,
        false => {
            let index = match vm.index(maxsize) {
                Ok(index) => index,
                Err(raised) => {
                    drop(vm.catch(raised, &vm.exceptions().TypeError)?);
                    return Err(vm.type_error("maxsize should be integer or None"));
                }
            };
            Some(int::as_int(&index).and_then(|size| size.to_i64()).unwrap_or(i64::MAX).max(0) as usize)
        }
    };
    Ok(vm.new_object(
        class,
        PyLruCache {
            header: Header::new(shape::LRU_CACHE),
            function: user_function.clone(),
            cache: PyDict::new(),
            mark: vm.new_instance(&builtin(shape::OBJECT)),
            maxsize,
            typed,
            info_type: info_type.clone(),
            hits: Cell::new(0),
            misses: Cell::new(0),
        },
    ))
}

/// The key of a call: the one argument itself if it is a plain int or str, else a tuple of everything.
fn key(this: &PyLruCache, args: Args) -> Value {
    let positional = args.positional();
    if let ([only], true, false) = (positional, args.names.is_empty(), this.typed)
        && (only.raw().is_int() || is_exactly(only, shape::INT) || only.downcast_exact::<PyStr>().is_some())
    {
        return only.clone();
    }
    let mut parts = positional.to_vec();
    if !args.names.is_empty() {
        parts.push(this.mark.clone());
        for (name, value) in args.keywords() {
            parts.extend([name.clone(), value.clone()]);
        }
    }
    if this.typed {
        parts.extend(args.values.iter().map(|value| class_of(value).into_value()));
    }
    PyTuple::new(parts).into_value()
}

fn lru_cache(this: &Value) -> &Ref<PyLruCache> {
    this.downcast::<PyLruCache>().expect("a slot of _lru_cache_wrapper")
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let this = lru_cache(this);
    if this.maxsize == Some(0) {
        this.misses.set(this.misses.get() + 1);
        return vm.call_args(&this.function, args);
    }
    let key = key(this, args);
    let hash = vm.hash(&key)?;
    if let Some(place) = this.cache.find(vm, &key, hash)?
        && let Some(known) = this.cache.value_at(place)
    {
        this.hits.set(this.hits.get() + 1);
        if this.maxsize.is_some() {
            this.cache.table.borrow_mut().move_to_end(place);
        }
        return Ok(known);
    }
    this.misses.set(this.misses.get() + 1);
    let result = vm.call_args(&this.function, args)?;
    let Some(maxsize) = this.maxsize else {
        this.cache.set_with_hash(vm, &key, hash, result.clone())?;
        return Ok(result);
    };
    // The call may have filled the cache with the same key.
    if this.cache.find(vm, &key, hash)?.is_some() {
        return Ok(result);
    }
    let mut table = this.cache.table.borrow_mut();
    let oldest = match table.len() >= maxsize {
        true => table.next_live(0).map(|place| table.remove(place)),
        false => None,
    };
    table.insert_new(hash, key, result.clone());
    drop(table);
    drop(oldest);
    Ok(result)
}

fn get(_: &Vm, this: &Value, instance: Option<&Value>, _class: &Value) -> PyResult<Value> {
    Ok(match instance {
        Some(instance) => PyMethod::new(this.clone(), instance.clone()).into_value(),
        None => this.clone(),
    })
}

fn cache_info(vm: &Vm, this: &Ref<PyLruCache>) -> PyResult<Value> {
    let number = |number: u64| vm.int_from(number as usize);
    let maxsize = this.maxsize.map_or(Value::NONE, |maxsize| vm.int_from(maxsize));
    let fields = [number(this.hits.get()), number(this.misses.get()), maxsize, vm.int_from(this.cache.len())];
    vm.call(&this.info_type, &fields)
}

fn cache_clear(_: &Vm, this: &Ref<PyLruCache>) {
    this.hits.set(0);
    this.misses.set(0);
    let entries = this.cache.table.borrow_mut().clear();
    drop(entries);
}

fn reduce(vm: &Vm, this: &Ref<PyLruCache>) -> PyResult<Value> {
    vm.get_attr(this.as_value(), &vm.names().__qualname__)
}
