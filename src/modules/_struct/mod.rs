//! `_struct`: Python values as packed C data and back.
//!
//! Here: the module and its functions. Format strings are taken apart in [`format`], items are converted in
//! [`items`], and `Struct` is in [`object`].

mod format;
mod items;
mod object;

use super::{NativeModule, errors};
use crate::builtins::buffer;
use crate::builtins::module::PyModule;
use crate::builtins::tuple::PyTuple;
use crate::native::{PyResult, Rest, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, TypeSpec, Value, shape};
use crate::vm::Vm;
use format::{Format, error, known};

pub static SPECS: &[&TypeSpec] = &[&object::STRUCT, &object::ITERATOR];

pub static MODULE: NativeModule = NativeModule {
    doc: "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct\nand also as format strings (explained below) to describe the layout of data\nin the C struct.\n\nThe optional first format char indicates byte order, size and alignment:\n  @: native order, size & alignment (default)\n  =: native order, std. size & alignment\n  <: little-endian, std. size & alignment\n  >: big-endian, std. size & alignment\n  !: same as >\n\nThe variable struct.error is an exception raised on errors.\n",
    functions: &[
        function("_clearcache()", "Clear the internal cache.", wrap(format::clear_cache)),
        function(
            "calcsize(format, /)",
            "Return size in bytes of the struct described by the format string.",
            wrap(|vm: &Vm, format: &Value| Ok(known(vm, format)?.size)),
        ),
        function(
            "pack(*args)",
            "pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\nto the format string.  See help(struct) for more on format strings.",
            wrap(pack),
        ),
        function(
            "pack_into(*args)",
            "pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string and write\nthe packed bytes into the writable buffer buf starting at offset.  Note\nthat the offset is a required argument.  See help(struct) for more\non format strings.",
            wrap(pack_into),
        ),
        function(
            "unpack(format, buffer, /)",
            "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size in bytes must be calcsize(format).\n\nSee help(struct) for more on format strings.",
            wrap(|vm: &Vm, format: &Value, buffer: &Value| unpack(vm, &*known(vm, format)?, buffer)),
        ),
        function(
            "unpack_from(format, /, buffer, offset=0)",
            "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size, minus offset, must be at least calcsize(format).\n\nSee help(struct) for more on format strings.",
            wrap(|vm: &Vm, format: &Value, buffer: &Value, offset: isize| {
                unpack_from(vm, &*known(vm, format)?, buffer, offset)
            }),
        ),
        function(
            "iter_unpack(format, buffer, /)",
            "Return an iterator yielding tuples unpacked from the given bytes.\n\nThe bytes are unpacked according to the format string, like\na repeated invocation of unpack_from().\n\nRequires that the bytes length be a multiple of the format struct size.",
            wrap(|vm: &Vm, format: &Value, buffer: &Value| object::iter_unpack(vm, known(vm, format)?, buffer)),
        ),
    ],
    init,
    ..NativeModule::of("_struct")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let class = errors::class(vm, "struct.error", &[&vm.exceptions().Exception], "")?;
    module.dict.set_name(vm, "error", class.into_value());
    module.dict.set_name(vm, "Struct", builtin(shape::STRUCT).into_value());
    Ok(())
}

fn pack(vm: &Vm, args: Rest) -> PyResult<Value> {
    let Some((format, values)) = args.0.split_first() else { return Err(vm.type_error("missing format argument")) };
    let format = known(vm, format)?;
    Ok(vm.bytes(&items::pack(vm, &format, values, "pack")?))
}

fn pack_into(vm: &Vm, args: Rest) -> PyResult<()> {
    let Some((format, rest)) = args.0.split_first() else { return Err(vm.type_error("missing format argument")) };
    pack_at(vm, &*known(vm, format)?, rest)
}

/// `buffer, offset, values...`
fn pack_at(vm: &Vm, format: &Format, args: &[Value]) -> PyResult<()> {
    let (target, offset, values) = match args {
        [] => return Err(error(vm, "pack_into expected buffer argument")),
        [_] => return Err(error(vm, "pack_into expected offset argument")),
        [target, offset, values @ ..] => (target, offset, values),
    };
    if values.len() != format.count {
        let (wanted, given) = (format.count, values.len());
        return Err(error(vm, format!("pack_into expected {wanted} items for packing (got {given})")));
    }
    let buffer = vm.writable_buffer_of(target, "argument")?;
    let offset = vm.index_exact(offset)?;
    let (length, size) = (buffer.len() as isize, format.size as isize);
    let start = match offset {
        0.. => offset,
        _ if offset + size > 0 => {
            return Err(error(vm, format!("no space to pack {size} bytes at offset {offset}")));
        }
        _ if offset + length < 0 => {
            return Err(error(vm, format!("offset {offset} out of range for {length}-byte buffer")));
        }
        _ => offset + length,
    };
    if length.saturating_sub(start) < size {
        let needed = start.saturating_add(size);
        return Err(error(
            vm,
            format!(
                "pack_into requires a buffer of at least {needed} bytes for packing {size} bytes at offset {start} \
                 (actual buffer size is {length})"
            ),
        ));
    }
    let bytes = items::pack(vm, format, values, "pack_into")?;
    let start = start as usize;
    buffer.with_mut(|memory| memory[start..start + bytes.len()].copy_from_slice(&bytes));
    Ok(())
}

fn unpack(vm: &Vm, format: &Format, buffer: &Value) -> PyResult<Ref<PyTuple>> {
    let values =
        buffer::with_bytes(vm, buffer, |bytes| (bytes.len() == format.size).then(|| items::unpack(vm, format, bytes)))?;
    match values {
        Some(Some(values)) => Ok(PyTuple::new(values)),
        Some(None) => Err(error(vm, format!("unpack requires a buffer of {} bytes", format.size))),
        None => Err(super::buffers::not_bytes_like(vm, buffer)),
    }
}

fn unpack_from(vm: &Vm, format: &Format, buffer: &Value, offset: isize) -> PyResult<Ref<PyTuple>> {
    let size = format.size as isize;
    let lease = vm.buffer_of(buffer)?;
    let length = lease.len() as isize;
    let start = match offset {
        0.. => offset,
        _ if offset + size > 0 => {
            return Err(error(vm, format!("not enough data to unpack {size} bytes at offset {offset}")));
        }
        _ if offset + length < 0 => {
            return Err(error(vm, format!("offset {offset} out of range for {length}-byte buffer")));
        }
        _ => offset + length,
    };
    if length.saturating_sub(start) < size {
        let needed = start.saturating_add(size);
        return Err(error(
            vm,
            format!(
                "unpack_from requires a buffer of at least {needed} bytes for unpacking {size} bytes at offset {start} \
                 (actual buffer size is {length})"
            ),
        ));
    }
    let start = start as usize;
    let values = lease.with(|bytes| items::unpack(vm, format, &bytes[start..start + format.size]));
    Ok(PyTuple::new(values))
}
