//! `import` and `from ... import`.

use coil_grammar::ast::*;

use super::unit::{Operand, Reg};
use super::{Done, Emitter, constants, error};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{CONSUME_B, Op};
use crate::compiler::future;

impl Emitter<'_> {
    pub fn import(&mut self, names: &[Alias]) -> Done {
        for alias in names {
            let top = self.u.top;
            let module = self.import_name(&alias.name, 0, Const::None);
            match &alias.asname {
                Some(asname) => {
                    // `import a.b.c as d` binds the innermost module.
                    for part in alias.name.split('.').skip(1) {
                        let site = self.u.site(part);
                        self.u.emit(Op::IMPORT_FROM, module, module, site);
                    }
                    self.store_name(&asname.name, Operand::temp(module));
                }
                None => {
                    let first = alias.name.split('.').next().unwrap_or("");
                    self.store_name(&Name::new(first), Operand::temp(module));
                }
            }
            self.u.top = top;
        }
        Ok(())
    }

    fn import_name(&mut self, name: &str, level: u32, from: Const) -> Reg {
        let base = self.u.alloc_many(2);
        self.u.load_const(Const::Int(level as i64), base);
        self.u.load_const(from, base + 1);
        let site = self.u.site(name);
        self.u.emit(Op::IMPORT_NAME, base, base, site);
        self.u.top = base + 1;
        base
    }

    pub fn import_from(&mut self, import: &ImportFrom, stmt: &Stmt) -> Done {
        if future::is_future(import) && !future::may_stand_here(self.tree, stmt) {
            let message = "from __future__ imports must occur at the beginning of the file";
            return error(message, stmt.range);
        }
        let top = self.u.top;
        let names = import.names.iter().map(|alias| constants::string(&alias.name)).collect();
        let name = import.module.as_ref().map_or("", |module| module.name.as_str());
        let module = self.import_name(name, import.level, Const::Tuple(names));
        if matches!(import.names.as_slice(), [alias] if alias.name == "*") {
            self.u.emit_flags(Op::IMPORT_STAR, CONSUME_B, 0, module, 0);
            self.u.top = top;
            return Ok(());
        }
        for alias in &import.names {
            let value = self.u.alloc();
            let site = self.u.site(&alias.name);
            self.u.emit(Op::IMPORT_FROM, value, module, site);
            let target = alias.asname.as_ref().map_or(&alias.name, |asname| &asname.name);
            self.store_name(target, Operand::temp(value));
            self.u.top = module + 1;
        }
        self.u.release(module, 1);
        self.u.top = top;
        Ok(())
    }
}
