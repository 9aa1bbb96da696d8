//! The eval-breaker: what has to be done between instructions.

use std::sync::atomic::Ordering;

use super::Vm;
use super::handle::breaker;
use crate::native::PyResult;

impl Vm {
    /// Does what the breaker asks for: signals, other threads' turns, collections. Natives with loops of their own call
    /// it too.
    #[inline]
    pub fn poll(&self) -> PyResult<()> {
        if self.breaker.load(Ordering::Relaxed) == 0 && !self.frame_limit.load(Ordering::Relaxed).is_null() {
            return Ok(());
        }
        self.poll_slow()
    }

    #[cold]
    fn poll_slow(&self) -> PyResult<()> {
        let reasons = self.breaker.swap(0, Ordering::SeqCst);
        self.reset_frame_limit();
        if reasons & breaker::COLLECT != 0 {
            self.collect_if_due();
        }
        if reasons & breaker::GIL != 0 {
            self.yield_gil();
        }
        if reasons & breaker::SIGNAL != 0 {
            self.run_signal_handlers()?;
        }
        Ok(())
    }
}
