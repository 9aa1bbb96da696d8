//! Tuple, list, set and dict displays.
//!
//! Small ones are built from a window of registers at once; those with `*` or with many elements
//! grow piece by piece.

use coil_grammar::ast::{DictItem, Expr, ExprKind};

use super::unit::Reg;
use super::{Done, Emitter, fold};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;

/// Elements that one instruction builds from.
const CHUNK: usize = 64;

/// A list or set that grows.
#[derive(Clone, Copy)]
struct Growing {
    build: Op,
    extend: Op,
}

const LIST: Growing = Growing { build: Op::BUILD_LIST, extend: Op::LIST_EXTEND };
const SET: Growing = Growing { build: Op::BUILD_SET, extend: Op::SET_UPDATE };

impl Emitter<'_> {
    pub fn list(&mut self, elts: &[Expr], dst: Reg) -> Done {
        if is_simple(elts) && !(elts.len() > 2 && constants(elts).is_some()) {
            return self.window_of(Op::BUILD_LIST, elts, dst);
        }
        let slot = self.slot(dst);
        self.grow(LIST, elts, slot)?;
        self.settle(slot, dst);
        Ok(())
    }

    pub fn set(&mut self, elts: &[Expr], dst: Reg) -> Done {
        if is_simple(elts) && !(elts.len() > 2 && constants(elts).is_some()) {
            return self.window_of(Op::BUILD_SET, elts, dst);
        }
        let slot = self.slot(dst);
        self.grow(SET, elts, slot)?;
        self.settle(slot, dst);
        Ok(())
    }

    pub fn tuple(&mut self, elts: &[Expr], dst: Reg) -> Done {
        if let Some(items) = constants(elts) {
            self.u.load_const(Const::Tuple(items), dst);
            return Ok(());
        }
        if is_simple(elts) {
            return self.window_of(Op::BUILD_TUPLE, elts, dst);
        }
        let top = self.u.top;
        let slot = self.slot(dst);
        self.grow(LIST, elts, slot)?;
        self.u.emit(Op::LIST_TO_TUPLE, dst, slot, 0);
        self.u.top = top;
        Ok(())
    }

    fn window_of(&mut self, op: Op, elts: &[Expr], dst: Reg) -> Done {
        let top = self.u.top;
        let base = match elts.split_first() {
            None => self.u.top,
            Some((first, others)) => {
                let base = self.u.window(dst);
                self.expr_into(first, base)?;
                for element in others {
                    self.temp(element)?;
                }
                base
            }
        };
        self.u.emit(op, dst, base, elts.len() as u32);
        self.u.top = top;
        Ok(())
    }

    /// Builds in `slot`, a temporary: runs of plain elements, and iterables that are unpacked.
    fn grow(&mut self, kind: Growing, elts: &[Expr], slot: Reg) -> Done {
        let mut started = false;
        let is_starred = |element: &Expr| matches!(element.kind, ExprKind::Starred { .. });
        let runs = elts.chunk_by(|a, b| !is_starred(a) && !is_starred(b));
        for run in runs {
            if let [Expr { kind: ExprKind::Starred { value, .. }, range }] = run {
                if !started {
                    self.u.emit(kind.build, slot, slot, 0);
                }
                let part = self.temp(value)?;
                self.at(*range, |this| this.u.emit(kind.extend, slot, part, 0));
                self.u.top = part;
            } else {
                self.grow_by_run(kind, run, slot, started)?;
            }
            started = true;
        }
        Ok(())
    }

    fn grow_by_run(&mut self, kind: Growing, run: &[Expr], slot: Reg, mut started: bool) -> Done {
        if run.len() > 2
            && let Some(items) = constants(run)
        {
            if !started {
                self.u.emit(kind.build, slot, slot, 0);
            }
            let part = self.u.alloc();
            let whole = match kind.build {
                Op::BUILD_SET => Const::FrozenSet(items),
                _ => Const::Tuple(items),
            };
            self.u.load_const(whole, part);
            self.u.emit(kind.extend, slot, part, 0);
            self.u.top = part;
            return Ok(());
        }
        for chunk in run.chunks(CHUNK) {
            if started {
                let part = self.u.alloc();
                self.window_of(kind.build, chunk, part)?;
                self.u.emit(kind.extend, slot, part, 0);
                self.u.top = part;
            } else {
                self.window_of(kind.build, chunk, slot)?;
            }
            started = true;
        }
        Ok(())
    }

    pub fn dict(&mut self, items: &[DictItem], dst: Reg) -> Done {
        let plain = items.iter().all(|item| item.key.is_some());
        if plain && items.len() <= CHUNK / 2 {
            let top = self.u.top;
            let base = self.pairs(items)?;
            self.u.emit(Op::BUILD_MAP, dst, base, items.len() as u32);
            self.u.top = top;
            return Ok(());
        }
        let slot = self.slot(dst);
        self.u.emit(Op::BUILD_MAP, slot, slot, 0);
        for run in items.chunk_by(|a, b| a.key.is_some() && b.key.is_some()) {
            if let [DictItem { key: None, value }] = run {
                let part = self.temp(value)?;
                self.u.emit(Op::DICT_UPDATE, slot, part, 0);
                self.u.top = part;
                continue;
            }
            for chunk in run.chunks(CHUNK / 2) {
                let part = self.u.alloc();
                let base = self.pairs(chunk)?;
                self.u.emit(Op::BUILD_MAP, part, base, chunk.len() as u32);
                self.u.emit(Op::DICT_UPDATE, slot, part, 0);
                self.u.top = part;
            }
        }
        self.settle(slot, dst);
        Ok(())
    }

    /// Keys and values in turn, in fresh temporaries.
    fn pairs(&mut self, items: &[DictItem]) -> Done<Reg> {
        let base = self.u.top;
        for item in items {
            if let Some(key) = &item.key {
                self.temp(key)?;
                self.temp(&item.value)?;
            }
        }
        Ok(base)
    }
}

fn is_simple(elts: &[Expr]) -> bool {
    elts.len() <= CHUNK && !elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. }))
}

/// The elements, if all are constants.
fn constants(elts: &[Expr]) -> Option<Vec<Const>> {
    elts.iter().map(fold::fold).collect()
}
