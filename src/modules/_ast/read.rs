//! Reading nodes: their fields, with CPython's complaints about what is missing or of the wrong kind.

use std::cell::RefCell;

use coil_grammar::Mode;
use coil_grammar::ast::{Expr, ExprContext, Identifier, Mod, Name, P, Stmt, TextRange};

use super::classes::{self, Classes};
use crate::builtins::int;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::bytecode::code::Position;
use crate::compiler::Places;
use crate::native::{PyResult, Raised};
use crate::object::{Value, class_ref};
use crate::vm::Vm;

/// The places of nodes: ranges of a tree made of objects are numbers of rows in here.
pub struct Table(Vec<Position>);

impl Places for Table {
    fn position(&self, range: TextRange) -> Position {
        let at = |index: u32| self.0.get(index as usize).copied().unwrap_or_default();
        let (start, end) = (at(range.start), at(range.end));
        Position { line: start.line, column: start.column, end_line: end.end_line, end_column: end.end_column }
    }
}

pub struct Reader<'a> {
    pub vm: &'a Vm,
    table: RefCell<Vec<Position>>,
}

/// A node being read: what it is, and where it stands.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub value: &'a Value,
    pub kind: &'static str,
    pub range: TextRange,
}

impl<'a> Reader<'a> {
    pub fn new(vm: &'a Vm) -> Reader<'a> {
        let first = Position { line: 1, end_line: 1, column: 0, end_column: 0 };
        Reader { vm, table: RefCell::new(vec![first]) }
    }

    pub fn into_places(self) -> Table {
        Table(self.table.into_inner())
    }

    pub fn classes(&self) -> PyResult<&'static Classes> {
        classes::get(self.vm)
    }

    pub fn module(&self, tree: &Value, mode: Mode) -> PyResult<Mod> {
        let wanted = match mode {
            Mode::Module => "Module",
            Mode::Expression => "Expression",
            Mode::Interactive => "Interactive",
            Mode::FunctionType => "FunctionType",
        };
        let kind = self.classes()?.kind(tree);
        if kind != Some(wanted) {
            let got = class_ref(tree).name();
            return Err(self.vm.type_error(format!("expected {wanted} node, got {got}")));
        }
        let node = Node { value: tree, kind: wanted, range: TextRange::empty(0) };
        Ok(match mode {
            Mode::Module => {
                let body = self.stmts(node, "body")?;
                self.list(node, "type_ignores")?;
                Mod::Module { body }
            }
            Mode::Interactive => Mod::Interactive { body: self.stmts(node, "body")? },
            Mode::Expression => Mod::Expression { body: self.child(node, "body")? },
            Mode::FunctionType => {
                Mod::FunctionType { argtypes: self.exprs(node, "argtypes")?, returns: self.child(node, "returns")? }
            }
        })
    }

    // ---- errors

    #[cold]
    pub fn wrong(&self, message: impl AsRef<str>) -> Raised {
        self.vm.value_error(message)
    }

    #[cold]
    fn missing(&self, name: &str, node: Node) -> Raised {
        self.vm.type_error(format!("required field \"{name}\" missing from {}", node.kind))
    }

    #[cold]
    fn required(&self, name: &str, node: Node) -> Raised {
        self.wrong(format!("field '{name}' is required for {}", node.kind))
    }

    #[cold]
    pub fn unexpected(&self, what: &str, value: &Value) -> Raised {
        match self.vm.repr(value) {
            Ok(text) => self.vm.type_error(format!("expected some sort of {what}, but got {text}")),
            Err(raised) => raised,
        }
    }

    // ---- fields

    pub fn get(&self, node: Node, name: &str) -> PyResult<Option<Value>> {
        self.vm.get_attr_opt(node.value, &self.vm.intern(name))
    }

    /// A field that must be there and not be None.
    pub fn need(&self, node: Node, name: &str) -> PyResult<Value> {
        match self.get(node, name)? {
            None => Err(self.missing(name, node)),
            Some(value) if value.is_none() => Err(self.required(name, node)),
            Some(value) => Ok(value),
        }
    }

    pub fn optional(&self, node: Node, name: &str) -> PyResult<Option<Value>> {
        Ok(self.get(node, name)?.filter(|value| !value.is_none()))
    }

    pub fn list(&self, node: Node, name: &str) -> PyResult<Vec<Value>> {
        let Some(value) = self.get(node, name)? else { return Ok(Vec::new()) };
        match value.downcast::<PyList>() {
            Some(list) => Ok(list.items.borrow().clone()),
            None => {
                let (kind, got) = (node.kind, class_ref(&value).name());
                Err(self.vm.type_error(format!("{kind} field \"{name}\" must be a list, not a {got}")))
            }
        }
    }

    pub fn filled(&self, node: Node, name: &str) -> PyResult<Vec<Value>> {
        let list = self.list(node, name)?;
        if list.is_empty() {
            return Err(self.wrong(format!("empty {name} on {}", node.kind)));
        }
        Ok(list)
    }

    pub fn int(&self, node: Node, name: &str) -> PyResult<i64> {
        let value = match self.get(node, name)? {
            Some(value) => value,
            None => return Err(self.missing(name, node)),
        };
        self.int_of(&value)
    }

