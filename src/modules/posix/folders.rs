//! The content of folders: `listdir`, `scandir`, `DirEntry`.

use std::cell::Cell;

use super::{Target, stats, target};
use crate::builtins::module::PyModule;
use crate::native::{GetSet, Native, PyResult, Rest, function, getter, method, wrap};
use crate::object::types::{NO_NEW, builtin};
use crate::object::{Header, PyCell, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::sys::fs::{self, AT_CWD};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[Native] = &[
    function("listdir(path=None)", "Return a list containing the names of the files in the directory.", wrap(listdir)),
    function("scandir(path=None)", "Return an iterator of DirEntry objects for given path.", wrap(scandir)),
];

pub static SPECS: &[&TypeSpec] = &[&DIR_ENTRY, &SCANDIR_ITERATOR];

pub(super) fn add_types(vm: &Vm, module: &Ref<PyModule>) {
    module.dict.set_name(vm, "DirEntry", builtin(shape::DIR_ENTRY).into_value());
}

#[repr(C)]
struct PyDirEntry {
    header: Header,
    name: Value,
    path: Value,
    /// The bytes of the path, or of the name below `folder`.
    bytes: Vec<u8>,
    folder: i32,
    kind: u8,
    inode: u64,
    stat: Slot,
    lstat: Slot,
}
crate::payload!(PyDirEntry, shape::DIR_ENTRY, traverse(this, visitor) {
    visitor.visit(&this.name);
    visitor.visit(&this.path);
    visitor.visit(&this.stat);
    visitor.visit(&this.lstat);
} clear {});

static DIR_ENTRY: TypeSpec = TypeSpec {
    module: "posix",
    flags: NO_NEW,
    slots: Slots { repr: Some(entry_repr), ..Slots::EMPTY },
    methods: &[
        method(
            "is_dir(self, *, follow_symlinks=True)",
            "Return True if the entry is a directory; cached per entry.",
            wrap(|vm: &Vm, this: &Ref<PyDirEntry>, follow: bool| is_kind(vm, this, follow, libc::S_IFDIR)),
        ),
        method(
            "is_file(self, *, follow_symlinks=True)",
            "Return True if the entry is a file; cached per entry.",
            wrap(|vm: &Vm, this: &Ref<PyDirEntry>, follow: bool| is_kind(vm, this, follow, libc::S_IFREG)),
        ),
        method(
            "is_symlink(self, /)",
            "Return True if the entry is a symbolic link; cached per entry.",
            wrap(|vm: &Vm, this: &Ref<PyDirEntry>| is_kind(vm, this, false, libc::S_IFLNK)),
        ),
        method(
            "is_junction(self, /)",
            "Return True if the entry is a junction; cached per entry.",
            wrap(|_: &Vm, _: &Ref<PyDirEntry>| false),
        ),
        method(
            "stat(self, *, follow_symlinks=True)",
            "Return stat_result object for the entry; cached per entry.",
            wrap(entry_stat),
        ),
        method(
            "inode(self, /)",
            "Return inode of the entry; cached per entry.",
            wrap(|_: &Vm, this: &Ref<PyDirEntry>| this.inode),
        ),
        method(
            "__fspath__(self, /)",
            "Returns the path for the entry.",
            wrap(|_: &Vm, this: &Ref<PyDirEntry>| this.path.clone()),
        ),
    ],
    getset: ENTRY_GETSET,
    ..TypeSpec::of::<PyDirEntry>("DirEntry")
};

static ENTRY_GETSET: &[GetSet] = &[
    getter("name", "the entry's base filename, relative to scandir() \"path\" argument", |_, this| {
        Ok(this.downcast::<PyDirEntry>().map_or(Value::NONE, |entry| entry.name.clone()))
    }),
    getter("path", "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)", |_, this| {
        Ok(this.downcast::<PyDirEntry>().map_or(Value::NONE, |entry| entry.path.clone()))
    }),
];

fn entry_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(entry) = this.downcast::<PyDirEntry>() else { return Ok(vm.str("<DirEntry>")) };
    let name = vm.repr(&entry.name)?;
    Ok(vm.str(&format!("<DirEntry {name}>")))
}

