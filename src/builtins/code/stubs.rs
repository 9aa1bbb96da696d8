//! What inline caches have found, by shape and name: sites that see objects of several classes fill their own cache
//! from here instead of looking the attribute up again.

use std::cell::Cell;

use super::Cache;
use crate::bytecode::opcode::Op;
use crate::object::Raw;

/// Entries of one table; a power of two. The tables lie in the cache of one core.
const SIZE: usize = 512;

/// The tables, by what is done with the attribute.
#[derive(Default)]
pub struct AllStubs {
    pub loads: Stubs,
    pub stores: Stubs,
    pub methods: Stubs,
}

impl AllStubs {
    pub fn clear(&self) {
        for table in [&self.loads, &self.stores, &self.methods] {
            table.0.iter().for_each(|entry| entry.set(EMPTY));
        }
    }

    /// The class of the shape has changed.
    pub fn forget_shape(&self, shape: u32) {
        for table in [&self.loads, &self.stores, &self.methods] {
            table.0.iter().filter(|entry| entry.get().1.key == shape).for_each(|entry| entry.set(EMPTY));
        }
    }
}

/// Inline caches by shape (their key) and name.
pub struct Stubs(Box<[Cell<(Op, Cache)>]>);

const EMPTY: (Op, Cache) = (Op::NOP, Cache { name: Raw(0), key: 0, aux: 0, data: 0, misses: 0, aux2: 0 });

impl Default for Stubs {
    fn default() -> Stubs {
        Stubs(vec![Cell::new(EMPTY); SIZE].into_boxed_slice())
    }
}

fn place(shape: u32, name: Raw) -> usize {
    // Shapes come one after the other, and names lie in blocks of 16 bytes.
    (shape as usize).wrapping_mul(0x9E37_79B1).wrapping_add((name.0 as usize >> 4).wrapping_mul(0x85EB_CA6B)) >> 8
        & (SIZE - 1)
}

impl Stubs {
    /// The opcode and cache for an object of this shape, if some site has found them.
    #[inline(always)]
    pub fn get(&self, shape: u32, name: Raw) -> Option<(Op, Cache)> {
        let (op, cache) = self.0[place(shape, name)].get();
        (cache.key == shape && cache.name == name && shape != 0).then_some((op, cache))
    }

    /// Remembers what a site has found; the cache's key must be a shape.
    pub fn put(&self, op: Op, cache: &Cache) {
        self.0[place(cache.key, cache.name)].set((op, *cache));
    }
}
