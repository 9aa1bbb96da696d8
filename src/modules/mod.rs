//! Native halves of standard modules, one file or folder per module.

use crate::builtins::dict::PyDict;
use crate::vm::Vm;

/// Makes `builtins` and `sys`, which every interpreter has from the start.
pub fn create_builtins(vm: &Vm) {
    let _ = vm.interpreter().builtins.set(PyDict::new());
    let _ = vm.interpreter().modules.set(PyDict::new());
}
