//! Native halves of standard modules, one file or folder per module, and `builtins` and `sys`.
//!
//! A module is a row ([`NativeModule`]) in [`MODULES`]; it is made when first imported.

pub mod _ast;
pub mod _asyncio;
pub mod _bz2;
pub mod _codecs;
pub mod _collections;
pub mod _contextvars;
pub mod _decimal;
pub mod _functools;
pub mod _imp;
pub mod _json;
pub mod _operator;
pub mod _posixsubprocess;
pub mod _queue;
pub mod _random;
pub mod _signal;
pub mod _socket;
pub mod _statistics;
pub mod _string;
pub mod _struct;
pub mod _thread;
pub mod _warnings;
pub mod abc;
pub mod array;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod buffers;
pub mod builtins;
pub mod dis;
pub mod errno;
pub mod errors;
pub mod faulthandler;
pub mod fcntl;
pub mod gc;
pub mod grp;
pub mod hashes;
pub mod heapq;
pub mod io;
pub mod itertools;
pub mod math;
pub mod paths;
pub mod posix;
pub mod pwd;
pub mod re;
pub mod resource;
pub mod select;
pub mod sys;
pub mod termios;
pub mod time;
pub mod typing;
pub mod unicodedata;
pub mod weakref;
pub mod zlib;

use crate::builtins::function::PyNative;
use crate::builtins::module::PyModule;
use crate::native::{Args, Native, PyResult};
use crate::object::types::builtin;
use crate::object::{Ref, Value, shape};
use crate::vm::Vm;

/// A native module as data.
pub struct NativeModule {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [Native],
    /// Adds constants, types and whatever else the module has.
    pub init: fn(&Vm, &Ref<PyModule>) -> PyResult<()>,
}

impl NativeModule {
    /// A module of functions only, to fill with `..NativeModule::of("name")`.
    pub const fn of(name: &'static str) -> NativeModule {
        NativeModule { name, doc: "", functions: &[], init: |_, _| Ok(()) }
    }

    /// Makes the module object.
    pub fn create(&self, vm: &Vm) -> PyResult<Ref<PyModule>> {
        let module = PyModule::new(vm, self.name, Some(self.doc).filter(|doc| !doc.is_empty()));
        self.fill(vm, &module)?;
        Ok(module)
    }

    /// Puts the row's content into a module object.
    pub fn fill(&self, vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
        let name = vm.intern(self.name).into_value();
        for native in self.functions {
            let function = PyNative::function(native, Some(name.clone()));
            module.dict.set_name(vm, native.name(), function.into_value());
        }
        (self.init)(vm, module)
    }
}

/// Every native module but `builtins` and `sys`.
pub static MODULES: &[&NativeModule] = &[
    &_ast::MODULE,
    &_asyncio::MODULE,
    &_contextvars::MODULE,
    &_signal::MODULE,
    &_socket::MODULE,
    &_struct::MODULE,
    &_posixsubprocess::MODULE,
    &_queue::MODULE,
    &fcntl::MODULE,
    &grp::MODULE,
    &pwd::MODULE,
    &resource::MODULE,
    &termios::MODULE,
    &select::MODULE,
    &_thread::MODULE,
    &_collections::MODULE,
    &_warnings::MODULE,
    &array::MODULE,
    &atexit::MODULE,
    &gc::MODULE,
    &_random::MODULE,
    &errno::MODULE,
    &faulthandler::MODULE,
    &io::MODULE,
    &posix::MODULE,
    &time::MODULE,
    &_functools::MODULE,
    &_decimal::MODULE,
    &_json::MODULE,
    &_operator::MODULE,
    &_imp::MODULE,
    &_bz2::MODULE,
    &_codecs::MODULE,
    &_statistics::MODULE,
    &_string::MODULE,
    &unicodedata::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &hashes::MD5_MODULE,
    &hashes::SHA1_MODULE,
    &hashes::SHA2_MODULE,
    &hashes::SHA3_MODULE,
    &hashes::BLAKE2_MODULE,
    &heapq::MODULE,
    &dis::MODULE,
    &itertools::MODULE,
    &math::MODULE,
    &re::MODULE,
    &abc::MODULE,
    &typing::MODULE,
    &typing::NATIVES,
    &weakref::MODULE,
    &zlib::MODULE,
];

/// Adds functions to a module object.
pub fn add_functions(vm: &Vm, module: &Ref<PyModule>, functions: &'static [Native]) {
    let name = module.dict.get_name(vm, "__name__");
    for native in functions {
        module.dict.set_name(vm, native.name(), PyNative::function(native, name.clone()).into_value());
    }
}

/// A `types.SimpleNamespace` with these attributes.
pub fn namespace(vm: &Vm, attributes: &[(&str, Value)]) -> PyResult<Value> {
    let names: Vec<Value> = attributes.iter().map(|(name, _)| vm.intern(name).into_value()).collect();
    let values: Vec<Value> = attributes.iter().map(|(_, value)| value.clone()).collect();
    let class = builtin(shape::SIMPLE_NAMESPACE);
    vm.call_args(class.as_value(), Args { values: &values, names: &names })
}

/// The row of a native module.
pub fn find(name: &str) -> Option<&'static NativeModule> {
    MODULES.iter().copied().find(|module| module.name == name)
}

/// Makes `builtins` and `sys`, which every interpreter has from the start.
pub fn create_builtins(vm: &Vm) -> PyResult<()> {
    let modules = crate::builtins::dict::PyDict::new();
    let _ = vm.interpreter().modules.set(modules.clone());
    let builtins = PyModule::new(vm, "builtins", Some(builtins::MODULE.doc));
    let _ = vm.interpreter().builtins.set(builtins.dict.clone());
    builtins::MODULE.fill(vm, &builtins)?;
    modules.set_name(vm, "builtins", builtins.to_value());
    let sys = PyModule::new(vm, "sys", Some(sys::MODULE.doc));
    let _ = vm.interpreter().sys.set(sys.dict.clone());
    sys::MODULE.fill(vm, &sys)?;
    modules.set_name(vm, "sys", sys.to_value());
    crate::importer::machinery::install(vm, &sys.dict)?;
    for (name, module) in [("builtins", builtins), ("sys", sys)] {
        crate::importer::load::describe(vm, &module, &crate::importer::load::builtin_spec(vm, name)?)?;
    }
    Ok(())
}
