//! Scopes and what each name means in them.
//!
//! [`build`] walks the tree once and notes where names are bound, used and declared (with the errors
//! that CPython's symbol table raises); [`resolve`] then decides for each use whether it is a local,
//! a cell, a free variable or a global. Comprehensions that are inlined (PEP 709) stay scopes of
//! their own here, but they do not capture: a name that only they share with the function around
//! them needs no cell. What registers the variables live in is the business of `emit/`.

mod build;
mod build_expr;
mod define;
mod mangle;
mod resolve;

use std::collections::{HashMap, HashSet};

use coil_grammar::SyntaxError;
use coil_grammar::ast::{Mod, Name, TextRange};
use indexmap::{IndexMap, IndexSet};

pub use mangle::mangle;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct ScopeId(pub u32);

/// What a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    Module,
    /// A function, lambda or comprehension.
    Function,
    Class,
    /// What `__annotate__` evaluates.
    Annotation,
    /// The bound or default of a type parameter.
    TypeVariable,
    TypeAlias,
    /// The scope between a generic function, class or alias and what surrounds it.
    TypeParameters,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ComprehensionKind {
    List,
    Set,
    Dict,
    Generator,
}

/// Which scope of a node is meant; each role belongs to one type of node, so that the address of a
/// node and the role together are unique.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Role {
    Function,
    Lambda,
    Class,
    Comprehension,
    FunctionAnnotations,
    FunctionTypeParams,
    ClassTypeParams,
    AliasTypeParams,
    Alias,
    Bound,
    Default,
}

/// How a name was met in a scope.
pub mod flag {
    pub const GLOBAL: u16 = 1;
    pub const LOCAL: u16 = 1 << 1;
    pub const PARAM: u16 = 1 << 2;
    pub const NONLOCAL: u16 = 1 << 3;
    pub const USE: u16 = 1 << 4;
    pub const IMPORT: u16 = 1 << 5;
    pub const ANNOT: u16 = 1 << 6;
    pub const COMP_ITER: u16 = 1 << 7;
    pub const TYPE_PARAM: u16 = 1 << 8;
    pub const BOUND: u16 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

/// What a name is, seen from the scope in which it is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    /// Bound here (in a class or module: in the namespace), captured by nobody.
    Local,
    /// Bound here and captured by an inner scope.
    Cell,
    /// Bound in a function around this scope.
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

#[derive(Clone, Copy, Debug)]
pub struct Symbol {
    pub flags: u16,
    pub resolution: Resolution,
}

#[derive(Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub name: Name,
    pub parent: Option<ScopeId>,
    pub symbols: IndexMap<Name, Symbol>,
    /// Parameters in the order of `co_varnames`.
    pub params: Vec<Name>,
    /// Names that this scope's closure must hold, for itself or to pass on.
    pub free: IndexSet<Name>,
    pub range: TextRange,
    pub comprehension: Option<ComprehensionKind>,
    /// A comprehension whose code is part of the scope around it.
    pub inlined: bool,
    /// Inside some function: CO_NESTED.
    pub nested: bool,
    pub is_async: bool,
    /// Contains `yield` (for a generator expression: always).
    pub generator: bool,
    /// Contains `await`, or is an `async def`.
    pub coroutine: bool,
    /// Contains an assignment expression, `yield` or `await`: a local may change under an expression.
    pub has_rebinding: bool,
    pub method: bool,
    pub varargs: bool,
    pub varkeywords: bool,
    /// The first `return` with a value.
    pub returns_value: Option<TextRange>,
    /// Class: an inner scope uses `__class__`, `__classdict__`.
    pub needs_class_cell: bool,
    pub needs_classdict: bool,
    /// An annotation or type parameter scope directly in a class sees that class's names.
    pub sees_class: bool,
    pub in_conditional_block: bool,
    pub has_conditional_annotations: bool,
    pub annotation_block: Option<ScopeId>,
    /// In a generic class's scope: the names that are mangled there.
    pub mangled_names: Option<HashSet<Name>>,
    /// The expression that iterates: walrus is forbidden there.
    comp_iter_expr: u32,
    /// The targets of a comprehension are being visited.
    comp_iter_target: bool,
    /// Where a name was declared `global` or `nonlocal`, for errors found later.
    directives: Vec<(Name, TextRange)>,
    children: Vec<ScopeId>,
}

impl Scope {
    pub fn is_function_like(&self) -> bool {
        !matches!(self.kind, ScopeKind::Module | ScopeKind::Class)
    }
}

#[derive(Debug)]
pub struct SymbolTable {
    scopes: Vec<Scope>,
    by_node: HashMap<(usize, Role), ScopeId>,
    /// Names that some `global` statement names.
    declared_global: HashSet<Name>,
}

impl SymbolTable {
    /// Analyses a whole tree. `future_annotations`: annotations are never evaluated.
    pub fn build(module: &Mod, future_annotations: bool) -> Result<SymbolTable, SyntaxError> {
        let mut table = build::build(module, future_annotations)?;
        resolve::resolve(&mut table)?;
        Ok(table)
    }

    pub const MODULE: ScopeId = ScopeId(0);

    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    /// The scope that a node opened; every node that `emit/` asks for was visited.
    pub fn of<T>(&self, node: &T, role: Role) -> ScopeId {
        self.by_node.get(&(address(node), role)).copied().unwrap_or(SymbolTable::MODULE)
    }

    /// The comprehensions directly in a scope whose code is part of it.
    pub fn inlined_children(&self, id: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        self.scope(id).children.iter().copied().filter(|child| self.scope(*child).inlined)
    }

    /// How `name` resolves in a scope; names that were never met there are globals.
    pub fn resolution(&self, id: ScopeId, name: &str) -> Resolution {
        self.scope(id).symbols.get(name).map_or(Resolution::GlobalImplicit, |symbol| symbol.resolution)
    }
}

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}
