//! From bindings and uses to locals, cells, free variables and globals.

use coil_grammar::SyntaxError;
use coil_grammar::ast::{Name, TextRange};

use super::define::{Done, error};
use super::{Resolution, ScopeId, ScopeKind, SymbolTable, flag};

/// Visits every scope that belongs to the program, outer ones first.
pub(super) fn resolve(table: &mut SymbolTable) -> Done {
    let mut waiting = vec![SymbolTable::MODULE];
    while let Some(id) = waiting.pop() {
        resolve_scope(table, id)?;
        waiting.extend(table.scope(id).children.iter().rev());
    }
    Ok(())
}

fn resolve_scope(table: &mut SymbolTable, id: ScopeId) -> Done {
    for index in 0..table.scope(id).symbols.len() {
        let Some((name, symbol)) = table.scope(id).symbols.get_index(index) else { break };
        let (name, flags, old) = (name.clone(), symbol.flags, symbol.resolution);
        let resolution = resolve_name(table, id, &name, flags)?;
        // An inner scope that was visited before cannot exist, but a comprehension's own
        // variable may already be known as a cell.
        if !(old == Resolution::Cell && resolution == Resolution::Local)
            && let Some((_, symbol)) = table.scope_mut(id).symbols.get_index_mut(index)
        {
            symbol.resolution = resolution;
        }
    }
    Ok(())
}

fn resolve_name(table: &mut SymbolTable, id: ScopeId, name: &Name, flags: u16) -> Result<Resolution, SyntaxError> {
    if flags & flag::GLOBAL != 0 {
        if flags & flag::NONLOCAL != 0 {
            return error(format!("name '{name}' is nonlocal and global"), directive(table, id, name));
        }
        return Ok(Resolution::GlobalExplicit);
    }
    if flags & flag::NONLOCAL != 0 {
        return resolve_nonlocal(table, id, name);
    }
    if flags & flag::BOUND != 0 {
        // A module stores what a function in it declares global where that function looks: the namespace of a
        // module is not always its globals.
        let shared = id == SymbolTable::MODULE && table.declared_global.contains(name);
        return Ok(if shared { Resolution::GlobalExplicit } else { Resolution::Local });
    }
    if let Some(resolution) = resolve_in_class(table, id, name) {
        return Ok(resolution);
    }
    Ok(match capture(table, id, name) {
        Some(_) => Resolution::Free,
        None => Resolution::GlobalImplicit,
    })
}

fn resolve_nonlocal(table: &mut SymbolTable, id: ScopeId, name: &Name) -> Result<Resolution, SyntaxError> {
    let range = directive(table, id, name);
    if id == SymbolTable::MODULE {
        return error("nonlocal declaration not allowed at module level", range);
    }
    let Some(owner) = capture(table, id, name) else {
        return error(format!("no binding for nonlocal '{name}' found"), range);
    };
    let flags = table.scope(owner).symbols.get(name).map_or(0, |symbol| symbol.flags);
    if flags & flag::TYPE_PARAM != 0 {
        return error(format!("nonlocal binding not allowed for type parameter '{name}'"), range);
    }
    Ok(Resolution::Free)
}

fn directive(table: &SymbolTable, id: ScopeId, name: &Name) -> TextRange {
    let found = table.scope(id).directives.iter().find(|(declared, _)| declared == name);
    found.map_or_else(TextRange::default, |(_, range)| *range)
}

/// What an annotation scope in a class body sees there: such a name is looked up in the class
/// namespace first, then among the globals, whatever functions around the class bind.
fn resolve_in_class(table: &SymbolTable, id: ScopeId, name: &Name) -> Option<Resolution> {
    let mut scope = table.scope(id);
    while scope.sees_class {
        scope = table.scope(scope.parent?);
    }
    if !table.scope(id).sees_class || scope.kind != ScopeKind::Class {
        return None;
    }
    // A scope between (type parameters) may bind the name itself.
    let mut between = table.scope(table.scope(id).parent?);
    while between.kind != ScopeKind::Class {
        if between.symbols.get(name).is_some_and(|symbol| symbol.flags & flag::BOUND != 0) {
            return None;
        }
        between = table.scope(between.parent?);
    }
    let flags = scope.symbols.get(name)?.flags;
    if flags & flag::GLOBAL != 0 {
        return Some(Resolution::GlobalExplicit);
    }
    (flags & flag::BOUND != 0 && flags & flag::NONLOCAL == 0).then_some(Resolution::GlobalImplicit)
}

/// Looks for the function around `from` that binds the name. When a real function boundary lies
/// between, the variable becomes a cell and every closure on the way carries it.
fn capture(table: &mut SymbolTable, from: ScopeId, name: &Name) -> Option<ScopeId> {
    let mut path = vec![from];
    let mut at = table.scope(from).parent?;
    loop {
        let scope = table.scope(at);
        let flags = scope.symbols.get(name).map_or(0, |symbol| symbol.flags);
        match scope.kind {
            ScopeKind::Module => return None,
            ScopeKind::Class if class_provides(table, at, name) => break,
            ScopeKind::Class => {}
            _ if flags & flag::GLOBAL != 0 => return None,
            _ if flags & flag::NONLOCAL != 0 => {}
            _ if flags & flag::BOUND != 0 => break,
            _ => {}
        }
        path.push(at);
        at = table.scope(at).parent?;
    }
    path.retain(|id| !table.scope(*id).inlined);
    let owner = table.scope_mut(at);
    if path.is_empty() {
        return (owner.kind != ScopeKind::Class).then_some(at);
    }
    match name.as_str() {
        "__class__" if owner.kind == ScopeKind::Class => owner.needs_class_cell = true,
        "__classdict__" if owner.kind == ScopeKind::Class => owner.needs_classdict = true,
        _ => {}
    }
    if let Some(symbol) = owner.symbols.get_mut(name)
        && owner.kind != ScopeKind::Class
    {
        symbol.resolution = Resolution::Cell;
    }
    for id in path {
        table.scope_mut(id).free.insert(name.clone());
    }
    Some(at)
}

/// The names that a class body itself offers to inner scopes, and never its variables.
fn class_provides(table: &SymbolTable, class: ScopeId, name: &Name) -> bool {
    match name.as_str() {
        "__class__" | "__classdict__" => true,
        "__conditional_annotations__" => table.scope(class).has_conditional_annotations,
        _ => false,
    }
}
