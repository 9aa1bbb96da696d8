//! The object protocol: what `repr`, `==`, `iter`, `len`, `+` and their kin do with any value.

use super::payload::Ref;
use super::shape;
use super::slots::{BinaryOp, CompareOp};
use super::types::{PyType, class_of, class_ref, shape_number};
use super::value::{Raw, Value};
use crate::builtins::function::PyNative;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::builtins::{float, int};
use crate::native::{PyResult, Raised};
use crate::vm::Vm;

impl Vm {
    // ---- text

    /// `repr(value)`.
    pub fn repr(&self, value: &Value) -> PyResult<Ref<PyStr>> {
        self.check_native_stack(" while getting the repr of an object")?;
        match class_of(value).slots().repr {
            Some(repr) => self.expect_str(repr(self, value)?, "__repr__"),
            None => Ok(PyStr::new(&self.default_repr(value))),
        }
    }

    /// `str(value)`.
    pub fn to_str(&self, value: &Value) -> PyResult<Ref<PyStr>> {
        if let Some(string) = value.downcast_exact::<PyStr>() {
            return Ok(string.clone());
        }
        self.check_native_stack(" while getting the str of an object")?;
        match class_of(value).slots().str {
            Some(str) => self.expect_str(str(self, value)?, "__str__"),
            None => self.repr(value),
        }
    }

    fn expect_str(&self, value: Value, method: &str) -> PyResult<Ref<PyStr>> {
        value.into_ref::<PyStr>().map_err(|other| {
            self.type_error(format!("{method} returned non-string (type {})", class_ref(&other).name()))
        })
    }

    /// `<module.Class object at 0x...>`.
    pub fn default_repr(&self, value: &Value) -> String {
        format!("<{} object at {:#x}>", self.qualified_name(&class_of(value)), value.id())
    }

    /// A class's name with its module, unless that is `builtins`.
    pub fn qualified_name(&self, class: &PyType) -> String {
        let module = class.own(&self.names().__module__);
        let qualname = class.qualname.borrow().to_string();
        match module.as_ref().and_then(|module| module.downcast::<PyStr>()) {
            Some(module) if module.as_bytes() != b"builtins" => format!("{module}.{qualname}"),
            _ => qualname,
        }
    }

    /// Guards the `repr` of containers against cycles: `None` if this one is under way already.
    pub fn enter_repr<R>(&self, value: &Value, body: impl FnOnce() -> PyResult<R>) -> PyResult<Option<R>> {
        if self.repr_stack.borrow().contains(&value.id()) {
            return Ok(None);
        }
        self.repr_stack.borrow_mut().push(value.id());
        let result = body();
        self.repr_stack.borrow_mut().pop();
        result.map(Some)
    }

    // ---- truth, equality, order, hash

    /// `bool(value)`.
    #[inline]
    pub fn truth(&self, value: &Value) -> PyResult<bool> {
        let raw = value.raw();
        if raw.is_bool() {
            return Ok(raw == Raw::TRUE);
        }
        if raw.is_int() {
            return Ok(raw.as_int() != 0);
        }
        if raw == Raw::NONE {
            return Ok(false);
        }
        self.truth_slow(value)
    }

    fn truth_slow(&self, value: &Value) -> PyResult<bool> {
        if let Some(float) = value.as_exact_float() {
            return Ok(float != 0.0);
        }
        let class = class_of(value);
        if let Some(bool) = class.slots().bool {
            return bool(self, value);
        }
        match class.slots().len {
            Some(len) => Ok(len(self, value)? != 0),
            None => Ok(true),
        }
    }

    /// `left == right`, identity counting as equality: what containers ask.
    #[inline]
    pub fn is_equal(&self, left: &Value, right: &Value) -> PyResult<bool> {
        if left.is(right) {
            return Ok(true);
        }
        self.compare_bool(left, right, CompareOp::Eq)
    }

