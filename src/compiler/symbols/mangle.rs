//! Private names.

use coil_grammar::ast::Name;

/// `__x` inside of class `C` is `_C__x`; dunder names and dotted names stay.
pub fn mangle(private: Option<&Name>, name: &Name) -> Name {
    let Some(class) = private else { return name.clone() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.clone();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() { name.clone() } else { Name::new(&format!("_{class}{}", name.as_str())) }
}
