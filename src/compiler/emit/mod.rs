//! Writing instructions: one file for each family of constructs.
//!
//! Expressions are compiled towards a register: `expr_into` leaves the value in a given one,
//! `operand` borrows a local where it lies and takes a temporary for all else. Temporaries are a
//! stack; whoever takes some gives them back (`top`) when the instruction that consumes them is
//! written. A local that is a destination is written by the last instruction only, so that an
//! exception leaves the old value in place.
//!
//! Not here: what a name means (`symbols/`), and where jumps land (`bytecode/assembler.rs`).

mod annotations;
mod assign;
mod blocks;
mod calls;
mod chains;
mod classes;
mod comprehensions;
mod conditions;
mod constants;
mod displays;
mod exceptions;
mod expr;
mod fold;
mod functions;
mod imports;
mod loops;
mod names;
mod operators;
mod patterns;
mod patterns_compound;
mod percent;
mod statements;
mod strings;
mod suspend;
mod type_params;
mod unit;
mod unparse;
mod unwind;
mod visit;
mod warnings;
mod with;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use coil_grammar::ast::{Mod, Name, TextRange};
use coil_grammar::{SyntaxError, SyntaxWarning};

use super::symbols::{ScopeId, ScopeKind, SymbolTable, flag};
use super::{CompileOptions, Compiled, Places, flow};
use crate::bytecode::assembler::Mark;
use crate::bytecode::code::{Code, Const, Ins, Position, flags};
use crate::bytecode::locations;
use crate::bytecode::opcode::Op;
use unit::Unit;

type Done<T = ()> = Result<T, SyntaxError>;

fn error<T>(message: impl Into<String>, range: TextRange) -> Done<T> {
    Err(SyntaxError::late(message, range))
}

struct Emitter<'a> {
    tree: &'a Mod,
    table: &'a SymbolTable,
    places: &'a dyn Places,
    filename: Arc<str>,
    options: CompileOptions,
    warnings: Vec<SyntaxWarning>,
    warned: HashSet<(TextRange, String)>,
    interned: HashMap<Name, Arc<str>>,
    /// The code object being written, and those around it.
    u: Unit<'a>,
    outer: Vec<Unit<'a>>,
}

pub fn compile(
    tree: &Mod,
    table: &SymbolTable,
    places: &dyn Places,
    filename: &str,
    options: &CompileOptions,
) -> Result<Compiled, SyntaxError> {
    let mut unit = Unit::new(SymbolTable::MODULE, "<module>", 1);
    unit.flags = options.future_flags;
    let mut emitter = Emitter {
        tree,
        table,
        places,
        filename: filename.into(),
        options: *options,
        warnings: Vec::new(),
        warned: HashSet::new(),
        interned: HashMap::new(),
        u: unit,
        outer: Vec::new(),
    };
    emitter.lay_out_variables();
    emitter.module(tree)?;
    let unit = std::mem::replace(&mut emitter.u, Unit::new(SymbolTable::MODULE, "", 0));
    let code = emitter.finish(unit)?;
    Ok(Compiled { code, warnings: emitter.warnings })
}

