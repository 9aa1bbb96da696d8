//! What `cmp_to_key` gives: wraps values so that an old-style comparison function orders them.

use crate::native::{Args, GetSet, Native, PyResult, getset, method, wrap};
use crate::object::types::NO_NEW;
use crate::object::{CompareOp, Header, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyCmpKey {
    header: Header,
    cmp: Value,
    /// Unset in the factory itself.
    object: Slot,
}
crate::payload!(PyCmpKey, shape::CMP_KEY, traverse(this, visitor) {
    visitor.visit(&this.cmp);
    visitor.visit(&this.object);
} clear {
    this.object.clear();
});

pub static CMP_KEY: TypeSpec = TypeSpec {
    module: "functools",
    flags: NO_NEW,
    slots: Slots { call: Some(call), compare: Some(compare), ..Slots::EMPTY },
    getset: GETSET,
    ..TypeSpec::of::<PyCmpKey>("KeyWrapper")
};

static GETSET: &[GetSet] = &[getset(
    "obj",
    "Value wrapped by a key function.",
    |vm, this| key(this).object.get().ok_or_else(|| vm.attribute_error("obj")),
    |_, this, new| {
        let old = key(this).object.replace(new.cloned());
        drop(old);
        Ok(())
    },
)];

static CALL: Native = method("K(self, obj)", "", wrap(wrap_object));

fn key(this: &Value) -> &Ref<PyCmpKey> {
    this.downcast::<PyCmpKey>().expect("a slot of KeyWrapper")
}

fn make(cmp: &Value, object: Slot) -> Ref<PyCmpKey> {
    Ref::new(PyCmpKey { header: Header::new(shape::CMP_KEY), cmp: cmp.clone(), object })
}

pub fn cmp_to_key(_: &Vm, mycmp: &Value) -> Ref<PyCmpKey> {
    make(mycmp, Slot::EMPTY)
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    if let ([object], true) = (args.values, args.names.is_empty()) {
        return Ok(make(&key(this).cmp, Slot::new(object.clone())).into_value());
    }
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let args = Args { values: &values, names: args.names };
    crate::native::bind::bind(vm, vm.signature_of(&CALL), args, 1, |bound| (CALL.call)(vm, bound))
}

fn wrap_object(_: &Vm, this: &Ref<PyCmpKey>, object: &Value) -> Ref<PyCmpKey> {
    make(&this.cmp, Slot::new(object.clone()))
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyCmpKey>(), right.downcast::<PyCmpKey>()) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let (Some(x), Some(y)) = (a.object.get(), b.object.get()) else { return Err(vm.attribute_error("object")) };
    let order = vm.call(&a.cmp, &[x, y])?;
    vm.compare(&order, &vm.int(0), op)
}
