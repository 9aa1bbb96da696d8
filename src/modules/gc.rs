//! `gc`: the cycle collector as programs see it. It has one generation: what CPython's younger ones would do, it does too.

use std::cell::{Cell, OnceCell, RefCell};

use super::NativeModule;
use crate::builtins::int;
use crate::builtins::list::PyList;
use crate::builtins::module::PyModule;
use crate::native::{Native, PyResult, Rest, function, wrap};
use crate::object::{Ref, Value, class_ref, gc, header};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("gc")
};

static FUNCTIONS: &[Native] = &[
    function("enable()", "Enable automatic garbage collection.", wrap(|vm: &Vm| vm.collector().enabled.set(true))),
    function("disable()", "Disable automatic garbage collection.", wrap(|vm: &Vm| vm.collector().enabled.set(false))),
    function(
        "isenabled()",
        "Returns true if automatic garbage collection is enabled.",
        wrap(|vm: &Vm| vm.collector().enabled.get()),
    ),
    function("collect(generation=2)", "Run the garbage collector.", wrap(collect)),
    function("get_count()", "Return a three-tuple of the current collection counts.", wrap(get_count)),
    function("get_threshold()", "Return the current collection thresholds.", wrap(get_threshold)),
    function("set_threshold(*args)", "Set the collection thresholds (the collection frequency).", wrap(set_threshold)),
    function("get_debug()", "Get the garbage collection debugging flags.", wrap(|vm: &Vm| state(vm).debug.get())),
    function(
        "set_debug(flags, /)",
        "Set the garbage collection debugging flags.",
        wrap(|vm: &Vm, flags: i64| state(vm).debug.set(flags)),
    ),
    function(
        "get_objects(generation=None)",
        "Return a list of objects tracked by the collector (excluding the list returned).",
        wrap(get_objects),
    ),
    function("get_stats()", "Return a list of dictionaries containing per-generation statistics.", wrap(get_stats)),
    function(
        "get_referrers(*objs)",
        "Return the list of objects that directly refer to any of 'objs'.",
        wrap(get_referrers),
    ),
    function(
        "get_referents(*objs)",
        "Return the list of objects that are directly referred to by 'objs'.",
        wrap(get_referents),
    ),
    function("is_tracked(obj, /)", "Returns true if the object is tracked by the garbage collector.", wrap(is_tracked)),
    function(
        "is_finalized(obj, /)",
        "Returns true if the object has been already finalized by the GC.",
        wrap(is_finalized),
    ),
    function("freeze()", "Freeze all current tracked objects and ignore them for future collections.", wrap(freeze)),
    function(
        "unfreeze()",
        "Unfreeze all objects in the permanent generation.",
        wrap(|vm: &Vm| state(vm).frozen.set(0)),
    ),
    function(
        "get_freeze_count()",
        "Return the number of objects in the permanent generation.",
        wrap(|vm: &Vm| state(vm).frozen.get()),
    ),
];

const FLAGS: &[(&str, i64)] = &[
    ("DEBUG_STATS", 1),
    ("DEBUG_COLLECTABLE", 2),
    ("DEBUG_UNCOLLECTABLE", 4),
    ("DEBUG_SAVEALL", 32),
    ("DEBUG_LEAK", 2 | 4 | 32),
];

const THRESHOLDS: [i64; 3] = [2000, 10, 0];

#[derive(Default)]
struct State {
    debug: Cell<i64>,
    frozen: Cell<usize>,
    thresholds: RefCell<Option<[i64; 3]>>,
    callbacks: OnceCell<Ref<PyList>>,
}

fn state(vm: &Vm) -> &'static State {
    module_state(vm, "gc")
}

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for (name, flag) in FLAGS {
        module.dict.set_name(vm, name, vm.int(*flag));
    }
    let callbacks = state(vm).callbacks.get_or_init(|| PyList::new(Vec::new()));
    module.dict.set_name(vm, "callbacks", callbacks.to_value());
    module.dict.set_name(vm, "garbage", vm.list(Vec::new()));
    Ok(())
}

fn check_generation(vm: &Vm, generation: i64) -> PyResult<()> {
    if (0..=2).contains(&generation) { Ok(()) } else { Err(vm.value_error("invalid generation")) }
}

fn collect(vm: &Vm, generation: i64) -> PyResult<usize> {
    check_generation(vm, generation)?;
    call_back(vm, "start", generation, 0);
    let count = vm.collect_cycles();
    call_back(vm, "stop", generation, count);
    Ok(count)
}

