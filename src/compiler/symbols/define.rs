//! The builder's state: the stack of scopes, and how a name enters one.

use std::collections::{HashMap, HashSet};

use coil_grammar::SyntaxError;
use coil_grammar::ast::{Name, TextRange};
use indexmap::{IndexMap, IndexSet};

use super::{Resolution, Role, Scope, ScopeId, ScopeKind, Symbol, SymbolTable, address, flag, mangle};

pub(super) type Done = Result<(), SyntaxError>;

pub(super) fn error<T>(message: impl Into<String>, range: TextRange) -> Result<T, SyntaxError> {
    Err(SyntaxError::late(message, range))
}

pub(super) struct Builder {
    pub table: SymbolTable,
    pub current: ScopeId,
    /// The class whose private names are mangled.
    pub private: Option<Name>,
    pub future_annotations: bool,
    /// How deep the walk is in expressions.
    pub depth: u32,
}

impl Builder {
    pub fn new(future_annotations: bool, range: TextRange) -> Builder {
        let table = SymbolTable { scopes: Vec::new(), by_node: HashMap::new(), declared_global: HashSet::new() };
        let mut builder = Builder { table, current: SymbolTable::MODULE, private: None, future_annotations, depth: 0 };
        let module = builder.new_scope(ScopeKind::Module, Name::new("<module>"), range, None);
        builder.table.scopes.push(module);
        builder
    }

    pub fn scope(&mut self) -> &mut Scope {
        self.table.scope_mut(self.current)
    }

    fn new_scope(&self, kind: ScopeKind, name: Name, range: TextRange, parent: Option<ScopeId>) -> Scope {
        let outer = parent.map(|id| self.table.scope(id));
        Scope {
            kind,
            name,
            parent,
            symbols: IndexMap::new(),
            params: Vec::new(),
            free: IndexSet::new(),
            range,
            comprehension: None,
            inlined: false,
            nested: outer.is_some_and(|scope| scope.nested || scope.is_function_like()),
            is_async: false,
            generator: false,
            coroutine: false,
            has_rebinding: false,
            method: false,
            varargs: false,
            varkeywords: false,
            returns_value: None,
            needs_class_cell: false,
            needs_classdict: false,
            sees_class: false,
            in_conditional_block: false,
            has_conditional_annotations: false,
            annotation_block: None,
            mangled_names: outer.and_then(|scope| scope.mangled_names.clone()),
            comp_iter_expr: outer.map_or(0, |scope| scope.comp_iter_expr),
            comp_iter_target: false,
            directives: Vec::new(),
            children: Vec::new(),
        }
    }

    /// Opens a scope and makes it current; [`Builder::leave`] closes it.
    pub fn enter(&mut self, kind: ScopeKind, name: Name, range: TextRange) -> ScopeId {
        let scope = self.new_scope(kind, name, range, Some(self.current));
        let id = ScopeId(self.table.scopes.len() as u32);
        self.table.scopes.push(scope);
        self.scope().children.push(id);
        self.current = id;
        id
    }

    pub fn enter_node<T>(&mut self, node: &T, role: Role, kind: ScopeKind, name: Name, range: TextRange) {
        let id = self.enter(kind, name, range);
        self.table.by_node.insert((address(node), role), id);
    }

    pub fn leave(&mut self) {
        self.current = self.table.scope(self.current).parent.unwrap_or(SymbolTable::MODULE);
    }

    /// The scope of the annotations of the current class, module or function.
    pub fn enter_annotations(&mut self, range: TextRange) {
        if let Some(id) = self.scope().annotation_block {
            self.current = id;
            return;
        }
        let owner = self.current;
        let id = self.enter(ScopeKind::Annotation, Name::new("__annotate__"), range);
        self.table.scope_mut(owner).annotation_block = Some(id);
        self.see_class_of(owner);
    }

    /// An annotation or type parameter scope directly inside of a class looks names up in it.
    pub fn see_class_of(&mut self, outer: ScopeId) {
        let outer = self.table.scope(outer);
        if outer.kind == ScopeKind::Class || outer.sees_class {
            self.scope().sees_class = true;
            self.note(Name::new("__classdict__"), flag::USE);
        }
    }

    pub fn mangled(&mut self, name: &Name) -> Name {
        let scope = self.table.scope(self.current);
        match &scope.mangled_names {
            Some(names) if !names.contains(name) => name.clone(),
            _ => mangle(self.private.as_ref(), name),
        }
    }

    /// Sets flags of a (mangled) name, without checks.
    pub fn note(&mut self, name: Name, flags: u16) {
        let fresh = Symbol { flags: 0, resolution: Resolution::GlobalImplicit };
        self.scope().symbols.entry(name).or_insert(fresh).flags |= flags;
    }

    pub fn use_name(&mut self, name: &Name) {
        let name = self.mangled(name);
        self.note(name, flag::USE);
    }

    pub fn bind(&mut self, name: &Name, range: TextRange) -> Done {
        self.define(name, flag::LOCAL, range)
    }

    /// Enters a binding, with the checks of `__debug__`, of duplicate parameters and of
    /// comprehension targets.
    pub fn define(&mut self, name: &Name, mut flags: u16, range: TextRange) -> Done {
        self.forbid_debug(name, range)?;
        let mangled = self.mangled(name);
        let scope = self.scope();
        let old = scope.symbols.get(&mangled).map_or(0, |symbol| symbol.flags);
        if flags & flag::PARAM != 0 {
            if old & flag::PARAM != 0 {
                return error(format!("duplicate argument '{name}' in function definition"), range);
            }
            scope.params.push(mangled.clone());
        }
        if flags & flag::TYPE_PARAM != 0 && old & flag::TYPE_PARAM != 0 {
            return error(format!("duplicate type parameter '{name}'"), range);
        }
        if scope.comp_iter_target {
            if old & (flag::GLOBAL | flag::NONLOCAL) != 0 {
                let message = format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return error(message, range);
            }
            flags |= flag::COMP_ITER;
        }
        self.note(mangled, flags);
        Ok(())
    }

    pub fn forbid_debug(&self, name: &Name, range: TextRange) -> Done {
        if name == "__debug__" {
            return error("cannot assign to __debug__", range);
        }
        Ok(())
    }
}