    fn int_of(&self, value: &Value) -> PyResult<i64> {
        match int::as_int(value).and_then(|number| number.to_i64()) {
            Some(number) => Ok(number),
            None => {
                let shown = self.vm.repr(value)?;
                Err(self.wrong(format!("invalid integer value: {shown}")))
            }
        }
    }

    /// The node's kind and place; `sort` is what was expected.
    pub fn node(&self, value: &'a Value, sort: &'static str, kinds: &[&'static str]) -> PyResult<Node<'a>> {
        self.vm.check_native_stack("during ast construction")?;
        let kind = self.classes()?.kind(value);
        let Some(kind) = kind.filter(|kind| kinds.is_empty() || kinds.contains(kind)) else {
            return Err(self.unexpected(sort, value));
        };
        Ok(Node { value, kind, range: TextRange::empty(0) })
    }

    /// The same with its place in the source.
    pub fn placed(&self, value: &'a Value, sort: &'static str, kinds: &[&'static str]) -> PyResult<Node<'a>> {
        // The place first, as CPython does: that decides what is said about a value that is no node.
        let about = Node { value, kind: sort, range: TextRange::empty(0) };
        let line = self.int(about, "lineno")?;
        let column = self.int(about, "col_offset")?;
        let end = |name: &str, default: i64| match self.optional(about, name)? {
            Some(value) => self.int_of(&value),
            None => Ok(default),
        };
        let end_line = end("end_lineno", line)?;
        let end_column = end("end_col_offset", column)?;
        if line > end_line {
            return Err(self.wrong(format!("AST node line range ({line}, {end_line}) is not valid")));
        }
        if line < 0 && end_line != line || column < 0 && column != end_column {
            return Err(self.wrong(format!(
                "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
            )));
        }
        if line == end_line && column > end_column {
            return Err(self.wrong(format!("line {line}, column {column}-{end_column} is not a valid range")));
        }
        let node = self.node(value, sort, kinds)?;
        let number = |number: i64| number.clamp(0, u32::MAX as i64) as u32;
        let mut table = self.table.borrow_mut();
        table.push(Position {
            line: number(line),
            end_line: number(end_line),
            column: number(column),
            end_column: number(end_column),
        });
        Ok(Node { range: TextRange::empty(table.len() as u32 - 1), ..node })
    }

    // ---- children

    pub fn child(&self, node: Node, name: &str) -> PyResult<P<Expr>> {
        Ok(P::new(self.child_in(node, name, ExprContext::Load)?))
    }

    pub fn child_in(&self, node: Node, name: &str, context: ExprContext) -> PyResult<Expr> {
        let value = self.need(node, name)?;
        Reader::expr(self, &value, context)
    }

    pub fn optional_child(&self, node: Node, name: &str) -> PyResult<Option<P<Expr>>> {
        match self.optional(node, name)? {
            Some(value) => Ok(Some(P::new(self.expr(&value, ExprContext::Load)?))),
            None => Ok(None),
        }
    }

    pub fn exprs(&self, node: Node, name: &str) -> PyResult<Vec<Expr>> {
        self.exprs_in(&self.list(node, name)?, ExprContext::Load)
    }

    pub fn exprs_in(&self, values: &[Value], context: ExprContext) -> PyResult<Vec<Expr>> {
        let one = |value: &Value| {
            if value.is_none() {
                return Err(self.wrong("None disallowed in expression list"));
            }
            self.expr(value, context)
        };
        values.iter().map(one).collect()
    }

    pub fn stmts(&self, node: Node, name: &str) -> PyResult<Vec<Stmt>> {
        let one = |value: &Value| {
            if value.is_none() {
                return Err(self.wrong("None disallowed in statement list"));
            }
            self.stmt(value)
        };
        self.list(node, name)?.iter().map(one).collect()
    }

    /// A block, which is never empty.
    pub fn body(&self, node: Node, name: &str) -> PyResult<Vec<Stmt>> {
        self.filled(node, name)?;
        self.stmts(node, name)
    }

    pub fn identifier(&self, node: Node, name: &str) -> PyResult<Identifier> {
        let value = self.need(node, name)?;
        self.identifier_of(&value, node.range)
    }

    pub fn optional_identifier(&self, node: Node, name: &str) -> PyResult<Option<Identifier>> {
        match self.optional(node, name)? {
            Some(value) => self.identifier_of(&value, node.range).map(Some),
            None => Ok(None),
        }
    }

    pub fn identifier_of(&self, value: &Value, range: TextRange) -> PyResult<Identifier> {
        let Some(text) = value.downcast_exact::<PyStr>() else {
            return Err(self.vm.type_error("AST identifier must be of type str"));
        };
        Ok(Identifier { name: Name::new(&text.to_string()), range })
    }

    pub fn allowed(&self, name: &Name) -> PyResult<()> {
        if matches!(name.as_str(), "None" | "True" | "False") {
            return Err(self.wrong(format!("identifier field can't represent '{name}' constant")));
        }
        Ok(())
    }

    pub fn identifiers(&self, node: Node, name: &str) -> PyResult<Vec<Identifier>> {
        self.list(node, name)?.iter().map(|value| self.identifier_of(value, node.range)).collect()
    }
}
