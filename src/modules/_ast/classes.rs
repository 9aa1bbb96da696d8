//! The node classes, made from the abstract grammar when they are first needed.

use std::collections::HashMap;

use super::asdl::{self, Count, Positions, RULES};
use super::node;
use crate::builtins::dict::PyDict;
use crate::native::PyResult;
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub const POSITIONS: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

#[derive(Default)]
struct State(std::cell::OnceCell<Classes>);

pub struct Classes {
    by_name: HashMap<&'static str, Ref<PyType>>,
    names: HashMap<usize, &'static str>,
    /// In the order of the grammar.
    order: Vec<&'static str>,
    /// The one instance of `Load`, `Add` and the like.
    singletons: HashMap<&'static str, Value>,
}

impl Classes {
    pub fn class(&self, vm: &Vm, name: &str) -> PyResult<&Ref<PyType>> {
        self.by_name.get(name).ok_or_else(|| vm.system_error(format!("no syntax node {name}")))
    }

    pub fn singleton(&self, vm: &Vm, name: &str) -> PyResult<Value> {
        self.singletons.get(name).cloned().ok_or_else(|| vm.system_error(format!("no syntax node {name}")))
    }

    /// What kind of node a value is: the nearest of its classes that is one of these.
    pub fn kind(&self, value: &Value) -> Option<&'static str> {
        let class = class_of(value);
        if let Some(name) = self.names.get(&(class.as_ptr() as usize)) {
            return Some(name);
        }
        class.mro().iter().find_map(|class| self.names.get(&(class.as_ptr() as usize)).copied())
    }
}

pub fn all(vm: &Vm) -> PyResult<Vec<(&'static str, &'static Ref<PyType>)>> {
    let classes = get(vm)?;
    Ok(classes.order.iter().map(|name| (*name, &classes.by_name[name])).collect())
}

pub fn get(vm: &Vm) -> PyResult<&'static Classes> {
    let state: &'static State = module_state(vm, "_ast");
    if let Some(classes) = state.0.get() {
        return Ok(classes);
    }
    let mut maker = Maker { vm, made: Vec::new(), singletons: HashMap::new() };
    maker.make_all()?;
    let by_name: HashMap<_, _> = maker.made.iter().cloned().collect();
    let names = maker.made.iter().map(|(name, class)| (class.as_ptr() as usize, *name)).collect();
    let order = maker.made.iter().map(|(name, _)| *name).collect();
    let singletons = maker.singletons;
    Ok(state.0.get_or_init(|| Classes { by_name, names, order, singletons }))
}

struct Maker<'a> {
    vm: &'a Vm,
    made: Vec<(&'static str, Ref<PyType>)>,
    singletons: HashMap<&'static str, Value>,
}

impl Maker<'_> {
    fn make_all(&mut self) -> PyResult<()> {
        let base = builtin(shape::AST_NODE);
        self.made.push(("AST", base.clone()));
        // Field types name classes that come later: first all classes, then what their fields hold.
        for rule in RULES {
            let doc = match rule.product {
                Some(fields) => format!("{}({fields})", rule.name),
                None => {
                    let plain = rule.constructors.iter().all(|constructor| !constructor.contains('('));
                    let between =
                        if plain { " | ".to_string() } else { format!("\n{}| ", " ".repeat(rule.name.len() + 1)) };
                    format!("{} = {}", rule.name, rule.constructors.join(&between))
                }
            };
            let own = self.class(rule.name, &base, rule.product, &doc)?;
            self.positions(&own, rule.positions);
            for &text in rule.constructors {
                let (name, fields) = asdl::constructor(text);
                let class = self.class(name, &own, Some(fields), text)?;
                let plain = rule.constructors.iter().all(|constructor| !constructor.contains('('));
                if plain {
                    self.singletons.insert(name, node::new(self.vm, &class));
                }
            }
        }
        for rule in RULES {
            if let Some(fields) = rule.product {
                self.field_types(rule.name, fields)?;
            }
            for &text in rule.constructors {
                let (name, fields) = asdl::constructor(text);
                self.field_types(name, fields)?;
            }
        }
        Ok(())
    }

    fn class(
        &mut self,
        name: &'static str,
        base: &Ref<PyType>,
        fields: Option<&'static str>,
        doc: &str,
    ) -> PyResult<Ref<PyType>> {
        let vm = self.vm;
        let namespace = PyDict::new();
        namespace.set_name(vm, "__module__", vm.intern("ast").into_value());
        namespace.set_name(vm, "__doc__", vm.str(doc));
        let fields = asdl::fields(fields.unwrap_or(""));
        let names = vm.tuple(fields.iter().map(|field| vm.intern(field.name).into_value()).collect());
        namespace.set_name(vm, "_fields", names.clone());
        namespace.set_name(vm, "__match_args__", names);
        for field in fields.iter().filter(|field| field.count == Count::Optional) {
            namespace.set_name(vm, field.name, Value::NONE);
        }
        let args = [vm.str(name), vm.tuple(vec![base.to_value()]), namespace.into_value()];
        let class = vm.call(builtin(shape::TYPE).as_value(), &args)?;
        let Ok(class) = class.into_ref::<PyType>() else { return Err(vm.system_error("type() gave no type")) };
        self.made.push((name, class.clone()));
        Ok(class)
    }

    fn positions(&self, class: &Ref<PyType>, positions: Positions) {
        let vm = self.vm;
        let names: &[&str] = if positions == Positions::None { &[] } else { &POSITIONS };
        let names = vm.tuple(names.iter().map(|name| vm.intern(name).into_value()).collect());
        class.set_own(&vm.intern("_attributes"), Some(names));
        if positions == Positions::EndOptional {
            for name in &POSITIONS[2..] {
                class.set_own(&vm.intern(name), Some(Value::NONE));
            }
        }
    }

    /// `_field_types`: what the constructor knows about defaults, and what tools show.
    fn field_types(&self, name: &str, fields: &'static str) -> PyResult<()> {
        let vm = self.vm;
        let find = |name: &str| self.made.iter().find(|(known, _)| *known == name).map(|(_, class)| class.clone());
        let types = PyDict::new();
        for field in asdl::fields(fields) {
            let one = match field.kind {
                "identifier" | "string" => builtin(shape::STR).to_value(),
                "int" => builtin(shape::INT).to_value(),
                "constant" => builtin(shape::OBJECT).to_value(),
                kind => find(kind).map_or(Value::NONE, Ref::into_value),
            };
            let full = match field.count {
                Count::One => one,
                Count::Optional => vm.binary_op(crate::object::slots::BinaryOp::Or, &one, &Value::NONE)?,
                Count::Many => vm.get_item(builtin(shape::LIST).as_value(), &one)?,
            };
            types.set_name(vm, field.name, full);
        }
        if let Some(class) = find(name) {
            class.set_own(&vm.intern("_field_types"), Some(types.to_value()));
            class.set_own(&vm.names().__annotations_cache__, Some(types.into_value()));
        }
        Ok(())
    }
}
