//! Hash functions, under CPython's module names: `_md5`, `_sha1`, `_sha2`, `_sha3` (RustCrypto's crates), and
//! `_blake2_core`, which `_blake2` gives its parameters.
//!
//! All make objects of one type, [`PyHash`]. [`state`] knows the functions, [`blake2`] is BLAKE2.

mod blake2;
mod state;

use super::NativeModule;
use crate::builtins::buffer::with_bytes;
use crate::builtins::bytes::PyBytes;
use crate::native::{GetSet, Native, PyResult, function, getter, method, wrap};
use crate::object::types::NO_NEW;
use crate::object::{Header, PyCell, Ref, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;
use state::State;

pub static SPECS: &[&TypeSpec] = &[&HASH];

#[repr(C)]
pub struct PyHash {
    header: Header,
    name: &'static str,
    state: PyCell<State>,
}
crate::payload!(PyHash, shape::HASH_OBJECT);

static HASH: TypeSpec = TypeSpec {
    module: "_hashlib",
    doc: "A hash is an object used to calculate a checksum of a string of information.",
    flags: NO_NEW,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyHash>("HASH")
};

static METHODS: &[Native] = &[
    method("copy(self, /)", "Return a copy of the hash object.", wrap(copy)),
    method("digest(self, /, length=-1)", "Return the digest value as a bytes object.", wrap(digest)),
    method(
        "hexdigest(self, /, length=-1)",
        "Return the digest value as a string of hexadecimal digits.",
        wrap(hexdigest),
    ),
    method("update(self, obj, /)", "Update this hash object's state with the provided string.", wrap(update)),
];

static GETSET: &[GetSet] = &[
    getter("name", "", |vm, this| Ok(vm.str(object(this).name))),
    getter("digest_size", "", |vm, this| Ok(vm.int_from(object(this).state.borrow().digest_size()))),
    getter("block_size", "", |vm, this| Ok(vm.int_from(object(this).state.borrow().block_size()))),
];

fn object(this: &Value) -> &Ref<PyHash> {
    this.downcast::<PyHash>().expect("an attribute of a hash")
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.str(&format!("<{} _hashlib.HASH object @ {:#x}>", object(this).name, this.id())))
}

fn copy(_: &Vm, this: &Ref<PyHash>) -> Ref<PyHash> {
    make(this.name, this.state.get())
}

fn update(vm: &Vm, this: &Ref<PyHash>, data: &Value) -> PyResult<()> {
    if data.downcast::<crate::builtins::str::PyStr>().is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    // The state is taken out: a buffer written in Python may run code.
    let mut state = this.state.get();
    match with_bytes(vm, data, |bytes| state.update(bytes))? {
        Some(()) => {
            this.state.set(state);
            Ok(())
        }
        None => Err(vm.type_error("object supporting the buffer API required")),
    }
}

fn output(vm: &Vm, this: &PyHash, length: isize) -> PyResult<Vec<u8>> {
    let state = this.state.get();
    match (state.is_extendable(), usize::try_from(length)) {
        (true, Ok(length)) if length < 1 << 29 => Ok(state.read(length)),
        (true, Err(_)) if length == -1 => Err(vm.type_error("digest() missing required argument 'length' (pos 1)")),
        (true, Err(_)) => Err(vm.value_error("value must be positive")),
        (true, Ok(_)) => Err(vm.value_error("length is too large")),
        (false, _) => Ok(state.finish()),
    }
}

fn digest(vm: &Vm, this: &Ref<PyHash>, length: isize) -> PyResult<Vec<u8>> {
    output(vm, this, length)
}

fn hexdigest(vm: &Vm, this: &Ref<PyHash>, length: isize) -> PyResult<Value> {
    let mut text = String::new();
    for byte in output(vm, this, length)? {
        text.push_str(&format!("{byte:02x}"));
    }
    Ok(vm.str(&text))
}

fn make(name: &'static str, state: State) -> Ref<PyHash> {
    Ref::new(PyHash { header: Header::new(shape::HASH_OBJECT), name, state: PyCell::new(state) })
}

/// A hash object that has seen `data`.
fn begin(vm: &Vm, name: &'static str, state: State, data: Option<&Value>) -> PyResult<Ref<PyHash>> {
    let hash = make(name, state);
    if let Some(data) = data {
        update(vm, &hash, data)?;
    }
    Ok(hash)
}

/// One row per function: its constructor takes data and ignores `usedforsecurity`.
macro_rules! constructors {
    ($($row:ident: $name:literal => $state:expr;)*) => {
        $(const $row: Native = function(
            concat!($name, "(data=<unrepresentable>, *, usedforsecurity=True, string=<unrepresentable>)"),
            concat!("Return a new ", $name, " hash object."),
            wrap(|vm: &Vm, data: Option<&Value>, _: bool, string: Option<&Value>| {
                begin(vm, $name, $state, data.or(string))
            }),
        );)*
    };
}
constructors! {
    MD5: "md5" => State::Md5(Default::default());
    SHA1: "sha1" => State::Sha1(Default::default());
    SHA224: "sha224" => State::Sha224(Default::default());
    SHA256: "sha256" => State::Sha256(Default::default());
    SHA384: "sha384" => State::Sha384(Default::default());
    SHA512: "sha512" => State::Sha512(Default::default());
    SHA3_224: "sha3_224" => State::Sha3_224(Default::default());
    SHA3_256: "sha3_256" => State::Sha3_256(Default::default());
    SHA3_384: "sha3_384" => State::Sha3_384(Default::default());
    SHA3_512: "sha3_512" => State::Sha3_512(Default::default());
    SHAKE_128: "shake_128" => State::Shake128(Default::default());
    SHAKE_256: "shake_256" => State::Shake256(Default::default());
}

const BLAKE2_ROW: Native = function(
    "new(wide, parameters, key, last_node, data, /)",
    "A BLAKE2 hash with a parameter block.",
    wrap(blake2_new),
);

fn blake2_new(
    vm: &Vm,
    wide: bool,
    parameters: &Ref<PyBytes>,
    key: &Ref<PyBytes>,
    last_node: bool,
    data: &Value,
) -> PyResult<Ref<PyHash>> {
    let (parameters, key) = (parameters.as_bytes(), key.as_bytes());
    let state = match wide {
        true => blake2::Blake2b::new(parameters, key, last_node).map(|hash| State::Blake2b(Box::new(hash))),
        false => blake2::Blake2s::new(parameters, key, last_node).map(|hash| State::Blake2s(Box::new(hash))),
    };
    match state {
        Some(state) => begin(vm, if wide { "blake2b" } else { "blake2s" }, state, Some(data)),
        None => Err(vm.value_error("bad parameter block")),
    }
}

pub static MD5_MODULE: NativeModule = NativeModule { functions: &[MD5], ..NativeModule::of("_md5") };
pub static SHA1_MODULE: NativeModule = NativeModule { functions: &[SHA1], ..NativeModule::of("_sha1") };
pub static SHA2_MODULE: NativeModule =
    NativeModule { functions: &[SHA224, SHA256, SHA384, SHA512], ..NativeModule::of("_sha2") };
pub static SHA3_MODULE: NativeModule = NativeModule {
    functions: &[SHA3_224, SHA3_256, SHA3_384, SHA3_512, SHAKE_128, SHAKE_256],
    ..NativeModule::of("_sha3")
};
pub static BLAKE2_MODULE: NativeModule = NativeModule { functions: &[BLAKE2_ROW], ..NativeModule::of("_blake2_core") };