/// Tells `gc.callbacks` of a collection that was asked for.
fn call_back(vm: &Vm, phase: &str, generation: i64, collected: usize) {
    let Some(callbacks) = state(vm).callbacks.get() else { return };
    let callbacks = callbacks.items.borrow().clone();
    if callbacks.is_empty() {
        return;
    }
    let info = vm.dict();
    info.set_name(vm, "generation", vm.int(generation));
    info.set_name(vm, "collected", vm.int_from(collected));
    info.set_name(vm, "uncollectable", vm.int(0));
    for callback in callbacks {
        if let Err(raised) = vm.call(&callback, &[vm.str(phase), info.to_value()]) {
            vm.report_unraisable(raised, Some("Exception ignored while calling GC callback"), &callback);
        }
    }
}

fn get_count(vm: &Vm) -> Value {
    let allocations = vm.heap().allocations.get().max(0);
    vm.tuple(vec![vm.int(allocations), vm.int(0), vm.int(0)])
}

fn get_threshold(vm: &Vm) -> Value {
    let thresholds = state(vm).thresholds.borrow().unwrap_or(THRESHOLDS);
    vm.tuple(thresholds.iter().map(|&threshold| vm.int(threshold)).collect())
}

/// The numbers are kept to be asked for; how often the collector runs is its own affair, except that 0 means never.
fn set_threshold(vm: &Vm, args: Rest) -> PyResult<()> {
    if args.0.is_empty() || args.0.len() > 3 {
        let bound = if args.0.is_empty() { "at least 1" } else { "at most 3" };
        return Err(vm.type_error(format!("gc.set_threshold expected {bound} argument, got {}", args.0.len())));
    }
    let mut thresholds = state(vm).thresholds.borrow().unwrap_or(THRESHOLDS);
    for (index, threshold) in args.0.iter().enumerate() {
        let threshold = vm.index(threshold)?;
        thresholds[index] = int::as_int(&threshold).and_then(|threshold| threshold.to_i64()).unwrap_or(i64::MAX);
    }
    state(vm).thresholds.replace(Some(thresholds));
    let never = thresholds[0] == 0;
    vm.heap().threshold.set(if never { i64::MAX } else { thresholds[0].max(50_000) });
    Ok(())
}

fn get_objects(vm: &Vm, generation: Option<i64>) -> PyResult<Value> {
    if let Some(generation) = generation {
        if generation < 0 {
            return Err(vm.value_error("generation parameter cannot be negative"));
        }
        if generation > 2 {
            return Err(
                vm.value_error("generation parameter must be less than the number of available generations (3)")
            );
        }
    }
    Ok(vm.list(gc::containers()))
}

fn get_stats(vm: &Vm) -> Value {
    let collector = vm.collector();
    let row = |collections: usize, collected: usize, uncollectable: usize| {
        let stats = vm.dict();
        stats.set_name(vm, "collections", vm.int_from(collections));
        stats.set_name(vm, "collected", vm.int_from(collected));
        stats.set_name(vm, "uncollectable", vm.int_from(uncollectable));
        stats.into_value()
    };
    let oldest = row(collector.collections.get(), collector.collected.get(), collector.uncollectable.get());
    vm.list(vec![row(0, 0, 0), row(0, 0, 0), oldest])
}

fn get_referrers(vm: &Vm, objects: Rest) -> Value {
    let wanted: Vec<u64> = objects.0.iter().map(Value::id).collect();
    let refers = |container: &Value| gc::referents(container).iter().any(|value| wanted.contains(&value.id()));
    vm.list(gc::containers().into_iter().filter(refers).collect())
}

fn get_referents(vm: &Vm, objects: Rest) -> Value {
    vm.list(objects.0.iter().flat_map(gc::referents).collect())
}

/// Containers that hold nothing that could lead back to them are not tracked: that is what CPython says of tuples.
fn is_tracked(_: &Vm, object: &Value) -> bool {
    if let Some(tuple) = object.downcast_exact::<crate::builtins::tuple::PyTuple>() {
        return tuple.items().iter().any(gc::is_tracked);
    }
    gc::is_tracked(object)
}

fn is_finalized(_: &Vm, object: &Value) -> bool {
    let _ = class_ref(object);
    object.header().is_some_and(|object| object.has(header::FINALIZED))
}

/// Only counts: a collection that looks at every object needs no other generation.
fn freeze(vm: &Vm) {
    state(vm).frozen.set(gc::containers().len());
}
