//! Services that are not written yet: each says so when it is asked for.

use super::Vm;
use crate::native::PyResult;

impl Vm {
    pub(super) fn run_pending_calls(&self) -> PyResult<()> {
        Ok(())
    }

    pub(super) fn raise_async_exception(&self) -> PyResult<()> {
        Ok(())
    }
}
