//! `_collections`: the native containers of `collections`: [`deque`], [`defaultdict`], [`ordered_dict`]; the
//! getters of namedtuple fields ([`tuplegetter`]) and what counts for `Counter`.

mod count;
mod defaultdict;
mod deque;
mod deque_iterators;
mod deque_methods;
mod ordered_dict;
mod ordered_views;
mod tuplegetter;

use super::NativeModule;
use crate::native::{Native, function, wrap};
use crate::object::TypeSpec;

pub use deque::PyDeque;

pub static MODULE: NativeModule = NativeModule {
    doc: "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory",
    functions: FUNCTIONS,
    init: |vm, module| {
        vm.add_types(module, TYPES);
        Ok(())
    },
    ..NativeModule::of("_collections")
};

static FUNCTIONS: &[Native] = &[function(
    "_count_elements(mapping, iterable, /)",
    "Count elements in the iterable, updating the mapping",
    wrap(count::count_elements),
)];

static TYPES: &[&TypeSpec] = &[
    &deque::DEQUE,
    &deque_iterators::FORWARD,
    &deque_iterators::REVERSE,
    &defaultdict::DEFAULTDICT,
    &ordered_dict::ORDERED_DICT,
    &ordered_views::ITERATOR,
    &ordered_views::KEYS,
    &ordered_views::VALUES,
    &ordered_views::ITEMS,
    &tuplegetter::TUPLE_GETTER,
];