impl Emitter<'_> {
    /// Opens the code object of a scope; `leave_unit` finishes it.
    fn enter_unit(&mut self, scope: ScopeId, name: &str, range: TextRange) {
        let line = self.places.position(range).line;
        let mut unit = Unit::new(scope, name, line);
        unit.private = self.u.private.clone();
        unit.flags = self.options.future_flags;
        unit.qualname = self.qualname(scope, name);
        unit.mark = Mark { start: range.start, end: range.start };
        let data = self.table.scope(scope);
        if data.is_function_like() {
            unit.flags |= flags::OPTIMIZED | flags::NEWLOCALS;
            unit.flags |= if data.varargs { flags::VARARGS } else { 0 };
            unit.flags |= if data.varkeywords { flags::VARKEYWORDS } else { 0 };
        }
        if data.nested && data.is_function_like() {
            unit.flags |= flags::NESTED;
        }
        unit.flags |= match (data.generator, data.is_async || data.coroutine) {
            _ if data.kind != ScopeKind::Function => 0,
            (true, true) => flags::ASYNC_GENERATOR,
            (true, false) => flags::GENERATOR,
            (false, true) => flags::COROUTINE,
            (false, false) => 0,
        };
        unit.flags |= if data.method { flags::METHOD } else { 0 };
        self.outer.push(std::mem::replace(&mut self.u, unit));
        self.lay_out_variables();
    }

    fn leave_unit(&mut self) -> Done<Arc<Code>> {
        let outer = self.outer.pop().unwrap_or_else(|| Unit::new(SymbolTable::MODULE, "", 0));
        let unit = std::mem::replace(&mut self.u, outer);
        self.finish(unit)
    }

    /// `outer.<locals>.name`; type parameter scopes do not count.
    fn qualname(&self, scope: ScopeId, name: &str) -> Arc<str> {
        let mut parents = std::iter::once(&self.u).chain(self.outer.iter().rev());
        let mut parent = parents.next();
        while let Some(unit) = parent
            && self.table.scope(unit.scope).kind == ScopeKind::TypeParameters
        {
            parent = parents.next();
        }
        let Some(parent) = parent.filter(|unit| unit.scope != SymbolTable::MODULE) else {
            return name.into();
        };
        let kind = self.table.scope(scope).kind;
        if matches!(kind, ScopeKind::Function | ScopeKind::Class) {
            let mangled = super::symbols::mangle(self.u.private.as_ref(), &Name::new(name));
            let symbol = self.table.scope(parent.scope).symbols.get(&mangled);
            if symbol.is_some_and(|symbol| symbol.flags & flag::GLOBAL != 0) {
                return name.into();
            }
        }
        let function = self.table.scope(parent.scope).kind == ScopeKind::Function;
        let locals = if function { ".<locals>" } else { "" };
        format!("{}{locals}.{name}", parent.qualname).into()
    }

    /// Turns a finished unit into a code object.
    fn finish(&mut self, mut unit: Unit) -> Done<Arc<Code>> {
        if unit.max > u16::MAX as u32 {
            let message = "too many local variables and temporaries in one code object";
            return error(message, self.table.scope(unit.scope).range);
        }
        if unit.code_constants.len() > u16::MAX as usize {
            let message = "too many functions and classes in one code object";
            return error(message, self.table.scope(unit.scope).range);
        }
        let mut stream = unit.take_stream();
        flow::remove_needless_checks(&mut stream, unit.arg_register_count(), unit.max);
        let places = self.places;
        let mut last = (Mark::NOWHERE, Position::default());
        let assembled = stream.assemble(|mark| {
            if mark != last.0 {
                last = (mark, place_of(places, mark));
            }
            last.1
        });
        let (names, mut consts, sites) = unit.take_tables();
        let mut instructions = assembled.instructions;
        place_code(&unit.code_constants, &mut consts, &mut instructions);
        Ok(Arc::new(Code {
            name: unit.name,
            qualname: unit.qualname,
            filename: self.filename.clone(),
            first_line: unit.first_line,
            flags: unit.flags,
            arg_count: unit.arg_count,
            posonly_count: unit.posonly_count,
            kwonly_count: unit.kwonly_count,
            var_names: unit.var_names,
            cell_vars: unit.cell_vars,
            cell_registers: unit.cell_registers,
            free_vars: unit.free_vars,
            names,
            consts,
            instructions,
            sites,
            handlers: assembled.handlers,
            locations: locations::encode(&assembled.positions),
            register_count: unit.max,
            local_count: unit.local_count,
        }))
    }

    /// One text for all occurrences of a name.
    fn shared(&mut self, name: &Name) -> Arc<str> {
        if let Some(text) = self.interned.get(name) {
            return text.clone();
        }
        let text: Arc<str> = name.as_str().into();
        self.interned.insert(name.clone(), text.clone());
        text
    }

    /// Runs `body` with another place in the source as the current one.
    fn at<T>(&mut self, range: TextRange, body: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.u.set_place(range);
        let result = body(self);
        self.u.mark = outer;
        result
    }

    /// Instructions that belong to no place in the source: nobody who traces sees them.
    fn nowhere<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.u.mark, Mark::NOWHERE);
        let result = body(self);
        self.u.mark = outer;
        result
    }

    fn warn(&mut self, message: impl Into<String>, range: TextRange) {
        let message = message.into();
        // The body of a `finally` is compiled more than once.
        if self.warned.insert((range, message.clone())) {
            let category = coil_grammar::WarningCategory::SyntaxWarning;
            self.warnings.push(SyntaxWarning { category, message, range });
        }
    }
}

fn place_of(places: &dyn Places, mark: Mark) -> Position {
    if mark == Mark::NOWHERE {
        return Position::default();
    }
    places.position(TextRange::new(mark.start, mark.end))
}

/// MAKE_FUNCTION names its constant in 16 bits, and so far by its number among the code objects:
/// gives it its place among all constants. When there are more of those than 16 bits can name, code
/// objects go first (after the first constant, which may be a docstring).
fn place_code(code: &[u32], consts: &mut Vec<Const>, instructions: &mut [Ins]) {
    let mut moved: Vec<u32> = (0..consts.len() as u32).collect();
    if consts.len() > u16::MAX as usize {
        let mut order: Vec<usize> = (0..consts.len()).collect();
        order[1..].sort_by_key(|index| !matches!(consts[*index], Const::Code(_)));
        for (new, old) in order.iter().enumerate() {
            moved[*old] = new as u32;
        }
        *consts = order.iter().map(|old| consts[*old].clone()).collect();
    }
    for ins in instructions {
        match ins.op {
            Op::LOAD_CONST | Op::LOAD_CONST_IMMEDIATE | Op::RETURN_CONST => {
                *ins = ins.with_wide(moved[ins.wide() as usize]);
            }
            Op::MAKE_FUNCTION => ins.b = moved[code[ins.b as usize] as usize] as u16,
            _ => {}
        }
    }
}
