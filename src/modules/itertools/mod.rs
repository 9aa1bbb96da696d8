//! `itertools`: infinite iterators ([`infinite`]), those that select ([`selecting`]), combine ([`combining`]),
//! group ([`groupby`]) or double ([`tee`]) what others give, and the combinatoric ones ([`combinatoric`],
//! [`product`]).

mod batches;
mod combinatoric;
mod combining;
mod groupby;
mod infinite;
mod product;
mod selecting;
mod slicing;
mod tee;

use super::NativeModule;
use crate::builtins::iterators::itself;
use crate::native::{Native, function, wrap};
use crate::object::slots::Next;
use crate::object::types::BASETYPE;
use crate::object::{Payload, Ref, Slots, TypeSpec, Value};

pub static MODULE: NativeModule = NativeModule {
    doc: "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times",
    functions: FUNCTIONS,
    init: |vm, module| {
        vm.add_types(module, TYPES);
        Ok(())
    },
    ..NativeModule::of("itertools")
};

static FUNCTIONS: &[Native] =
    &[function("tee(iterable, n=2, /)", "Returns a tuple of n independent iterators.", wrap(tee::tee))];

static TYPES: &[&TypeSpec] = &[
    &infinite::COUNT,
    &infinite::CYCLE,
    &infinite::REPEAT,
    &selecting::COMPRESS,
    &selecting::DROPWHILE,
    &selecting::TAKEWHILE,
    &selecting::FILTERFALSE,
    &slicing::ISLICE,
    &combining::CHAIN,
    &combining::STARMAP,
    &combining::ZIP_LONGEST,
    &combining::ACCUMULATE,
    &batches::PAIRWISE,
    &batches::BATCHED,
    &groupby::GROUPBY,
    &groupby::GROUPER,
    &tee::TEE,
    &tee::TEE_DATA,
    &product::PRODUCT,
    &combinatoric::PERMUTATIONS,
    &combinatoric::COMBINATIONS,
    &combinatoric::COMBINATIONS_WITH_REPLACEMENT,
];

/// The row of an iterator type of this module.
const fn iterator<T: Payload>(name: &'static str, doc: &'static str, next: Next, new: &'static Native) -> TypeSpec {
    TypeSpec {
        module: "itertools",
        doc,
        flags: BASETYPE,
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        new: Some(new),
        ..TypeSpec::of::<T>(name)
    }
}

/// The receiver of a slot.
#[inline(always)]
fn receiver<T: Payload>(this: &Value) -> &Ref<T> {
    this.downcast::<T>().expect("the slot of this type")
}
