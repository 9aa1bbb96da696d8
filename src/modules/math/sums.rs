//! Sums, products and distances.

use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, Rest, function, wrap};
use crate::object::{BinaryOp, Value};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[Native] = &[
    function("fsum(seq, /)", "Return an accurate floating-point sum of values in the iterable seq.", wrap(fsum)),
    function(
        "prod(iterable, /, *, start=1)",
        "Calculate the product of all the elements in the input iterable.",
        wrap(prod),
    ),
    function("sumprod(p, q, /)", "Return the sum of products of values from two iterables p and q.", wrap(sumprod)),
    function("dist(p, q, /)", "Return the Euclidean distance between two points p and q.", wrap(dist)),
    function("hypot(*coordinates)", "Multidimensional Euclidean distance from the origin to a point.", wrap(hypot)),
];

/// A sum kept as floats that do not overlap, smallest first (Shewchuk's algorithm).
#[derive(Default)]
struct Partials(Vec<f64>);

impl Partials {
    /// Adds a finite number; false if that overflows.
    fn add(&mut self, mut x: f64) -> bool {
        let mut kept = 0;
        for index in 0..self.0.len() {
            let mut y = self.0[index];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                self.0[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.0.truncate(kept);
        if x != 0.0 {
            self.0.push(x);
        }
        x.is_finite()
    }

    /// The sum, rounded once.
    fn total(mut self) -> f64 {
        let Some(mut high) = self.0.pop() else { return 0.0 };
        let mut low = 0.0;
        while let Some(y) = self.0.pop() {
            let x = high;
            high = x + y;
            low = y - (high - x);
            if low != 0.0 {
                break;
            }
        }
        // Half-way cases are decided by what lies below.
        if let Some(&below) = self.0.last()
            && (low < 0.0 && below < 0.0 || low > 0.0 && below > 0.0)
        {
            let y = low * 2.0;
            let x = high + y;
            if y == x - high {
                high = x;
            }
        }
        high
    }
}

fn fsum(vm: &Vm, items: &Value) -> PyResult<f64> {
    let mut partials = Partials::default();
    let (mut special, mut infinite) = (0.0, 0.0);
    vm.for_each(items, |item| {
        let x = vm.to_f64(&item)?;
        if !x.is_finite() {
            if x.is_infinite() {
                infinite += x;
            }
            special += x;
        } else if !partials.add(x) {
            return Err(vm.overflow_error("intermediate overflow in fsum"));
        }
        Ok(true)
    })?;
    if special != 0.0 || special.is_nan() {
        return if infinite.is_nan() { Err(vm.value_error("-inf + inf in fsum")) } else { Ok(special) };
    }
    Ok(partials.total())
}

fn prod(vm: &Vm, items: &Value, start: &Value) -> PyResult<Value> {
    let mut product = start.clone();
    vm.for_each(items, |item| {
        product = match (product.as_exact_float(), item.as_exact_float()) {
            (Some(left), Some(right)) => Value::float(left * right),
            _ => vm.binary_op(BinaryOp::Mul, &product, &item)?,
        };
        Ok(true)
    })?;
    Ok(product)
}

/// Products of floats and their sum are exact, and rounded once.
fn sumprod(vm: &Vm, p: &Value, q: &Value) -> PyResult<Value> {
    let (p, q) = (vm.collect(p)?, vm.collect(q)?);
    if p.len() != q.len() {
        return Err(vm.value_error("Inputs are not the same length"));
    }
    let is_float = |value: &Value| value.as_exact_float().is_some_and(f64::is_finite);
    let all = p.iter().chain(&q).all(|value| is_float(value) || value.as_inline_int().is_some());
    if all && p.iter().chain(&q).any(is_float) {
        let mut partials = Partials::default();
        let mut fits = true;
        for (x, y) in p.iter().zip(&q) {
            let (x, y) = (vm.to_f64(x)?, vm.to_f64(y)?);
            let high = x * y;
            let low = x.mul_add(y, -high);
            fits = fits && high.is_finite() && partials.add(high) && partials.add(low);
        }
        if fits {
            return Ok(Value::float(partials.total()));
        }
    }
    let mut total = vm.int(0);
    for (x, y) in p.iter().zip(&q) {
        vm.poll()?;
        let product = vm.binary_op(BinaryOp::Mul, x, y)?;
        total = vm.binary_op(BinaryOp::Add, &total, &product)?;
    }
    Ok(total)
}

/// The length of a vector, scaled so that nothing overflows, the squares summed exactly.
fn norm(coordinates: &[f64]) -> f64 {
    let largest = coordinates.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    if coordinates.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || coordinates.len() == 1 {
        return largest;
    }
    let (_, exponent) = crate::sys::cmath::frexp(largest);
    let scale = |x: f64| crate::sys::cmath::ldexp(x, -exponent);
    let mut squares = Partials::default();
    for &x in coordinates {
        let x = scale(x);
        let high = x * x;
        squares.add(high);
        squares.add(x.mul_add(x, -high));
    }
    let rough = Partials(squares.0.clone()).total().sqrt();
    // One step of Newton's method on the exact sum corrects the last digit.
    let high = rough * rough;
    squares.add(-high);
    squares.add(-rough.mul_add(rough, -high));
    let rest = squares.total();
    crate::sys::cmath::ldexp(rough + rest / (2.0 * rough), exponent)
}

fn floats(vm: &Vm, values: &[Value]) -> PyResult<Vec<f64>> {
    values.iter().map(|value| vm.to_f64(value)).collect()
}

fn dist(vm: &Vm, p: &Value, q: &Value) -> PyResult<f64> {
    let items = |value: &Value| match value.downcast::<PyTuple>() {
        Some(tuple) => Ok(tuple.items().to_vec()),
        None => vm.collect(value),
    };
    let (p, q) = (items(p)?, items(q)?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let differences: Vec<f64> = floats(vm, &p)?.iter().zip(floats(vm, &q)?).map(|(x, y)| x - y).collect();
    Ok(norm(&differences))
}

fn hypot(vm: &Vm, coordinates: Rest) -> PyResult<f64> {
    Ok(norm(&floats(vm, coordinates.0)?))
}
