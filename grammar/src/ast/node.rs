//! The box that children of a node hang on.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// How deep drops may nest on the native stack before the rest is put off.
const DROP_DEPTH: u32 = 200;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static DEFERRED: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

/// An owned child: a `Box` for reading and matching, but dropping a chain of any length
/// (`1 + 1 + ...` ten thousand times over) needs only a bounded part of the native stack.
pub struct P<T: 'static>(Option<Box<T>>);

impl<T> P<T> {
    pub fn new(value: T) -> P<T> {
        P(Some(Box::new(value)))
    }

    /// Moves the child out.
    pub fn into_inner(mut self) -> T {
        *self.0.take().expect("a child is taken only once")
    }
}

impl<T> Deref for P<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().expect("a child is present until its drop")
    }
}

impl<T> DerefMut for P<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_deref_mut().expect("a child is present until its drop")
    }
}

impl<T> AsRef<T> for P<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T> From<T> for P<T> {
    fn from(value: T) -> P<T> {
        P::new(value)
    }
}

impl<T> Drop for P<T> {
    fn drop(&mut self) {
        let Some(child) = self.0.take() else { return };
        let depth = DEPTH.try_with(Cell::get).unwrap_or(0);
        if depth >= DROP_DEPTH {
            // The outermost drop of this thread finds it there.
            let _ = DEFERRED.try_with(|deferred| deferred.borrow_mut().push(child));
            return;
        }
        let _ = DEPTH.try_with(|cell| cell.set(depth + 1));
        drop(child);
        if depth == 0 {
            while let Some(next) = take_deferred() {
                drop(next);
            }
        }
        let _ = DEPTH.try_with(|cell| cell.set(depth));
    }
}

/// Ends the borrow before the caller drops what it got: that drop may defer more.
fn take_deferred() -> Option<Box<dyn Any>> {
    DEFERRED.try_with(|deferred| deferred.borrow_mut().pop()).ok().flatten()
}

impl<T: Clone> Clone for P<T> {
    fn clone(&self) -> P<T> {
        P::new((**self).clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for P<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: PartialEq> PartialEq for P<T> {
    fn eq(&self, other: &P<T>) -> bool {
        **self == **other
    }
}

#[cfg(test)]
mod tests {
    use super::P;

    struct Chain {
        _next: Option<P<Chain>>,
    }

    #[test]
    fn a_million_links_drop_without_overflowing() {
        let mut chain = Chain { _next: None };
        for _ in 0..1_000_000 {
            chain = Chain { _next: Some(P::new(chain)) };
        }
        drop(chain);
    }
}
