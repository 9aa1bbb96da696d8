//! Statements.

use super::call::sort_arguments;
use super::params::sort_parameters;
use super::{Argument, Builder, Checked, Parameter};
use crate::ast::*;

impl Builder<'_> {
    /// A compound statement ends where the last statement of its last block does, or behind the
    /// semicolon there.
    fn block_end(&self, blocks: &[&[Stmt]]) -> u32 {
        let Some(last) = blocks.iter().rev().find_map(|block| block.last()) else { return 0 };
        let end = last.range.end;
        let rest = &self.source.as_bytes()[end as usize..];
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c')).count();
        if rest.get(blanks) == Some(&b';') { end + blanks as u32 + 1 } else { end }
    }

    pub fn stmt(&self, l: u32, kind: StmtKind, r: u32) -> Stmt {
        Stmt { kind, range: TextRange::new(l, r) }
    }

    pub fn import_from(&self, level: u32, module: Option<Identifier>, names: Vec<Alias>) -> StmtKind {
        StmtKind::ImportFrom(P::new(ImportFrom { module, names, level }))
    }

    pub fn alias(&self, name: Identifier, asname: Option<Identifier>) -> Alias {
        let end = asname.as_ref().map_or(name.range, |asname| asname.range);
        Alias { name: name.name, range: name.range.to(end), asname }
    }

    pub fn alias_star(&mut self, l: u32, r: u32) -> Alias {
        Alias { name: self.intern_text("*"), asname: None, range: TextRange::new(l, r) }
    }

    pub fn type_alias(&self, name: Identifier, type_params: Option<Vec<TypeParam>>, value: Expr) -> StmtKind {
        let range = name.range;
        let kind = ExprKind::Name { id: name.name, ctx: ExprContext::Store };
        let name = Expr { kind, range };
        let type_params = type_params.unwrap_or_default();
        StmtKind::TypeAlias(P::new(TypeAlias { name, type_params, value }))
    }

    pub fn decorate(&self, decorators: Vec<Expr>, mut definition: Stmt) -> Stmt {
        match &mut definition.kind {
            StmtKind::FunctionDef(function) => function.decorator_list = decorators,
            StmtKind::ClassDef(class) => class.decorator_list = decorators,
            _ => {}
        }
        definition
    }

    pub fn class_def(
        &self,
        l: u32,
        name: Identifier,
        type_params: Option<Vec<TypeParam>>,
        bases: Option<Vec<Argument>>,
        body: Vec<Stmt>,
    ) -> Checked<Stmt> {
        let (bases, keywords) = sort_arguments(bases.unwrap_or_default())?;
        let end = self.block_end(&[&body]);
        let class = ClassDef {
            name,
            type_params: type_params.unwrap_or_default(),
            bases,
            keywords,
            body,
            decorator_list: Vec::new(),
        };
        Ok(self.stmt(l, StmtKind::ClassDef(P::new(class)), end))
    }

    #[allow(clippy::too_many_arguments)] // One for each part of the production.
    pub fn function_def(
        &self,
        l: u32,
        is_async: bool,
        name: Identifier,
        type_params: Option<Vec<TypeParam>>,
        params: Option<Vec<Parameter>>,
        returns: Option<Expr>,
        body: Vec<Stmt>,
    ) -> Checked<Stmt> {
        let args = sort_parameters(params.unwrap_or_default())?;
        let end = self.block_end(&[&body]);
        let function = FunctionDef {
            name,
            type_params: type_params.unwrap_or_default(),
            args,
            body,
            decorator_list: Vec::new(),
            returns: returns.map(P::new),
            is_async,
        };
        Ok(self.stmt(l, StmtKind::FunctionDef(P::new(function)), end))
    }

    /// Each `elif` becomes an `If` alone in the `orelse` of the one before.
    pub fn if_stmt(
        &self,
        l: u32,
        test: Expr,
        body: Vec<Stmt>,
        elifs: Vec<(u32, Expr, Vec<Stmt>)>,
        orelse: Option<Vec<Stmt>>,
    ) -> Stmt {
        let mut orelse = orelse.unwrap_or_default();
        let mut end = self.block_end(&[&orelse]);
        for (start, test, body) in elifs.into_iter().rev() {
            end = end.max(self.block_end(&[&body]));
            let kind = StmtKind::If(P::new(If { test, body, orelse }));
            orelse = vec![self.stmt(start, kind, end)];
        }
        end = end.max(self.block_end(&[&body]));
        self.stmt(l, StmtKind::If(P::new(If { test, body, orelse })), end)
    }

    pub fn while_stmt(&self, l: u32, test: Expr, body: Vec<Stmt>, orelse: Option<Vec<Stmt>>) -> Stmt {
        let orelse = orelse.unwrap_or_default();
        let end = self.block_end(&[&body, &orelse]);
        self.stmt(l, StmtKind::While(P::new(While { test, body, orelse })), end)
    }

    pub fn for_stmt(
        &self,
        l: u32,
        is_async: bool,
        target: Expr,
        iter: Expr,
        body: Vec<Stmt>,
        orelse: Option<Vec<Stmt>>,
    ) -> Checked<Stmt> {
        let target = self.store(target)?;
        let orelse = orelse.unwrap_or_default();
        let end = self.block_end(&[&body, &orelse]);
        let kind = StmtKind::For(P::new(For { target, iter, body, orelse, is_async }));
        Ok(self.stmt(l, kind, end))
    }

    pub fn with_item(&self, context_expr: Expr, target: Expr) -> Checked<WithItem> {
        let target = self.store(target)?;
        Ok(WithItem { context_expr, optional_vars: Some(P::new(target)) })
    }

    pub fn with_stmt(&self, l: u32, is_async: bool, items: Vec<WithItem>, body: Vec<Stmt>) -> Stmt {
        let end = self.block_end(&[&body]);
        self.stmt(l, StmtKind::With(P::new(With { items, body, is_async })), end)
    }

    pub fn try_stmt(
        &self,
        l: u32,
        body: Vec<Stmt>,
        handlers: Vec<ExceptHandler>,
        orelse: Option<Vec<Stmt>>,
        finalbody: Option<Vec<Stmt>>,
        is_star: bool,
    ) -> Stmt {
        let orelse = orelse.unwrap_or_default();
        let finalbody = finalbody.unwrap_or_default();
        let handled = handlers.last().map_or(0, |handler| handler.range.end);
        let end = self.block_end(&[&body, &orelse, &finalbody]).max(handled);
        let kind = StmtKind::Try(P::new(Try { body, handlers, orelse, finalbody, is_star }));
        self.stmt(l, kind, end)
    }

    pub fn except_handler(
        &self,
        l: u32,
        type_: Option<Expr>,
        name: Option<Identifier>,
        body: Vec<Stmt>,
    ) -> ExceptHandler {
        let range = TextRange::new(l, self.block_end(&[&body]));
        ExceptHandler { type_: type_.map(P::new), name, body, range }
    }

    pub fn match_stmt(&self, l: u32, subject: Expr, cases: Vec<MatchCase>) -> Stmt {
        let end = cases.last().map_or(0, |case| case.range.end);
        self.stmt(l, StmtKind::Match(P::new(Match { subject, cases })), end)
    }

    pub fn match_case(&self, l: u32, pattern: Pattern, guard: Option<Expr>, body: Vec<Stmt>) -> MatchCase {
        let range = TextRange::new(l, self.block_end(&[&body]));
        MatchCase { pattern, guard: guard.map(P::new), body, range }
    }
}
