//! The Python stack of a thread as text, written without allocating or taking a lock: for signal handlers and watchdogs,
//! which may find the interpreter in any state. It is read without the GIL: what another thread changes meanwhile may
//! come out wrong, as it may in CPython.
#![allow(unsafe_code)]

use super::Vm;
use super::frame::{Frame, GENERATOR};
use crate::builtins::code::PyCode;
use crate::bytecode::code::Ins;
use crate::bytecode::locations;
use crate::sys::files;

/// Frames beyond these are not shown.
const MOST: usize = 100;

/// Writes text to a descriptor.
pub struct Out(pub i32);

impl Out {
    pub fn text(&self, text: &str) {
        // Nobody is left to be told of a failure.
        let _ = files::write_all(self.0, text.as_bytes());
    }

    fn decimal(&self, mut number: u32) {
        let mut digits = [0; 10];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        let _ = files::write_all(self.0, &digits[at..]);
    }

    fn hexadecimal(&self, number: u64) {
        let mut digits = [0; 16];
        for (index, digit) in digits.iter_mut().enumerate() {
            *digit = b"0123456789abcdef"[(number >> (60 - 4 * index) & 15) as usize];
        }
        let _ = files::write_all(self.0, &digits);
    }
}

impl Vm {
    /// The stack of this thread, or of all, this one marked.
    pub fn dump_stacks(&self, out: &Out, all: bool) {
        if !all {
            out.text("Stack (most recent call first):\n");
            return self.dump_frames(out);
        }
        let mut first = true;
        let calling = crate::sys::threads::current_id();
        self.for_each_thread(|thread| {
            if thread.frame.get() <= thread.bottom_frame() && !std::ptr::eq(thread, self) {
                return;
            }
            if !std::mem::replace(&mut first, false) {
                out.text("\n");
            }
            out.text(if thread.thread_id.get() == calling { "Current thread 0x" } else { "Thread 0x" });
            out.hexadecimal(thread.thread_id.get());
            out.text(" (most recent call first):\n");
            thread.dump_frames(out);
        });
    }

    fn dump_frames(&self, out: &Out) {
        let bottom = self.bottom_frame();
        let mut frame = self.frame.get();
        let mut shown = 0;
        if frame <= bottom {
            out.text("  <no Python frame>\n");
        }
        while frame > bottom {
            // SAFETY: records between the bottom and the running one are valid, and so is the code that they run.
            unsafe {
                dump_place(out, (*frame).code, (*frame).pc);
                shown += 1 + dump_parents(out, frame);
                frame = frame.sub(1);
            }
            if shown >= MOST {
                return out.text("  ...\n");
            }
        }
    }
}

/// Those that wait for the generator of a record.
unsafe fn dump_parents(out: &Out, frame: *mut Frame) -> usize {
    // SAFETY: parents are alive while linked.
    unsafe {
        let mut count = 0;
        if (*frame).flags & GENERATOR == 0 {
            return count;
        }
        let mut parent = (*(*frame).generator).parent.get();
        while !parent.is_null() && count < MOST {
            dump_place(out, (*parent).code, (*parent).pc.get());
            parent = (*parent).parent.get();
            count += 1;
        }
        count
    }
}

unsafe fn dump_place(out: &Out, code: *const PyCode, pc: *const Ins) {
    // SAFETY: the code of a record is alive.
    unsafe {
        let index = pc.offset_from((*code).entry).max(0) as u32;
        let code = &(*code).code;
        let run = locations::runs(&code.locations).find(|run| run.end > index);
        let line = run.and_then(|run| run.position).map_or(code.first_line, |place| place.line);
        out.text("  File \"");
        out.text(&code.filename);
        out.text("\", line ");
        out.decimal(line);
        out.text(" in ");
        out.text(&code.name);
        out.text("\n");
    }
}
