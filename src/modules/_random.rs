//! `_random`: the Mersenne Twister (MT19937) behind `random.Random`, number for number as CPython gives them.

use num_bigint::BigInt;
use num_traits::Signed;

use super::NativeModule;
use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, builtin};
use crate::object::{Header, PyCell, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Module implements the Mersenne Twister random number generator.",
    init,
    ..NativeModule::of("_random")
};

pub static SPECS: &[&TypeSpec] = &[&RANDOM];

const WORDS: usize = 624;
const MIDDLE: usize = 397;

/// The state: words, and how many of them have been used.
struct Twister {
    words: [u32; WORDS],
    used: usize,
}

#[repr(C)]
struct PyRandom {
    header: Header,
    twister: PyCell<Box<Twister>>,
}
crate::payload!(PyRandom, shape::RANDOM);

static RANDOM: TypeSpec = TypeSpec {
    module: "_random",
    doc: "Random() -> create a random number generator with its own internal state.",
    flags: BASETYPE,
    new: Some(&NEW),
    methods: &[
        method("random(self, /)", "random() -> x in the interval [0, 1).", wrap(random)),
        method("seed(self, n=None, /)", "seed([n]) -> None.", wrap(seed)),
        method(
            "getrandbits(self, k, /)",
            "getrandbits(k) -> x.  Generates an int with k random bits.",
            wrap(getrandbits),
        ),
        method("getstate(self, /)", "getstate() -> tuple containing the current state.", wrap(getstate)),
        method("setstate(self, state, /)", "setstate(state) -> None.  Restores generator state.", wrap(setstate)),
    ],
    ..TypeSpec::of::<PyRandom>("Random")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "Random", builtin(shape::RANDOM).into_value());
    Ok(())
}

impl Twister {
    fn seeded(seed: u32) -> Twister {
        let mut words = [0u32; WORDS];
        words[0] = seed;
        for index in 1..WORDS {
            let previous = words[index - 1];
            words[index] = 1_812_433_253u32.wrapping_mul(previous ^ previous >> 30).wrapping_add(index as u32);
        }
        Twister { words, used: WORDS }
    }

    /// Seeds with a key of any length: the reference implementation's `init_by_array`.
    fn by_key(key: &[u32]) -> Twister {
        let mut twister = Twister::seeded(19_650_218);
        let words = &mut twister.words;
        let (mut index, mut place) = (1, 0);
        for _ in 0..WORDS.max(key.len()) {
            let previous = words[index - 1];
            words[index] = (words[index] ^ (previous ^ previous >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key[place])
                .wrapping_add(place as u32);
            index += 1;
            place = (place + 1) % key.len();
            if index >= WORDS {
                words[0] = words[WORDS - 1];
                index = 1;
            }
        }
        for _ in 0..WORDS - 1 {
            let previous = words[index - 1];
            words[index] =
                (words[index] ^ (previous ^ previous >> 30).wrapping_mul(1_566_083_941)).wrapping_sub(index as u32);
            index += 1;
            if index >= WORDS {
                words[0] = words[WORDS - 1];
                index = 1;
            }
        }
        words[0] = 0x8000_0000;
        twister
    }

    fn refill(&mut self) {
        for index in 0..WORDS {
            let mixed = self.words[index] & 0x8000_0000 | self.words[(index + 1) % WORDS] & 0x7FFF_FFFF;
            let twist = if mixed & 1 == 1 { 0x9908_B0DF } else { 0 };
            self.words[index] = self.words[(index + MIDDLE) % WORDS] ^ mixed >> 1 ^ twist;
        }
        self.used = 0;
    }

    fn next(&mut self) -> u32 {
        if self.used >= WORDS {
            self.refill();
        }
        let mut word = self.words[self.used];
        self.used += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9D2C_5680;
        word ^= word << 15 & 0xEFC6_0000;
        word ^ word >> 18
    }
}

/// A state from the operating system's randomness.
fn unpredictable(vm: &Vm) -> PyResult<Twister> {
    let mut bytes = [0; 4 * WORDS];
    vm.os_result(crate::sys::process::random_bytes(&mut bytes))?;
    let key: Vec<u32> =
        bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect();
    Ok(Twister::by_key(&key))
}

fn from_seed(vm: &Vm, seed: Option<&Value>) -> PyResult<Twister> {
    let Some(seed) = seed.filter(|seed| !seed.is_none()) else { return unpredictable(vm) };
    let magnitude: BigInt = match int::as_int(seed) {
        Some(number) => number.to_big().abs(),
        None => BigInt::from(vm.hash(seed)? as u64),
    };
    let (_, mut key) = magnitude.to_u32_digits();
    if key.is_empty() {
        key.push(0);
    }
    Ok(Twister::by_key(&key))
}

fn new(vm: &Vm, class: Class, args: Rest, _: Keywords) -> PyResult<Ref<PyRandom>> {
    let twister = from_seed(vm, args.0.first())?;
    Ok(vm.new_object(class, PyRandom { header: Header::new(shape::RANDOM), twister: PyCell::new(Box::new(twister)) }))
}

fn seed(vm: &Vm, this: &Ref<PyRandom>, seed: &Value) -> PyResult<()> {
    let twister = from_seed(vm, Some(seed))?;
    this.twister.set(Box::new(twister));
    Ok(())
}

fn random(_: &Vm, this: &Ref<PyRandom>) -> f64 {
    let mut twister = this.twister.borrow_mut();
    let (high, low) = (twister.next() >> 5, twister.next() >> 6);
    (high as f64 * 67_108_864.0 + low as f64) * (1.0 / 9_007_199_254_740_992.0)
}

fn getrandbits(vm: &Vm, this: &Ref<PyRandom>, bits: i64) -> PyResult<Value> {
    if bits < 0 {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    let mut twister = this.twister.borrow_mut();
    if bits == 0 {
        return Ok(vm.int(0));
    }
    if bits <= 32 {
        return Ok(vm.int((twister.next() >> (32 - bits)) as i64));
    }
    let count = (bits as usize).div_ceil(32);
    let mut words: Vec<u32> = (0..count).map(|_| twister.next()).collect();
    drop(twister);
    let spare = count * 32 - bits as usize;
    if let Some(last) = words.last_mut() {
        *last >>= spare;
    }
    Ok(vm.big_int(BigInt::from_slice(num_bigint::Sign::Plus, &words)))
}

fn getstate(vm: &Vm, this: &Ref<PyRandom>) -> Value {
    let twister = this.twister.borrow();
    let mut items: Vec<Value> = twister.words.iter().map(|&word| vm.int(word as i64)).collect();
    items.push(vm.int(twister.used as i64));
    drop(twister);
    vm.tuple(items)
}

fn setstate(vm: &Vm, this: &Ref<PyRandom>, state: &Value) -> PyResult<()> {
    let Some(items) = state.downcast::<PyTuple>() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if items.len() != WORDS + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = [0; WORDS];
    for (word, item) in words.iter_mut().zip(items.items()) {
        let Some(number) = int::to_i128(item) else { return Err(vm.type_error("an integer is required")) };
        *word = number as u32;
    }
    match int::to_i128(&items.items()[WORDS]) {
        Some(used) if (0..=WORDS as i128).contains(&used) => {
            this.twister.set(Box::new(Twister { words, used: used as usize }));
            Ok(())
        }
        _ => Err(vm.value_error("invalid state")),
    }
}