    /// A comparison as a truth value.
    pub fn compare_bool(&self, left: &Value, right: &Value, op: CompareOp) -> PyResult<bool> {
        if let (Some(a), Some(b)) = (left.as_inline_int(), right.as_inline_int()) {
            return Ok(op.holds(a.cmp(&b)));
        }
        if let (Some(a), Some(b)) = (left.downcast_exact::<PyStr>(), right.downcast_exact::<PyStr>()) {
            return Ok(match op {
                CompareOp::Eq => a.equals(b),
                CompareOp::Ne => !a.equals(b),
                _ => op.holds(a.as_bytes().cmp(b.as_bytes())),
            });
        }
        let result = self.compare(left, right, op)?;
        self.truth(&result)
    }

    /// `left op right`.
    pub fn compare(&self, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
        self.check_native_stack(" in comparison")?;
        let (left_class, right_class) = (class_of(left), class_of(right));
        let mut tried_right = false;
        if !left_class.is(&right_class)
            && right_class.is_subtype(&left_class)
            && let Some(compare) = right_class.slots().compare
        {
            tried_right = true;
            let result = compare(self, right, left, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if let Some(compare) = left_class.slots().compare {
            let result = compare(self, left, right, op)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if !tried_right && let Some(compare) = right_class.slots().compare {
            let result = compare(self, right, left, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        self.compare_by_identity(left, right, op)
    }

    /// The rest of a comparison whose left operand has said NotImplemented.
    pub fn compare_after_left(&self, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
        if let Some(compare) = class_of(right).slots().compare {
            let result = compare(self, right, left, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        self.compare_by_identity(left, right, op)
    }

    /// What is left when neither operand knows.
    fn compare_by_identity(&self, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
        match op {
            CompareOp::Eq => Ok(Value::bool(left.is(right))),
            CompareOp::Ne => Ok(Value::bool(!left.is(right))),
            _ => Err(self.type_error(format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                class_ref(left).name(),
                class_ref(right).name()
            ))),
        }
    }

    /// `hash(value)`.
    #[inline]
    pub fn hash(&self, value: &Value) -> PyResult<i64> {
        if let Some(string) = value.downcast_exact::<PyStr>() {
            return Ok(string.hash());
        }
        let raw = value.raw();
        if raw.is_int() {
            return Ok(if raw.as_int() == -1 { -2 } else { raw.as_int() });
        }
        match class_of(value).slots().hash {
            Some(hash) => hash(self, value),
            None => Err(self.unhashable(value)),
        }
    }

    /// The hash of an object by its identity.
    pub fn identity_hash(&self, value: &Value) -> i64 {
        (value.id() >> 4) as i64
    }

    // ---- iteration

    /// `iter(value)`.
    pub fn iter(&self, value: &Value) -> PyResult<Value> {
        let class = class_of(value);
        if let Some(iter) = class.slots().iter {
            let iterator = iter(self, value)?;
            if class_ref(&iterator).slots().next.is_none() {
                let name = class_ref(&iterator).name();
                return Err(self.type_error(format!("iter() returned non-iterator of type '{name}'")));
            }
            return Ok(iterator);
        }
        if class.slots().getitem.is_some() && !class.has(super::types::MAPPING) {
            return Ok(self.sequence_iterator(value));
        }
        Err(self.type_error(format!("'{}' object is not iterable", class.name())))
    }

    /// `next(iterator)`; `None` at the end.
    #[inline]
    pub fn next(&self, iterator: &Value) -> PyResult<Option<Value>> {
        match class_ref(iterator).slots().next {
            Some(next) => next(self, iterator),
            None => Err(self.type_error(format!("'{}' object is not an iterator", class_ref(iterator).name()))),
        }
    }

    /// Calls `body` with every item. `body` says whether to go on.
    pub fn for_each(&self, iterable: &Value, mut body: impl FnMut(Value) -> PyResult<bool>) -> PyResult<()> {
        if let Some(list) = iterable.downcast_exact::<PyList>() {
            let mut index = 0;
            while let Some(item) = list.get(index) {
                index += 1;
                if !body(item)? {
                    break;
                }
            }
            return Ok(());
        }
        if let Some(tuple) = iterable.downcast_exact::<PyTuple>() {
            for item in tuple.items() {
                if !body(item.clone())? {
                    break;
                }
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        let class = class_of(&iterator);
        // A built-in iterator stays what it is.
        if !class.has(super::types::HEAP)
            && let Some(next) = class.slots().next
        {
            while let Some(item) = next(self, &iterator)? {
                self.poll()?;
                if !body(item)? {
                    break;
                }
            }
            return Ok(());
        }
        while let Some(item) = self.next(&iterator)? {
            self.poll()?;
            if !body(item)? {
                break;
            }
        }
        Ok(())
    }

    /// All items as a vector.
    pub fn collect(&self, iterable: &Value) -> PyResult<Vec<Value>> {
        if let Some(list) = iterable.downcast_exact::<PyList>() {
            return Ok(list.items.borrow().clone());
        }
        if let Some(tuple) = iterable.downcast_exact::<PyTuple>() {
            return Ok(tuple.items().to_vec());
        }
        // A generator does not know.
        let is_generator = shape_number(iterable) == shape::GENERATOR;
        let hint = if is_generator { 8 } else { self.length_hint(iterable, 0)?.min(1 << 16) };
        let mut items = Vec::with_capacity(hint);
        self.for_each(iterable, |item| {
            items.push(item);
            Ok(true)
        })?;
        Ok(items)
    }

    /// `operator.length_hint`.
    pub fn length_hint(&self, value: &Value, default: usize) -> PyResult<usize> {
        if let Some(len) = class_of(value).slots().len {
            match len(self, value) {
                Ok(length) => return Ok(length),
                Err(raised) => drop(self.catch(raised, &self.exceptions().TypeError)?),
            }
        }
        let Some(method) = self.lookup_special(value, &self.names().__length_hint__)? else { return Ok(default) };
        let hint = match self.call(&method, &[]) {
            Ok(hint) => hint,
            Err(raised) => {
                drop(self.catch(raised, &self.exceptions().TypeError)?);
                return Ok(default);
            }
        };
        if hint.is_not_implemented() {
            return Ok(default);
        }
        match int::as_int(&hint) {
            Some(int::IntRef::Small(length)) if length >= 0 => Ok(length as usize),
            Some(_) => Err(self.value_error("__length_hint__() should return >= 0")),
            None => {
                let name = class_ref(&hint).name();
                Err(self.type_error(format!("__length_hint__ must be an integer, not {name}")))
            }
        }
    }

    // ---- containers

    /// `len(value)`.
    pub fn len(&self, value: &Value) -> PyResult<usize> {
        match class_of(value).slots().len {
            Some(len) => len(self, value),
            None => Err(self.type_error(format!("object of type '{}' has no len()", class_ref(value).name()))),
        }
    }

    /// What `__len__` returned, as a length.
    pub fn length_result(&self, value: &Value) -> PyResult<usize> {
        let index = self.index(value)?;
        match int::as_int(&index) {
            Some(int) if int.is_negative() => Err(self.value_error("__len__() should return >= 0")),
            Some(int::IntRef::Small(length)) => Ok(length as usize),
            _ => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
        }
    }

    /// `value[key]`.
    pub fn get_item(&self, value: &Value, key: &Value) -> PyResult<Value> {
        let class = class_of(value);
        if let Some(getitem) = class.slots().getitem {
            return getitem(self, value, key);
        }
        if let Some(subscripted) = value.downcast::<PyType>() {
            return self.class_getitem(subscripted, key);
        }
        Err(self.type_error(format!("'{}' object is not subscriptable", class.name())))
    }

    /// `value[key] = new`, or `del value[key]` with `None`.
    pub fn set_item(&self, value: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
        let class = class_of(value);
        match class.slots().setitem {
            Some(setitem) => setitem(self, value, key, new),
            None => {
                let name = class.name();
                if new.is_some() {
                    return Err(self.type_error(format!("'{name}' object does not support item assignment")));
                }
                // CPython says so for what could be a sequence.
                let is_sequence = class.has(super::types::HEAP) || class.slots().getitem.is_some();
                let does_not =
                    if is_sequence && class_ref(key).slots().index.is_some() { "doesn't" } else { "does not" };
                Err(self.type_error(format!("'{name}' object {does_not} support item deletion")))
            }
        }
    }

    /// `item in container`.
    pub fn contains(&self, container: &Value, item: &Value) -> PyResult<bool> {
        match class_of(container).slots().contains {
            Some(contains) => contains(self, container, item),
            None => self.contains_by_iteration(container, item),
        }
    }

    pub fn contains_by_iteration(&self, container: &Value, item: &Value) -> PyResult<bool> {
        let class = class_of(container);
        if class.slots().iter.is_none() && class.slots().getitem.is_none() {
            return Err(self.type_error(format!("argument of type '{}' is not a container or iterable", class.name())));
        }
        let mut found = false;
        self.for_each(container, |candidate| {
            found = self.is_equal(&candidate, item)?;
            Ok(!found)
        })?;
        Ok(found)
    }

    // ---- operators

    /// `left op right`.
    pub fn binary_op(&self, op: BinaryOp, left: &Value, right: &Value) -> PyResult<Value> {
        let result = self.binary_op_opt(op, left, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        Err(self.unsupported_operands(op.symbol(), left, right))
    }

    #[cold]
    pub fn unsupported_operands(&self, symbol: &str, left: &Value, right: &Value) -> Raised {
        let (left_class, right_class) = (class_ref(left).name(), class_ref(right).name());
        if symbol == ">>" && left_class == "builtin_function_or_method" {
            let is_print = left.downcast::<PyNative>().is_some_and(|native| native.native.name() == "print");
            if is_print {
                return self.type_error(format!(
                    "unsupported operand type(s) for >>: '{left_class}' and '{right_class}'. Did you mean \"print(<message>, file=<output_stream>)\"?"
                ));
            }
        }
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{left_class}' and '{right_class}'"))
    }

    /// `left op right`, or NotImplemented if neither operand knows.
    pub fn binary_op_opt(&self, op: BinaryOp, left: &Value, right: &Value) -> PyResult<Value> {
        if op == BinaryOp::Pow {
            return self.power_opt(left, right, &Value::NONE);
        }
        let (left_class, right_class) = (class_of(left), class_of(right));
        let left_slot = op.slot(left_class.slots());
        let mut right_slot = op.slot(right_class.slots());
        if left_class.is(&right_class)
            || same_builtin(left_slot.map(|f| f as usize), right_slot.map(|f| f as usize), &left_class, &right_class)
        {
            right_slot = None;
        }
        if let Some(left_slot) = left_slot {
            if let Some(slot) = right_slot
                && right_class.is_subtype(&left_class)
            {
                let result = slot(self, left, right)?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
                right_slot = None;
            }
            let result = left_slot(self, left, right)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match right_slot {
            Some(slot) => slot(self, left, right),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn power_opt(&self, left: &Value, right: &Value, modulus: &Value) -> PyResult<Value> {
        let (left_class, right_class) = (class_of(left), class_of(right));
        let left_slot = left_class.slots().pow;
        let mut right_slot = right_class.slots().pow;
        if left_class.is(&right_class) {
            right_slot = None;
        }
        if let Some(left_slot) = left_slot {
            if let Some(slot) = right_slot
                && right_class.is_subtype(&left_class)
            {
                let result = slot(self, left, right, modulus)?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
                right_slot = None;
            }
            let result = left_slot(self, left, right, modulus)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match right_slot {
            Some(slot) => slot(self, left, right, modulus),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// `pow(base, exponent, modulus)`.
    pub fn power(&self, base: &Value, exponent: &Value, modulus: &Value) -> PyResult<Value> {
        let result = self.power_opt(base, exponent, modulus)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        if modulus.is_none() {
            return Err(self.unsupported_operands("** or pow()", base, exponent));
        }
        Err(self.type_error(format!(
            "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
            class_ref(base).name(),
            class_ref(exponent).name(),
            class_ref(modulus).name()
        )))
    }

    /// `left op= right`.
    pub fn inplace_op(&self, op: BinaryOp, left: &Value, right: &Value) -> PyResult<Value> {
        if let Some(slot) = op.inplace_slot(class_of(left).slots()) {
            let result = slot(self, left, right)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.binary_op_opt(op, left, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        let symbol = if op == BinaryOp::Pow { "**=".to_string() } else { format!("{}=", op.symbol()) };
        Err(self.unsupported_operands(&symbol, left, right))
    }

    /// `-value`, `+value`, `~value`.
    pub fn unary_op(&self, symbol: &str, value: &Value) -> PyResult<Value> {
        let class = class_of(value);
        let slots = class.slots();
        let slot = match symbol {
            "-" => slots.neg,
            "+" => slots.pos,
            _ => slots.invert,
        };
        match slot {
            Some(slot) => slot(self, value),
            None => Err(self.type_error(format!("bad operand type for unary {symbol}: '{}'", class.name()))),
        }
    }

    // ---- numbers

    /// `operator.index(value)`: a plain int.
    pub fn index(&self, value: &Value) -> PyResult<Value> {
        if let Some(plain) = int::to_plain(self, value) {
            return Ok(plain);
        }
        let class = class_of(value);
        let Some(index) = class.slots().index else {
            return Err(self.type_error(format!("'{}' object cannot be interpreted as an integer", class.name())));
        };
        let result = index(self, value)?;
        match int::to_plain(self, &result) {
            Some(plain) => {
                if class_ref(&result).root_shape.get() != shape::INT {
                    int::new::warn_subclass(self, &result, "__index__")?;
                }
                Ok(plain)
            }
            None => {
                let name = class_ref(&result).name();
                Err(self.type_error(format!("__index__ returned non-int (type {name})")))
            }
        }
    }

    /// An index or count as an isize, clamped to its range as slices want it.
    pub fn index_clamped(&self, value: &Value) -> PyResult<isize> {
        let index = self.index(value)?;
        Ok(match int::as_int(&index) {
            Some(int::IntRef::Small(index)) => index as isize,
            Some(int) if int.is_negative() => isize::MIN,
            _ => isize::MAX,
        })
    }

    /// An index as an isize; IndexError when it does not fit, as for subscripts.
    pub fn index_exact(&self, value: &Value) -> PyResult<isize> {
        if let Some(inline) = value.as_inline_int() {
            return Ok(inline as isize);
        }
        let index = self.index(value)?;
        match int::as_int(&index) {
            Some(int::IntRef::Small(index)) => Ok(index as isize),
            _ => {
                let name = class_ref(value).name();
                Err(self.index_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// A number as a double: `float`, `__float__`, `__index__`.
    pub fn to_f64(&self, value: &Value) -> PyResult<f64> {
        if let Some(float) = float::as_float(value) {
            return Ok(float);
        }
        if let Some(integer) = int::as_int(value) {
            return self.int_to_f64(integer);
        }
        let class = class_of(value);
        if let Some(convert) = class.slots().float {
            let result = convert(self, value)?;
            return match float::as_float(&result) {
                Some(float) => Ok(float),
                None => Err(self.type_error(format!(
                    "{}.__float__ returned non-float (type {})",
                    class.name(),
                    class_ref(&result).name()
                ))),
            };
        }
        if class.slots().index.is_some() {
            let index = self.index(value)?;
            return self.int_to_f64(int::as_int(&index).expect("index gives an int"));
        }
        Err(self.type_error(format!("must be real number, not {}", class.name())))
    }

    // ---- classes

    /// `isinstance(value, class)`, `__instancecheck__` and tuples and unions of classes included.
    pub fn is_instance(&self, value: &Value, class: &Value) -> PyResult<bool> {
        if class_of(value).as_value().is(class) {
            return Ok(true);
        }
        if let Some(exact) = class.downcast_exact::<PyType>() {
            return self.is_instance_of_type(value, exact);
        }
        if let Some(classes) = class.downcast::<PyTuple>() {
            self.check_native_stack(" in __instancecheck__")?;
            for class in classes.items() {
                if self.is_instance(value, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(check) = self.lookup_special(class, &self.names().__instancecheck__)? {
            let result = self.call(&check, std::slice::from_ref(value))?;
            return self.truth(&result);
        }
        self.is_instance_default(value, class)
    }

    /// `type.__instancecheck__`.
    pub fn is_instance_default(&self, value: &Value, class: &Value) -> PyResult<bool> {
        if let Some(class) = class.downcast::<PyType>() {
            return self.is_instance_of_type(value, class);
        }
        self.check_abstract_class(class, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
        match self.get_attr_opt(value, &self.names().__class__)? {
            Some(actual) => self.is_subclass_by_bases(&actual, class),
            None => Ok(false),
        }
    }

    fn is_instance_of_type(&self, value: &Value, class: &PyType) -> PyResult<bool> {
        let actual = class_of(value);
        if actual.is_subtype(class) {
            return Ok(true);
        }
        // A proxy may say that it is something else.
        if value.header().is_none() || !actual.has(super::types::HEAP) {
            return Ok(false);
        }
        match self.get_attr_opt(value, &self.names().__class__)? {
            Some(claimed) if !claimed.is(actual.as_value()) => {
                Ok(claimed.downcast::<PyType>().is_some_and(|claimed| claimed.is_subtype(class)))
            }
            _ => Ok(false),
        }
    }

    /// `issubclass(derived, class)`.
    pub fn is_subclass(&self, derived: &Value, class: &Value) -> PyResult<bool> {
        if class.downcast_exact::<PyType>().is_some() {
            return self.is_subclass_default(derived, class);
        }
        if let Some(classes) = class.downcast::<PyTuple>() {
            self.check_native_stack(" in __subclasscheck__")?;
            for class in classes.items() {
                if self.is_subclass(derived, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(check) = self.lookup_special(class, &self.names().__subclasscheck__)? {
            let result = self.call(&check, std::slice::from_ref(derived))?;
            return self.truth(&result);
        }
        self.is_subclass_default(derived, class)
    }

    /// `type.__subclasscheck__`.
    pub fn is_subclass_default(&self, derived: &Value, class: &Value) -> PyResult<bool> {
        if let (Some(derived), Some(class)) = (derived.downcast::<PyType>(), class.downcast::<PyType>()) {
            return Ok(derived.is_subtype(class));
        }
        self.check_abstract_class(derived, "issubclass() arg 1 must be a class")?;
        self.check_abstract_class(class, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
        self.is_subclass_by_bases(derived, class)
    }

    fn check_abstract_class(&self, class: &Value, message: &str) -> PyResult<()> {
        match self.bases_of(class)? {
            Some(_) => Ok(()),
            None => Err(self.type_error(message)),
        }
    }

    fn bases_of(&self, class: &Value) -> PyResult<Option<Ref<PyTuple>>> {
        let bases = self.get_attr_opt(class, &self.intern("__bases__"))?;
        Ok(bases.and_then(|bases| bases.into_ref::<PyTuple>().ok()))
    }

    fn is_subclass_by_bases(&self, derived: &Value, class: &Value) -> PyResult<bool> {
        self.check_native_stack(" in __subclasscheck__")?;
        if derived.is(class) {
            return Ok(true);
        }
        let Some(bases) = self.bases_of(derived)? else { return Ok(false) };
        for base in bases.items() {
            if self.is_subclass_by_bases(base, class)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `callable(value)`.
    pub fn is_callable(&self, value: &Value) -> bool {
        class_ref(value).slots().call.is_some()
    }

    /// What messages call a callable: `f()`, `Class.method()`, `'type' object`.
    pub fn callable_name(&self, value: &Value) -> String {
        let names = self.names();
        let text = |name: &Ref<PyStr>| match self.get_attr_opt(value, name) {
            Ok(found) => found.filter(|found| !found.is_none()).and_then(|found| self.to_str(&found).ok()),
            Err(raised) => {
                drop(self.take_raised(raised));
                None
            }
        };
        let Some(qualname) = text(&names.__qualname__) else {
            return self
                .to_str(value)
                .map_or_else(|_| format!("'{}' object", class_ref(value).name()), |text| text.to_string());
        };
        match text(&names.__module__) {
            Some(module) if module.as_bytes() != b"builtins" => format!("{module}.{qualname}()"),
            _ => format!("{qualname}()"),
        }
    }

    /// `value.name(*args)`.
    pub fn call_method(&self, value: &Value, name: &str, args: &[Value]) -> PyResult<Value> {
        self.call_method_ref(value, &self.intern(name), args)
    }
}

/// Two built-in types that share one function (int and bool, say): it need not be asked twice.
fn same_builtin(left: Option<usize>, right: Option<usize>, left_class: &PyType, right_class: &PyType) -> bool {
    left == right && !left_class.has(super::types::HEAP) && !right_class.has(super::types::HEAP)
}