fn entry_stat(vm: &Vm, this: &Ref<PyDirEntry>, follow: bool) -> PyResult<Value> {
    let cache = if follow { &this.stat } else { &this.lstat };
    if let Some(known) = cache.get() {
        return Ok(known);
    }
    let outcome = vm.allow_threads(|| fs::stat(this.folder, &this.bytes, follow));
    let result = stats::result(vm, &vm.os_result_about(outcome, &this.path)?);
    cache.set(result.clone());
    Ok(result)
}

/// Whether the entry, or what it links to, is of a kind (`S_IFDIR` ...).
fn is_kind(vm: &Vm, this: &Ref<PyDirEntry>, follow: bool, wanted: u32) -> PyResult<bool> {
    let known = this.kind != libc::DT_UNKNOWN && !(follow && this.kind == libc::DT_LNK);
    if known {
        return Ok((this.kind as u32) << 12 == wanted);
    }
    match entry_stat(vm, this, follow) {
        Ok(stat) => {
            let mode = vm.get_item(&stat, &vm.int(0))?;
            Ok(mode.as_inline_int().is_some_and(|mode| mode as u32 & libc::S_IFMT == wanted))
        }
        // What is gone is of no kind.
        Err(raised) => vm.catch(raised, &vm.exceptions().FileNotFoundError).map(|_| false),
    }
}

fn listdir(vm: &Vm, name: &Value) -> PyResult<Value> {
    let dot = vm.str(".");
    let name = if name.is_none() { &dot } else { name };
    let target = target(vm, "listdir", name)?;
    let outcome = vm.allow_threads(|| fs::list(target.as_result()));
    let entries = vm.os_result_about(outcome, name)?;
    Ok(vm.list(entries.iter().map(|entry| super::name_like(vm, name, &entry.name)).collect()))
}

#[repr(C)]
struct PyScandir {
    header: Header,
    entries: PyCell<std::vec::IntoIter<fs::Entry>>,
    model: Value,
    /// The path before the names, with a slash.
    prefix: Option<Vec<u8>>,
    folder: i32,
    closed: Cell<bool>,
}
crate::payload!(PyScandir, shape::SCANDIR_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.model);
} clear {});

static SCANDIR_ITERATOR: TypeSpec = TypeSpec {
    module: "posix",
    flags: NO_NEW,
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(scandir_next), ..Slots::EMPTY },
    methods: &[
        method("__enter__(self, /)", "", wrap(|_: &Vm, this: &Ref<PyScandir>| this.clone())),
        method("__exit__(self, *args)", "", wrap(|vm: &Vm, this: &Ref<PyScandir>, _: Rest| scandir_close(vm, this))),
        method("close(self, /)", "", wrap(scandir_close)),
    ],
    ..TypeSpec::of::<PyScandir>("ScandirIterator")
};

fn scandir(vm: &Vm, name: &Value) -> PyResult<Ref<PyScandir>> {
    let dot = vm.str(".");
    let name = if name.is_none() { &dot } else { name };
    let target = target(vm, "scandir", name)?;
    let outcome = vm.allow_threads(|| fs::list(target.as_result()));
    let entries = vm.os_result_about(outcome, name)?;
    let (prefix, folder) = match target {
        Target::Path(mut path) => {
            if !path.ends_with(b"/") {
                path.push(b'/');
            }
            (Some(path), AT_CWD)
        }
        Target::Fd(fd) => (None, fd),
    };
    Ok(Ref::new(PyScandir {
        header: Header::new(shape::SCANDIR_ITERATOR),
        entries: PyCell::new(entries.into_iter()),
        model: name.clone(),
        prefix,
        folder,
        closed: Cell::new(false),
    }))
}

fn scandir_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(scan) = this.downcast::<PyScandir>().filter(|scan| !scan.closed.get()) else { return Ok(None) };
    let next = scan.entries.borrow_mut().next();
    let Some(entry) = next else { return Ok(None) };
    let mut bytes = scan.prefix.clone().unwrap_or_default();
    bytes.extend_from_slice(&entry.name);
    let made = PyDirEntry {
        header: Header::new(shape::DIR_ENTRY),
        name: super::name_like(vm, &scan.model, &entry.name),
        path: super::name_like(vm, &scan.model, &bytes),
        bytes,
        folder: scan.folder,
        kind: entry.kind,
        inode: entry.inode,
        stat: Slot::EMPTY,
        lstat: Slot::EMPTY,
    };
    Ok(Some(Ref::new(made).into_value()))
}

fn scandir_close(_: &Vm, this: &Ref<PyScandir>) {
    this.closed.set(true);
}
