//! Calls.
//!
//! The window of a call, `[callable, arguments ...]`, lies on top of all live temporaries, because
//! the callee's frame begins in it.

use coil_grammar::ast::*;

use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, constants, error};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{HAS_KWARGS, Op, ZERO_ARG_SUPER};

/// More arguments than this are passed as a tuple (and a dict).
const MAX_ARGUMENTS: usize = 240;

/// Which instruction makes the call: the window begins with a callable, or with what LOAD_METHOD
/// prepared.
#[derive(Clone, Copy)]
enum Form {
    Plain,
    Method,
}

impl Emitter<'_> {
    pub fn call(&mut self, call: &Call, range: TextRange, dst: Reg) -> Done {
        self.check_keywords(&call.keywords)?;
        self.warn_called(&call.func);
        let mut chain = vec![(call, range)];
        self.collect_chain(&mut chain);
        // The innermost call first; its result is the object of the next one's method.
        let top = self.u.top;
        let base = self.u.window(dst);
        let mut object = None;
        while let Some((call, range)) = chain.pop() {
            let target = if chain.is_empty() { dst } else { base };
            self.u.top = base + 1;
            self.one_call(call, range, object, base, target)?;
            object = Some(base);
        }
        self.u.top = top;
        Ok(())
    }

    /// `a.b().c().d()`: method calls on the results of calls, from the outside in.
    fn collect_chain(&mut self, chain: &mut Vec<(&Call, TextRange)>) {
        loop {
            let Some((call, _)) = chain.last() else { return };
            let inner = match &call.func.kind {
                ExprKind::Attribute { value, .. } => value,
                _ => return,
            };
            let ExprKind::Call(inner_call) = &inner.kind else { return };
            if self.is_super_call(inner)
                || self.needs_unpacking(call)
                || self.check_keywords(&inner_call.keywords).is_err()
            {
                return;
            }
            self.warn_called(&inner_call.func);
            chain.push((inner_call, inner.range));
        }
    }

    pub fn needs_unpacking(&self, call: &Call) -> bool {
        let starred = call.args.iter().any(|arg| matches!(arg.kind, ExprKind::Starred { .. }));
        let mapping = call.keywords.iter().any(|keyword| keyword.arg.is_none());
        starred || mapping || call.args.len() + call.keywords.len() > MAX_ARGUMENTS
    }

    /// `object` is the register of the receiver when that is the result of a call before.
    fn one_call(&mut self, call: &Call, range: TextRange, object: Option<Reg>, base: Reg, dst: Reg) -> Done {
        if self.needs_unpacking(call) {
            self.at(range, |this| this.callable(&call.func, base))?;
            return self.call_unpacked(&call.args, &call.keywords, range, base, dst);
        }
        let (form, place) = self.window_head(call, range, object, base)?;
        let count = self.arguments(&call.args, &call.keywords)?;
        let op = match (form, call.keywords.is_empty()) {
            (Form::Plain, true) => Op::CALL,
            (Form::Method, true) => Op::CALL_METHOD,
            (Form::Plain, false) => Op::CALL_KW,
            (Form::Method, false) => Op::CALL_METHOD_KW,
        };
        self.at(place, |this| this.u.emit(op, dst, base, count));
        Ok(())
    }

    /// Evaluates what is called into the head of the window.
    fn window_head(
        &mut self,
        call: &Call,
        range: TextRange,
        object: Option<Reg>,
        base: Reg,
    ) -> Done<(Form, TextRange)> {
        let ExprKind::Attribute { value, attr, .. } = &call.func.kind else {
            self.at(range, |this| this.callable(&call.func, base))?;
            return Ok((Form::Plain, range));
        };
        let place = self.attribute_place(&call.func, attr);
        let call_place = if place == attr.range { attr.range.to(range) } else { range };
        if self.super_method(value, attr, call.func.range, base)? {
            self.u.top = base + 2;
            return Ok((Form::Method, call_place));
        }
        let receiver = match object {
            Some(register) => Operand::temp(register),
            None => self.chain_operand(value, Some(base))?,
        };
        self.u.top = base + 1;
        let name = self.mangled(&attr.name);
        let site = self.u.site(&name);
        if self.u.sites_exhausted() {
            self.at(place, |this| this.attribute_of(receiver, &name, base));
            return Ok((Form::Plain, call_place));
        }
        self.u.alloc();
        // The pair overwrites a receiver that lies in its first register: it is moved out first.
        let flags = receiver.flag_b(NO_REG);
        self.at(place, |this| this.u.emit_flags(Op::LOAD_METHOD, flags, base, receiver.reg, site));
        Ok((Form::Method, call_place))
    }

    fn attribute_of(&mut self, object: Operand, name: &str, dst: Reg) {
        let window = self.u.alloc_many(2);
        self.move_to(object, window);
        self.u.load_const(constants::string(name), window + 1);
        let selector = crate::bytecode::opcode::Intrinsic2::GetAttr as u32;
        self.u.emit(Op::CALL_INTRINSIC_2, dst, window, selector);
        self.u.top = window;
    }

    fn callable(&mut self, func: &Expr, base: Reg) -> Done {
        self.expr_into(func, base)
    }

    /// Positional and keyword arguments in consecutive registers, then the names' tuple.
    pub fn arguments(&mut self, args: &[Expr], keywords: &[Keyword]) -> Done<u32> {
        for arg in args {
            self.temp(arg)?;
        }
        for keyword in keywords {
            self.temp(&keyword.value)?;
        }
        if !keywords.is_empty() {
            let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
            let names: Vec<Const> = names.map(|name| constants::string(&name.name)).collect();
            let register = self.u.alloc();
            self.u.load_const(Const::Tuple(names), register);
        }
        Ok((args.len() + keywords.len()) as u32)
    }

    /// A call with `*` or `**`, or with very many arguments. The callable is in `base` already.
    pub fn call_unpacked(
        &mut self,
        args: &[Expr],
        keywords: &[Keyword],
        range: TextRange,
        base: Reg,
        dst: Reg,
    ) -> Done {
        self.u.top = base + 1;
        let positional = self.u.alloc();
        match args {
            // The call itself makes a tuple of what is none: its errors name the callable.
            [Expr { kind: ExprKind::Starred { value, .. }, .. }] => {
                self.expr_into(value, positional)?;
            }
            args => self.tuple(args, positional)?,
        }
        self.call_with_tuple(keywords, range, base, dst)
    }

    /// The end of such a call: the callable is in `base`, the tuple of arguments after it.
    pub fn call_with_tuple(&mut self, keywords: &[Keyword], range: TextRange, base: Reg, dst: Reg) -> Done {
        self.u.top = base + 2;
        let mut flags = 0;
        if !keywords.is_empty() {
            let dict = self.u.alloc();
            self.keyword_dict(keywords, base, dst, dict, range)?;
            flags = HAS_KWARGS;
        }
        self.at(range, |this| this.u.emit_flags(Op::CALL_FUNCTION_EX, flags, dst, base, 0));
        Ok(())
    }

    /// The dict of keyword arguments: runs of named ones, and mappings merged in between.
    fn keyword_dict(&mut self, keywords: &[Keyword], callable: Reg, _dst: Reg, dict: Reg, range: TextRange) -> Done {
        let mut started = false;
        let runs = keywords.chunk_by(|a, b| a.arg.is_some() && b.arg.is_some());
        for run in runs.flat_map(|run| run.chunks(60)) {
            let target = if started { self.u.alloc() } else { dict };
            match run {
                [Keyword { arg: None, value, .. }] => {
                    if !started {
                        self.u.emit(Op::BUILD_MAP, dict, dict, 0);
                    }
                    let mapping = self.temp(value)?;
                    self.at(range, |this| this.u.emit(Op::DICT_MERGE, dict, mapping, callable));
                    self.u.top = dict + 1;
                }
                run => {
                    self.named_run(run, target)?;
                    if started {
                        self.at(range, |this| this.u.emit(Op::DICT_MERGE, dict, target, callable));
                    }
                    self.u.top = dict + 1;
                }
            }
            started = true;
        }
        Ok(())
    }

    fn named_run(&mut self, run: &[Keyword], dst: Reg) -> Done {
        let base = self.u.top;
        for keyword in run {
            let Some(name) = &keyword.arg else { continue };
            let key = self.u.alloc();
            self.u.load_const(constants::string(&name.name), key);
            self.temp(&keyword.value)?;
        }
        self.u.emit(Op::BUILD_MAP, dst, base, run.len() as u32);
        self.u.top = base;
        Ok(())
    }

    pub fn check_keywords(&self, keywords: &[Keyword]) -> Done {
        for (index, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            let mut before = keywords[..index].iter().filter_map(|keyword| keyword.arg.as_ref());
            if before.any(|other| other.name == name.name) {
                let message = format!("keyword argument repeated: {}", name.name);
                return error(message, keyword.range);
            }
        }
        Ok(())
    }

    // ---- super

    /// `super()` or `super(a, b)` as a plain call of the builtin name, in a function.
    pub fn is_super_call(&self, expr: &Expr) -> bool {
        let ExprKind::Call(call) = &expr.kind else { return false };
        let ExprKind::Name { id, .. } = &call.func.kind else { return false };
        if id != "super" || !call.keywords.is_empty() || !self.in_function_body() {
            return false;
        }
        let plain = |arg: &Expr| !matches!(arg.kind, ExprKind::Starred { .. });
        let global = self.lookup(id) == super::names::Var::Global;
        global
            && match call.args.as_slice() {
                [] => self.has_class_cell() && self.first_parameter().is_some(),
                [class, object] => plain(class) && plain(object),
                _ => false,
            }
    }

    fn has_class_cell(&self) -> bool {
        self.u.free_vars.iter().any(|name| &**name == "__class__")
    }

    /// Writes the window [super, class, self] at the top of the temporaries.
    fn super_window(&mut self, call: &Call, range: TextRange, base: Reg) -> Done<u8> {
        self.at(call.func.range, |this| this.load_global("super", base));
        self.u.top = base + 1;
        if let [class, object] = call.args.as_slice() {
            self.temp(class)?;
            self.temp(object)?;
            return Ok(0);
        }
        let class = self.u.alloc();
        self.load_name(&"__class__".into(), range, class)?;
        let object = self.u.alloc();
        if let Some(name) = self.first_parameter() {
            self.load_name(&name, range, object)?;
        }
        Ok(ZERO_ARG_SUPER)
    }

    /// `super().attr` without making the super object.
    pub fn super_attribute(&mut self, value: &Expr, attr: &Identifier, dst: Reg) -> Done<bool> {
        let ExprKind::Call(call) = &value.kind else { return Ok(false) };
        if !self.is_super_call(value) {
            return Ok(false);
        }
        let top = self.u.top;
        let base = self.u.window(dst);
        let flags = self.super_window(call, value.range, base)?;
        let name = self.mangled(&attr.name);
        let site = self.u.site(&name);
        self.u.emit_flags(Op::LOAD_SUPER_ATTR, flags, dst, base, site);
        self.u.top = top;
        Ok(true)
    }

    /// `super().method(...)`: prepares the call at `base`.
    fn super_method(&mut self, value: &Expr, attr: &Identifier, range: TextRange, base: Reg) -> Done<bool> {
        let ExprKind::Call(call) = &value.kind else { return Ok(false) };
        if !self.is_super_call(value) {
            return Ok(false);
        }
        let flags = self.super_window(call, value.range, base)?;
        let name = self.mangled(&attr.name);
        let site = self.u.site(&name);
        self.at(range, |this| this.u.emit_flags(Op::LOAD_SUPER_METHOD, flags, base, base, site));
        Ok(true)
    }
}
