//! A persistent map from context variables to values: a copy shares everything, a change copies one path.
//!
//! A hash array mapped trie. Keys are told apart by identity, and the identity is mixed by a bijection, so that no two
//! keys ever have the same hash.

use std::rc::Rc;

use super::variable::PyContextVar;
use crate::object::{Ref, Trace, Value, Visitor};

/// Bits of the hash that each level of the trie looks at.
const BITS: u32 = 5;

/// Variables and their values.
#[derive(Clone, Default)]
pub struct Map {
    root: Option<Rc<Node>>,
    len: usize,
}

/// A level of the trie: the children whose bit is set in `present`, in order.
#[derive(Clone)]
struct Node {
    present: u32,
    children: Vec<Child>,
}

#[derive(Clone)]
enum Child {
    Leaf(Ref<PyContextVar>, Value),
    Inner(Rc<Node>),
}

fn hash(key: &Ref<PyContextVar>) -> u64 {
    key.as_value().id().wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The bit of a hash at a level, counted from its upper end.
fn bit(hash: u64, level: u32) -> u32 {
    1 << (hash.rotate_left(BITS * (level + 1)) & 31)
}

impl Node {
    fn place(&self, bit: u32) -> usize {
        (self.present & (bit - 1)).count_ones() as usize
    }

    fn get(&self, key: &Ref<PyContextVar>, hash: u64, level: u32) -> Option<&Value> {
        let bit = bit(hash, level);
        if self.present & bit == 0 {
            return None;
        }
        match &self.children[self.place(bit)] {
            Child::Leaf(known, value) => known.is(key).then_some(value),
            Child::Inner(node) => node.get(key, hash, level + 1),
        }
    }

    /// Sets a key and gives the value it had.
    fn insert(&mut self, key: &Ref<PyContextVar>, hash: u64, level: u32, value: Value) -> Option<Value> {
        let bit = bit(hash, level);
        let place = self.place(bit);
        if self.present & bit == 0 {
            self.present |= bit;
            self.children.insert(place, Child::Leaf(key.clone(), value));
            return None;
        }
        match &mut self.children[place] {
            Child::Inner(node) => Rc::make_mut(node).insert(key, hash, level + 1, value),
            Child::Leaf(known, old) if known.is(key) => Some(std::mem::replace(old, value)),
            leaf => {
                let mut node = Node { present: 0, children: Vec::with_capacity(2) };
                if let Child::Leaf(known, old) = leaf {
                    node.insert(known, self::hash(known), level + 1, old.clone());
                }
                node.insert(key, hash, level + 1, value);
                *leaf = Child::Inner(Rc::new(node));
                None
            }
        }
    }

    /// Takes a key out; the node may be left empty.
    fn remove(&mut self, key: &Ref<PyContextVar>, hash: u64, level: u32) -> Option<Child> {
        let bit = bit(hash, level);
        if self.present & bit == 0 {
            return None;
        }
        let place = self.place(bit);
        match &mut self.children[place] {
            Child::Inner(node) => {
                let node = Rc::make_mut(node);
                let removed = node.remove(key, hash, level + 1);
                if node.children.is_empty() {
                    self.present &= !bit;
                    self.children.remove(place);
                }
                removed
            }
            Child::Leaf(known, _) if known.is(key) => {
                self.present &= !bit;
                Some(self.children.remove(place))
            }
            Child::Leaf(..) => None,
        }
    }

    fn each(&self, f: &mut dyn FnMut(&Ref<PyContextVar>, &Value)) {
        for child in &self.children {
            match child {
                Child::Leaf(key, value) => f(key, value),
                Child::Inner(node) => node.each(f),
            }
        }
    }
}

impl Map {
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, key: &Ref<PyContextVar>) -> Option<&Value> {
        self.root.as_ref()?.get(key, hash(key), 0)
    }

    /// Sets a key and gives the value it had, for the caller to release.
    pub fn insert(&mut self, key: &Ref<PyContextVar>, value: Value) -> Option<Value> {
        let root = self.root.get_or_insert_with(|| Rc::new(Node { present: 0, children: Vec::new() }));
        let old = Rc::make_mut(root).insert(key, hash(key), 0, value);
        self.len += old.is_none() as usize;
        old
    }

    /// Takes a key out; what is given back is for the caller to release.
    pub fn remove(&mut self, key: &Ref<PyContextVar>) -> Option<(Ref<PyContextVar>, Value)> {
        let removed = Rc::make_mut(self.root.as_mut()?).remove(key, hash(key), 0)?;
        self.len -= 1;
        match removed {
            Child::Leaf(key, value) => Some((key, value)),
            Child::Inner(_) => None,
        }
    }

    /// Keys and values as they are now.
    pub fn items(&self) -> Vec<(Ref<PyContextVar>, Value)> {
        let mut items = Vec::with_capacity(self.len);
        if let Some(root) = &self.root {
            root.each(&mut |key, value| items.push((key.clone(), value.clone())));
        }
        items
    }
}

/// Only what no other map shares is shown: a value in a shared node has one reference, which must not be counted twice.
impl Trace for Map {
    fn trace(&self, visitor: &mut Visitor) {
        if let Some(root) = &self.root {
            trace_node(root, visitor);
        }
    }
}

fn trace_node(node: &Rc<Node>, visitor: &mut Visitor) {
    if Rc::strong_count(node) > 1 {
        return;
    }
    for child in &node.children {
        match child {
            Child::Leaf(key, value) => {
                visitor.visit(key);
                visitor.visit(value);
            }
            Child::Inner(inner) => trace_node(inner, visitor),
        }
    }
}
