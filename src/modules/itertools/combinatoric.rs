//! `permutations`, `combinations` and `combinations_with_replacement`.

use super::{iterator, receiver};
use crate::builtins::int;
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::{Header, PyCell, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The three kinds differ by their shape.
#[repr(C)]
pub struct PySelections {
    header: Header,
    pool: Vec<Value>,
    state: PyCell<State>,
}
crate::payload!(PySelections, shape::PERMUTATIONS, traverse(this, visitor) {
    visitor.visit(&this.pool);
} clear {});

#[derive(Default)]
struct State {
    /// Chosen places come first; permutations keep the others behind them.
    indices: Vec<usize>,
    /// Of permutations: how many choices each place has left.
    cycles: Vec<usize>,
    chosen: usize,
    fresh: bool,
    done: bool,
}

macro_rules! spec {
    ($spec:ident $name:literal $next:path, $new:ident $signature:literal $make:path, $doc:literal) => {
        pub static $spec: TypeSpec =
            TypeSpec { shape: shape::$spec, ..iterator::<PySelections>($name, $doc, $next, &$new) };
        static $new: Native = staticmethod($signature, "Create and return a new object.", wrap($make));
    };
}
spec!(PERMUTATIONS "permutations" next_permutation, NEW_PERMUTATIONS "__new__(cls, iterable, r=None)" new_permutations,
    "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)");
spec!(COMBINATIONS "combinations" next_combination, NEW_COMBINATIONS "__new__(cls, iterable, r)" new_combinations,
    "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)");
spec!(COMBINATIONS_WITH_REPLACEMENT "combinations_with_replacement" next_with_replacement,
    NEW_WITH_REPLACEMENT "__new__(cls, iterable, r)" new_with_replacement,
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')");

fn make(vm: &Vm, class: &Ref<PyType>, number: u32, pool: Vec<Value>, state: State) -> Ref<PySelections> {
    let state = State { fresh: true, ..state };
    vm.new_object(class, PySelections { header: Header::new(number), pool, state: PyCell::new(state) })
}

fn length(vm: &Vm, r: isize) -> PyResult<usize> {
    usize::try_from(r).map_err(|_| vm.value_error("r must be non-negative"))
}

/// `count` indices made by `f`; MemoryError if there is no room.
fn indices(vm: &Vm, count: usize, f: impl Fn(usize) -> usize) -> PyResult<Vec<usize>> {
    let mut all = Vec::new();
    if all.try_reserve_exact(count).is_err() {
        return Err(vm.memory_error(""));
    }
    all.extend((0..count).map(f));
    Ok(all)
}

fn new_permutations(vm: &Vm, class: &Ref<PyType>, iterable: &Value, r: &Value) -> PyResult<Ref<PySelections>> {
    let pool = vm.collect(iterable)?;
    let chosen = match (r.is_none(), int::as_int(r)) {
        (true, _) => pool.len(),
        (false, None) => return Err(vm.type_error("Expected int as r")),
        (false, Some(r)) if r.is_negative() => return Err(vm.value_error("r must be non-negative")),
        (false, Some(r)) => match r.to_i64() {
            Some(r) => r as usize,
            None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        },
    };
    let count = pool.len();
    let done = chosen > count;
    let cycles = if done { Vec::new() } else { indices(vm, chosen, |place| count - place)? };
    let state = State { indices: indices(vm, count, |place| place)?, cycles, chosen, done, ..State::default() };
    Ok(make(vm, class, shape::PERMUTATIONS, pool, state))
}

fn new_combinations(vm: &Vm, class: &Ref<PyType>, iterable: &Value, r: isize) -> PyResult<Ref<PySelections>> {
    let pool = vm.collect(iterable)?;
    let chosen = length(vm, r)?;
    let done = chosen > pool.len();
    let indices = if done { Vec::new() } else { indices(vm, chosen, |place| place)? };
    Ok(make(vm, class, shape::COMBINATIONS, pool, State { indices, chosen, done, ..State::default() }))
}

fn new_with_replacement(vm: &Vm, class: &Ref<PyType>, iterable: &Value, r: isize) -> PyResult<Ref<PySelections>> {
    let pool = vm.collect(iterable)?;
    let chosen = length(vm, r)?;
    let done = pool.is_empty() && chosen > 0;
    let indices = indices(vm, chosen, |_| 0)?;
    Ok(make(vm, class, shape::COMBINATIONS_WITH_REPLACEMENT, pool, State { indices, chosen, done, ..State::default() }))
}

/// Steps on (but for the first time) and gives the chosen items.
fn step(vm: &Vm, this: &Value, advance: impl FnOnce(&mut State, usize) -> bool) -> PyResult<Option<Value>> {
    let this = receiver::<PySelections>(this);
    let mut state = this.state.borrow_mut();
    if state.done {
        return Ok(None);
    }
    if !std::mem::take(&mut state.fresh) && !advance(&mut state, this.pool.len()) {
        state.done = true;
        return Ok(None);
    }
    let items = state.indices[..state.chosen].iter().map(|&index| this.pool[index].clone()).collect();
    drop(state);
    Ok(Some(vm.tuple(items)))
}

fn next_permutation(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    step(vm, this, |state, count| {
        for place in (0..state.chosen).rev() {
            state.cycles[place] -= 1;
            if state.cycles[place] == 0 {
                state.indices[place..].rotate_left(1);
                state.cycles[place] = count - place;
            } else {
                let other = count - state.cycles[place];
                state.indices.swap(place, other);
                return true;
            }
        }
        false
    })
}

fn next_combination(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    step(vm, this, |state, count| {
        let chosen = state.chosen;
        let Some(place) = (0..chosen).rev().find(|&place| state.indices[place] != place + count - chosen) else {
            return false;
        };
        let first = state.indices[place] + 1;
        for (offset, index) in state.indices[place..].iter_mut().enumerate() {
            *index = first + offset;
        }
        true
    })
}

fn next_with_replacement(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    step(vm, this, |state, count| {
        let Some(place) = (0..state.chosen).rev().find(|&place| state.indices[place] + 1 != count) else {
            return false;
        };
        let index = state.indices[place] + 1;
        state.indices[place..].fill(index);
        true
    })
}
