//! The table of `dict`: entries in order of insertion, and an index into them by hash.
//!
//! Deleting leaves a hole in the entries, which goes when the table next grows; the first live entry is
//! remembered, so that taking from either end is O(1). Up to eight entries need no index.
//!
//! Nothing here calls Python code. What compares keys asks for candidates one at a time and looks again
//! at [`Table::stamp`] afterwards.

use crate::object::{Raw, Trace, Value, Visitor};

/// Up to this many entries are searched one by one.
const LINEAR: usize = 8;
/// The least room in a dict that is not empty, as in CPython.
const LEAST: usize = 5;
const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;

/// An entry; a hole has no key.
#[repr(C)]
pub struct Entry {
    pub hash: i64,
    pub key: Option<Value>,
    pub value: Option<Value>,
}

#[derive(Default)]
#[repr(C)]
pub struct Table {
    pub entries: Vec<Entry>,
    index: Vec<u32>,
    /// Index slots that are not empty: a search ends only at an empty one.
    filled: usize,
    live: usize,
    /// No live entry lies before this one.
    first: usize,
    /// Names the present set of keys and their places; 0: no cache has asked yet.
    version: u32,
    /// Counts changes of the set of keys.
    stamp: u32,
}

impl Table {
    pub fn with_capacity(capacity: usize) -> Table {
        let room = if capacity == 0 { 0 } else { capacity.max(LEAST) };
        let mut table = Table { entries: Vec::with_capacity(room), ..Table::default() };
        if capacity > LINEAR {
            table.index = vec![EMPTY; index_size(capacity)];
        }
        table
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live
    }

    /// Changes whenever a key comes or goes.
    #[inline(always)]
    pub fn stamp(&self) -> u32 {
        self.stamp
    }

    /// 0, or a number that stands for these keys at these places.
    #[inline(always)]
    pub fn version(&self) -> u32 {
        self.version
    }

    pub fn set_version(&mut self, version: u32) {
        self.version = version;
    }

    fn keys_changed(&mut self) {
        self.version = 0;
        self.stamp = self.stamp.wrapping_add(1);
    }

    /// The places of entries with this hash: at least those, perhaps others with it, one after the other.
    #[inline]
    pub fn candidates(&self, hash: i64) -> Candidates {
        let position = if self.index.is_empty() { self.first } else { hash as usize & (self.index.len() - 1) };
        Candidates { hash, position, step: 0, perturb: hash as u64 }
    }

    /// The next place whose entry has the hash sought.
    #[inline]
    pub fn next_candidate(&self, candidates: &mut Candidates) -> Option<usize> {
        if self.index.is_empty() {
            while candidates.position < self.entries.len() {
                let place = candidates.position;
                candidates.position += 1;
                if self.entries[place].hash == candidates.hash && self.entries[place].key.is_some() {
                    return Some(place);
                }
            }
            return None;
        }
        let mask = self.index.len() - 1;
        loop {
            let place = self.index[candidates.position];
            candidates.advance(mask);
            if place == EMPTY {
                return None;
            }
            if place != DELETED && self.entries[place as usize].hash == candidates.hash {
                return Some(place as usize);
            }
        }
    }

    /// Finds a key that is this very object (interned strings, mostly).
    #[inline]
    pub fn find_identical(&self, key: Raw, hash: i64) -> Option<usize> {
        let mut candidates = self.candidates(hash);
        while let Some(place) = self.next_candidate(&mut candidates) {
            if self.entries[place].key.as_ref().is_some_and(|known| known.raw() == key) {
                return Some(place);
            }
        }
        None
    }

    /// Appends a key that is known to be absent.
    pub fn insert_new(&mut self, hash: i64, key: Value, value: Value) -> usize {
        if self.entries.len() == self.entries.capacity() {
            self.grow();
        }
        let place = self.entries.len();
        self.entries.push(Entry { hash, key: Some(key), value: Some(value) });
        self.live += 1;
        self.keys_changed();
        let crowded = self.filled * 4 >= self.index.len() * 3;
        if !self.index.is_empty() && !crowded {
            self.link(hash, place as u32);
        } else if self.entries.len() > LINEAR || !self.index.is_empty() {
            self.rebuild();
        }
        place
    }

