//! `_heapq`: heaps in lists. Comparisons may change the list: its length is checked after each.

use super::NativeModule;
use crate::builtins::list::PyList;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{CompareOp, Ref, Value};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: FUNCTIONS,
    ..NativeModule::of("_heapq")
};

static FUNCTIONS: &[Native] = &[
    function(
        "heappush(heap, item, /)",
        "Push item onto heap, maintaining the heap invariant.",
        wrap(|vm: &Vm, heap: &Ref<PyList>, item: &Value| push(vm, heap, item, Order::Min)),
    ),
    function(
        "heappushpop(heap, item, /)",
        "Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more efficiently than heappush() followed by\na separate call to heappop().",
        wrap(|vm: &Vm, heap: &Ref<PyList>, item: &Value| pushpop(vm, heap, item, Order::Min)),
    ),
    function(
        "heappop(heap, /)",
        "Pop the smallest item off the heap, maintaining the heap invariant.",
        wrap(|vm: &Vm, heap: &Ref<PyList>| pop(vm, heap, Order::Min)),
    ),
    function(
        "heapreplace(heap, item, /)",
        "Pop and return the current smallest value, and add the new item.\n\nThis is more efficient than heappop() followed by heappush(), and can be\nmore appropriate when using a fixed-size heap.  Note that the value\nreturned may be larger than item!",
        wrap(|vm: &Vm, heap: &Ref<PyList>, item: &Value| replace(vm, heap, item, Order::Min)),
    ),
    function(
        "heapify(heap, /)",
        "Transform list into a heap, in-place, in O(len(heap)) time.",
        wrap(|vm: &Vm, heap: &Ref<PyList>| heapify(vm, heap, Order::Min)),
    ),
    function(
        "heappush_max(heap, item, /)",
        "Push item onto max heap, maintaining the heap invariant.",
        wrap(|vm: &Vm, heap: &Ref<PyList>, item: &Value| push(vm, heap, item, Order::Max)),
    ),
    function(
        "heappushpop_max(heap, item, /)",
        "Maxheap variant of heappushpop.",
        wrap(|vm: &Vm, heap: &Ref<PyList>, item: &Value| pushpop(vm, heap, item, Order::Max)),
    ),
    function(
        "heappop_max(heap, /)",
        "Maxheap variant of heappop.",
        wrap(|vm: &Vm, heap: &Ref<PyList>| pop(vm, heap, Order::Max)),
    ),
    function(
        "heapreplace_max(heap, item, /)",
        "Maxheap variant of heapreplace.",
        wrap(|vm: &Vm, heap: &Ref<PyList>, item: &Value| replace(vm, heap, item, Order::Max)),
    ),
    function(
        "heapify_max(heap, /)",
        "Maxheap variant of heapify.",
        wrap(|vm: &Vm, heap: &Ref<PyList>| heapify(vm, heap, Order::Max)),
    ),
];

/// Which item is at the top.
#[derive(Clone, Copy)]
enum Order {
    Min,
    Max,
}

impl Order {
    /// Whether `a` belongs above `b`.
    fn above(self, vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
        match self {
            Order::Min => vm.compare_bool(a, b, CompareOp::Lt),
            Order::Max => vm.compare_bool(b, a, CompareOp::Lt),
        }
    }

    /// The same for two places of a heap of known length.
    fn above_at(self, vm: &Vm, heap: &PyList, a: usize, b: usize, length: usize) -> PyResult<bool> {
        let (Some(a), Some(b)) = (heap.get(a), heap.get(b)) else { return Err(out_of_range(vm)) };
        let above = self.above(vm, &a, &b)?;
        if heap.len() != length {
            return Err(vm.runtime_error("list changed size during iteration"));
        }
        Ok(above)
    }
}

#[cold]
fn out_of_range(vm: &Vm) -> crate::native::Raised {
    vm.index_error("index out of range")
}

/// Moves the item at `place` up to where it belongs, no higher than `top`.
fn sift_down(vm: &Vm, heap: &PyList, top: usize, mut place: usize, order: Order) -> PyResult<()> {
    let length = heap.len();
    if place >= length {
        return Err(out_of_range(vm));
    }
    while place > top {
        let parent = (place - 1) / 2;
        if !order.above_at(vm, heap, place, parent, length)? {
            break;
        }
        heap.items.borrow_mut().swap(place, parent);
        place = parent;
    }
    Ok(())
}

/// Moves the item at `place` to the bottom along the better children, then up again.
fn sift_up(vm: &Vm, heap: &PyList, place: usize, order: Order) -> PyResult<()> {
    let (length, top, mut place) = (heap.len(), place, place);
    while place < length / 2 {
        let mut child = 2 * place + 1;
        if child + 1 < length && !order.above_at(vm, heap, child, child + 1, length)? {
            child += 1;
        }
        heap.items.borrow_mut().swap(place, child);
        place = child;
    }
    sift_down(vm, heap, top, place, order)
}

fn push(vm: &Vm, heap: &Ref<PyList>, item: &Value, order: Order) -> PyResult<()> {
    heap.push(item.clone());
    sift_down(vm, heap, 0, heap.len() - 1, order)
}

fn pop(vm: &Vm, heap: &Ref<PyList>, order: Order) -> PyResult<Value> {
    let mut items = heap.items.borrow_mut();
    let last = items.pop();
    let top = match (last, items.first_mut()) {
        (Some(last), None) => return Ok(last),
        (Some(last), Some(first)) => std::mem::replace(first, last),
        (None, _) => {
            drop(items);
            return Err(out_of_range(vm));
        }
    };
    drop(items);
    sift_up(vm, heap, 0, order)?;
    Ok(top)
}

fn replace(vm: &Vm, heap: &Ref<PyList>, item: &Value, order: Order) -> PyResult<Value> {
    let top = heap.items.borrow_mut().first_mut().map(|first| std::mem::replace(first, item.clone()));
    let Some(top) = top else { return Err(out_of_range(vm)) };
    sift_up(vm, heap, 0, order)?;
    Ok(top)
}

fn pushpop(vm: &Vm, heap: &Ref<PyList>, item: &Value, order: Order) -> PyResult<Value> {
    let Some(top) = heap.get(0) else { return Ok(item.clone()) };
    if !order.above(vm, &top, item)? {
        return Ok(item.clone());
    }
    drop(top);
    replace(vm, heap, item, order)
}

fn heapify(vm: &Vm, heap: &Ref<PyList>, order: Order) -> PyResult<()> {
    (0..heap.len() / 2).rev().try_for_each(|place| sift_up(vm, heap, place, order))
}
