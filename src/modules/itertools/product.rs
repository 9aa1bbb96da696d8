//! `product`.

use super::{iterator, receiver};
use crate::native::{Native, PyResult, Rest, staticmethod, wrap};
use crate::object::{Header, PyCell, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyProduct {
    header: Header,
    pools: Vec<Vec<Value>>,
    /// One index per factor (the pools come round `repeat` times); `None` before the first tuple.
    state: PyCell<State>,
}
crate::payload!(PyProduct, shape::PRODUCT, traverse(this, visitor) {
    visitor.visit(&this.pools);
} clear {});

enum State {
    Fresh(usize),
    At(Vec<usize>),
    Done,
}

pub static PRODUCT: TypeSpec = iterator::<PyProduct>(
    "product",
    "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).",
    next,
    &NEW,
);
static NEW: Native = staticmethod("__new__(cls, *iterables, repeat=1)", "Create and return a new object.", wrap(new));

fn new(vm: &Vm, class: &Ref<PyType>, iterables: Rest, repeat: isize) -> PyResult<Ref<PyProduct>> {
    if repeat < 0 {
        return Err(vm.value_error("repeat argument cannot be negative"));
    }
    let factors = iterables.0.len().checked_mul(repeat as usize);
    let Some(factors) = factors.filter(|&factors| factors <= isize::MAX as usize / 8) else {
        return Err(vm.overflow_error("repeat argument too large"));
    };
    let mut room: Vec<usize> = Vec::new();
    if room.try_reserve_exact(factors).is_err() {
        return Err(vm.memory_error(""));
    }
    let pools = match repeat {
        0 => Vec::new(),
        _ => iterables.0.iter().map(|iterable| vm.collect(iterable)).collect::<PyResult<Vec<_>>>()?,
    };
    let state = PyCell::new(State::Fresh(factors));
    Ok(vm.new_object(class, PyProduct { header: Header::new(shape::PRODUCT), pools, state }))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyProduct>(this);
    let pools = &this.pools;
    let mut state = this.state.borrow_mut();
    let indices = match &mut *state {
        State::Done => return Ok(None),
        State::Fresh(factors) => {
            let factors = *factors;
            let empty = factors > 0 && pools.iter().any(Vec::is_empty);
            *state = if empty { State::Done } else { State::At(vec![0; factors]) };
            match &mut *state {
                State::At(indices) => indices,
                _ => return Ok(None),
            }
        }
        State::At(indices) => {
            if !advance(indices, pools) {
                *state = State::Done;
                return Ok(None);
            }
            indices
        }
    };
    let items = indices.iter().enumerate().map(|(factor, &index)| pools[factor % pools.len()][index].clone()).collect();
    drop(state);
    Ok(Some(vm.tuple(items)))
}

/// The next combination of indices, like an odometer; false at the end.
fn advance(indices: &mut [usize], pools: &[Vec<Value>]) -> bool {
    for factor in (0..indices.len()).rev() {
        indices[factor] += 1;
        if indices[factor] < pools[factor % pools.len()].len() {
            return true;
        }
        indices[factor] = 0;
    }
    false
}