    fn link(&mut self, hash: i64, place: u32) {
        let mask = self.index.len() - 1;
        let mut candidates = self.candidates(hash);
        while self.index[candidates.position] < DELETED {
            candidates.advance(mask);
        }
        if self.index[candidates.position] == EMPTY {
            self.filled += 1;
        }
        self.index[candidates.position] = place;
    }

    /// Takes an entry out. Its place stays empty: an iterator that has passed it would miss what came there next.
    pub fn remove(&mut self, place: usize) -> (Value, Value) {
        self.unlink(place);
        let entry = &mut self.entries[place];
        let taken = (entry.key.take(), entry.value.take());
        self.live -= 1;
        self.keys_changed();
        if self.live == 0 {
            self.first = self.entries.len();
        } else if place == self.first {
            while self.entries[self.first].key.is_none() {
                self.first += 1;
            }
        }
        match taken {
            (Some(key), Some(value)) => (key, value),
            _ => unreachable!("only live entries are removed"),
        }
    }

    /// Takes the last entry out, and frees its place and those behind it, so that going on backwards stays cheap.
    pub fn remove_last(&mut self) -> Option<(Value, Value)> {
        let place = self.previous_live(usize::MAX)?;
        let taken = self.remove(place);
        self.entries.truncate(place);
        self.first = self.first.min(place);
        Some(taken)
    }

    /// Makes an entry the first one. Holes at the front are made where there are none, as many as there are entries,
    /// so that this is cheap on the whole.
    pub fn move_to_front(&mut self, place: usize) {
        if place == self.first {
            return;
        }
        let mut place = place;
        if self.first == 0 {
            let room = self.live;
            let old = std::mem::take(&mut self.entries);
            self.entries.reserve(room + old.len());
            self.entries.extend((0..room).map(|_| Entry { hash: 0, key: None, value: None }));
            self.entries.extend(old);
            self.first = room;
            place += room;
            self.rebuild();
        }
        self.unlink(place);
        self.first -= 1;
        self.entries.swap(place, self.first);
        let (hash, first) = (self.entries[self.first].hash, self.first as u32);
        if !self.index.is_empty() {
            self.link(hash, first);
        }
        while self.entries.last().is_some_and(|entry| entry.key.is_none()) {
            self.entries.pop();
        }
        self.keys_changed();
    }

    /// Makes an entry the last one.
    pub fn move_to_end(&mut self, place: usize) {
        if place + 1 == self.entries.len() {
            return;
        }
        let hash = self.entries[place].hash;
        let (key, value) = self.remove(place);
        self.insert_new(hash, key, value);
    }

    fn unlink(&mut self, place: usize) {
        if self.index.is_empty() {
            return;
        }
        let mask = self.index.len() - 1;
        let mut candidates = self.candidates(self.entries[place].hash);
        while self.index[candidates.position] != place as u32 {
            candidates.advance(mask);
        }
        self.index[candidates.position] = DELETED;
    }

    /// Empties the table and hands over what was in it, to be dropped outside of any borrow.
    pub fn clear(&mut self) -> Vec<Entry> {
        let stamp = self.stamp;
        let entries = std::mem::take(self).entries;
        self.stamp = stamp.wrapping_add(1);
        entries
    }

    /// Room for more: holes go first, if there are many.
    fn grow(&mut self) {
        let capacity = if self.live < self.entries.len() / 2 + 1 { self.live } else { self.live * 2 };
        let capacity = capacity.max(LEAST);
        let old = std::mem::replace(&mut self.entries, Vec::with_capacity(capacity.max(self.live + 1)));
        self.entries.extend(old.into_iter().filter(|entry| entry.key.is_some()));
        self.first = 0;
        self.keys_changed();
        if self.entries.capacity() > LINEAR {
            self.rebuild();
        } else {
            // Small again: what the index says of places no longer holds.
            self.index.clear();
            self.filled = 0;
        }
    }

    fn rebuild(&mut self) {
        let size = index_size(self.entries.capacity());
        self.index.clear();
        self.index.resize(size, EMPTY);
        self.filled = 0;
        for place in 0..self.entries.len() {
            if self.entries[place].key.is_some() {
                self.link(self.entries[place].hash, place as u32);
            }
        }
    }

