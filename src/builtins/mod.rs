//! Every type that is visible without import, one folder each: the payload in `mod.rs`, methods beside it by role.
//!
//! A type is declared by its `SPEC`, listed below; `type_/bootstrap.rs` makes the class objects from it at
//! start-up. The built-in functions are in `modules/builtins/`.

pub mod buffer;
pub mod bytearray;
pub mod bytes;
pub mod code;
pub mod codecs;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod exception;
pub mod float;
pub mod format;
pub mod frame;
pub mod function;
pub mod generic_alias;
pub mod int;
pub mod iterators;
pub mod list;
pub mod mappingproxy;
pub mod memoryview;
pub mod module;
pub mod namespace;
pub mod object;
pub mod range;
pub mod sequence;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod str;
pub mod structseq;
pub mod template;
pub mod text;
pub mod tuple;
pub mod type_;
pub mod union;
pub mod weakref;

use crate::object::TypeSpec;

/// All built-in types. A base stands before what derives from it.
pub static SPECS: &[&[&TypeSpec]] = &[
    object::SPECS,
    type_::SPECS,
    singletons::SPECS,
    int::SPECS,
    float::SPECS,
    complex::SPECS,
    str::SPECS,
    bytes::SPECS,
    bytearray::SPECS,
    memoryview::SPECS,
    crate::modules::_string::SPECS,
    tuple::SPECS,
    list::SPECS,
    dict::SPECS,
    set::SPECS,
    range::SPECS,
    slice::SPECS,
    iterators::SPECS,
    function::SPECS,
    code::SPECS,
    frame::SPECS,
    descriptors::SPECS,
    module::SPECS,
    template::SPECS,
    mappingproxy::SPECS,
    generic_alias::SPECS,
    union::SPECS,
    namespace::SPECS,
    weakref::SPECS,
    exception::SPECS,
    structseq::SPECS,
    crate::modules::io::SPECS,
    crate::modules::posix::SPECS,
    crate::modules::_random::SPECS,
    crate::vm::coroutines::SPECS,
    crate::modules::abc::SPECS,
    crate::modules::typing::SPECS,
    crate::vm::coroutines::ASYNC_SPECS,
    crate::modules::_contextvars::SPECS,
    crate::kernel::SPECS,
    crate::modules::_thread::SPECS,
    crate::modules::_socket::SPECS,
    crate::modules::_struct::SPECS,
    crate::modules::_json::SPECS,
    crate::modules::_decimal::SPECS,
    crate::modules::_bz2::SPECS,
    crate::modules::array::SPECS,
    crate::modules::hashes::SPECS,
    crate::modules::zlib::SPECS,
    crate::importer::machinery::SPECS,
    crate::modules::_queue::SPECS,
    crate::modules::select::SPECS,
    crate::modules::_ast::SPECS,
];