    /// The first live entry at or after a place.
    #[inline]
    pub fn next_live(&self, place: usize) -> Option<usize> {
        let mut place = place.max(self.first);
        while let Some(entry) = self.entries.get(place) {
            if entry.key.is_some() {
                return Some(place);
            }
            place += 1;
        }
        None
    }

    /// The last live entry before a place.
    pub fn previous_live(&self, place: usize) -> Option<usize> {
        (self.first..place.min(self.entries.len())).rev().find(|&place| self.entries[place].key.is_some())
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Value, &Value)> {
        self.entries.iter().filter_map(|entry| Some((entry.key.as_ref()?, entry.value.as_ref()?)))
    }

    /// A copy with the same keys at the same places but for holes.
    pub fn copy(&self) -> Table {
        let mut copy = Table { live: self.live, ..Table::default() };
        copy.entries.reserve_exact(self.live);
        copy.entries.extend(self.entries.iter().filter(|entry| entry.key.is_some()).map(|entry| Entry {
            hash: entry.hash,
            key: entry.key.clone(),
            value: entry.value.clone(),
        }));
        if copy.entries.len() > LINEAR {
            copy.rebuild();
        }
        copy
    }

    /// Bytes in use besides the object itself.
    pub fn memory(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.capacity() * size_of::<u32>()
    }
}

/// Twice the entries and more, a power of two.
fn index_size(capacity: usize) -> usize {
    (capacity + capacity / 2 + 1).next_power_of_two()
}

/// A search under way; holds no borrow.
pub struct Candidates {
    hash: i64,
    position: usize,
    step: u32,
    perturb: u64,
}

impl Candidates {
    /// CPython's probe sequence: it depends on all bits of the hash.
    #[inline(always)]
    fn advance(&mut self, mask: usize) {
        self.step += 1;
        self.perturb >>= 5;
        self.position = self.position.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1) & mask;
    }
}

impl Trace for Table {
    fn trace(&self, visitor: &mut Visitor) {
        for entry in &self.entries {
            visitor.visit(&entry.key);
            visitor.visit(&entry.value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(value: i64) -> Value {
        Value::inline_int(value)
    }

    fn find(table: &Table, key: i64) -> Option<i64> {
        let place = table.find_identical(int(key).raw(), key)?;
        table.entries[place].value.as_ref().and_then(Value::as_inline_int)
    }

    #[test]
    fn keeps_order_and_finds_after_many_changes() {
        let mut table = Table::default();
        for key in 0..1000 {
            table.insert_new(key, int(key), int(key * 2));
        }
        for key in (0..1000).step_by(3) {
            let place = table.find_identical(int(key).raw(), key).unwrap();
            table.remove(place);
        }
        for key in 0..1000 {
            assert_eq!(find(&table, key), (key % 3 != 0).then_some(key * 2));
        }
        for key in 1000..3000 {
            table.insert_new(key, int(key), int(key));
        }
        let keys: Vec<i64> = table.iter().filter_map(|(key, _)| key.as_inline_int()).collect();
        assert!(keys.is_sorted() && keys.len() == table.len());
    }

    #[test]
    fn entries_move_to_either_end() {
        for count in [2, 3, 8, 9, 100] {
            let mut table = Table::default();
            for key in 0..count {
                table.insert_new(key, int(key), int(key));
            }
            let mut expected: Vec<i64> = (0..count).collect();
            for step in 0..300 {
                let key = step * 7 % count;
                let place = table.find_identical(int(key).raw(), key).unwrap();
                expected.retain(|&known| known != key);
                if step % 3 == 0 {
                    table.move_to_end(place);
                    expected.push(key);
                } else {
                    table.move_to_front(place);
                    expected.insert(0, key);
                }
                let keys: Vec<i64> = table.iter().filter_map(|(key, _)| key.as_inline_int()).collect();
                assert_eq!(keys, expected);
                assert!((0..count).all(|key| find(&table, key) == Some(key)));
            }
        }
    }

    #[test]
    fn taking_from_the_front_stays_cheap() {
        let mut table = Table::default();
        for key in 0..100_000 {
            table.insert_new(key, int(key), int(key));
        }
        for key in 0..100_000 {
            let place = table.next_live(0).unwrap();
            assert_eq!(table.remove(place).0.as_inline_int(), Some(key));
        }
        assert_eq!(table.len(), 0);
    }
}
