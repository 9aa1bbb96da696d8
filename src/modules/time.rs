//! `time`, over the one clock (`sys/clock.rs`).

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::builtins::structseq::{self, StructSpec};
use crate::builtins::tuple::PyTuple;
use crate::builtins::{float, int};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value, class_ref};
use crate::sys::clock::{self, Calendar};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides various functions to manipulate time values.",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("time")
};

static FUNCTIONS: &[Native] = &[
    function(
        "time()",
        "Return the current time in seconds since the Epoch.",
        wrap(|_: &Vm| seconds(clock::realtime())),
    ),
    function(
        "time_ns()",
        "Return the current time in nanoseconds since the Epoch.",
        wrap(|vm: &Vm| vm.int_from(clock::realtime())),
    ),
    function("monotonic()", "Monotonic clock, cannot go backward.", wrap(|_: &Vm| seconds(clock::monotonic()))),
    function(
        "monotonic_ns()",
        "Monotonic clock, cannot go backward, as nanoseconds.",
        wrap(|vm: &Vm| vm.int_from(clock::monotonic())),
    ),
    function("perf_counter()", "Performance counter for benchmarking.", wrap(|_: &Vm| seconds(clock::monotonic()))),
    function(
        "perf_counter_ns()",
        "Performance counter for benchmarking as nanoseconds.",
        wrap(|vm: &Vm| vm.int_from(clock::monotonic())),
    ),
    function(
        "process_time()",
        "Process time for profiling: sum of the kernel and user-space CPU time.",
        wrap(|_: &Vm| seconds(clock::process_time())),
    ),
    function(
        "process_time_ns()",
        "Process time for profiling as nanoseconds.",
        wrap(|vm: &Vm| vm.int_from(clock::process_time())),
    ),
    function(
        "thread_time()",
        "Thread time for profiling: sum of the kernel and user-space CPU time.",
        wrap(|_: &Vm| seconds(clock::thread_time())),
    ),
    function(
        "thread_time_ns()",
        "Thread time for profiling as nanoseconds.",
        wrap(|vm: &Vm| vm.int_from(clock::thread_time())),
    ),
    function(
        "clock_gettime(clk_id, /)",
        "Return the time of the specified clock clk_id as a float.",
        wrap(|vm: &Vm, id: i32| vm.os_result(clock::get(id)).map(seconds)),
    ),
    function(
        "clock_gettime_ns(clk_id, /)",
        "Return the time of the specified clock clk_id as nanoseconds (int).",
        wrap(|vm: &Vm, id: i32| vm.os_result(clock::get(id)).map(|time| vm.int_from(time))),
    ),
    function(
        "clock_getres(clk_id, /)",
        "Return the resolution (precision) of the specified clock clk_id.",
        wrap(|vm: &Vm, id: i32| vm.os_result(clock::resolution(id)).map(seconds)),
    ),
    function(
        "clock_settime(clk_id, time, /)",
        "Set the time of the specified clock clk_id.",
        wrap(|vm: &Vm, id: i32, time: &Value| -> PyResult<()> {
            let time = nanoseconds(vm, time)?;
            vm.os_result(clock::set(id, time))
        }),
    ),
    function("sleep(seconds, /)", "Delay execution for a given number of seconds.", wrap(sleep)),
    function(
        "gmtime(seconds=None, /)",
        "Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT).",
        wrap(|vm: &Vm, seconds: &Value| broken_down(vm, seconds, clock::universal)),
    ),
    function(
        "localtime(seconds=None, /)",
        "Convert seconds since the Epoch to a time tuple expressing local time.",
        wrap(|vm: &Vm, seconds: &Value| broken_down(vm, seconds, clock::local)),
    ),
    function("mktime(seconds, /)", "Convert a time tuple in local time to seconds since the Epoch.", wrap(mktime)),
    function(
        "asctime(seconds=<unrepresentable>, /)",
        "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.",
        wrap(asctime),
    ),
    function(
        "ctime(seconds=None, /)",
        "Convert a time in seconds since the Epoch to a string in local time.",
        wrap(ctime),
    ),
    function(
        "strftime(format, time_tuple=<unrepresentable>, /)",
        "Convert a time tuple to a string according to a format specification.",
        wrap(strftime),
    ),
    function(
        "strptime(string, format='%a %b %d %H:%M:%S %Y', /)",
        "Parse a string to a time tuple according to a format specification.",
        wrap(strptime),
    ),
    function(
        "tzset()",
        "Initialize, or reinitialize, the local timezone to the value stored in os.environ['TZ'].",
        wrap(tzset),
    ),
    function("get_clock_info(name, /)", "Get information of the specified clock.", wrap(get_clock_info)),
];

static STRUCT_TIME: StructSpec = StructSpec {
    module: "time",
    name: "struct_time",
    doc: "The time value as returned by gmtime(), localtime(), and strptime(), and\naccepted by asctime(), mktime() and strftime().",
    fields: &[
        "tm_year",
        "tm_mon",
        "tm_mday",
        "tm_hour",
        "tm_min",
        "tm_sec",
        "tm_wday",
        "tm_yday",
        "tm_isdst",
        "tm_zone",
        "tm_gmtoff",
    ],
    items: 9,
    newable: true,
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "struct_time", structseq::class(vm, &STRUCT_TIME).into_value());
    module.dict.set_name(vm, "_STRUCT_TM_ITEMS", vm.int(11));
    let clocks = [
        ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
        ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
        ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
        ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
        ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
        ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
        ("CLOCK_TAI", libc::CLOCK_TAI),
    ];
    for (name, id) in clocks {
        module.dict.set_name(vm, name, vm.int(id as i64));
    }
    set_zones(vm, module);
    Ok(())
}

fn seconds(nanoseconds: i128) -> f64 {
    nanoseconds as f64 / 1e9
}

/// Seconds as an argument, in nanoseconds, rounded away from zero so that no sleep is too short.
pub fn nanoseconds(vm: &Vm, value: &Value) -> PyResult<i128> {
    if let Some(number) = float::as_float(value) {
        if number.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let scaled = number * 1e9;
        if scaled.abs() > i64::MAX as f64 {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(if scaled < 0.0 { scaled.floor() } else { scaled.ceil() } as i128);
    }
    if class_ref(value).slots().index.is_none() && int::as_int(value).is_none() {
        return Err(vm.type_error(format!("'{}' object cannot be interpreted as an integer", class_ref(value).name())));
    }
    let index = vm.index(value)?;
    match int::as_int(&index).and_then(|number| number.to_i64()).map(|number| number as i128 * 1_000_000_000) {
        Some(nanos) if i64::try_from(nanos).is_ok() => Ok(nanos),
        _ => Err(vm.overflow_error("timestamp too large to convert to C PyTime_t")),
    }
}

fn sleep(vm: &Vm, duration: &Value) -> PyResult<()> {
    let nanos = nanoseconds(vm, duration)?;
    if nanos < 0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    let deadline = clock::monotonic() + nanos;
    let outcome = retry(vm, || clock::sleep_until(deadline))?;
    vm.os_result(outcome)
}

/// Seconds since the epoch, whole and rounded down; None: now.
fn whole_seconds(vm: &Vm, value: &Value) -> PyResult<i64> {
    if value.is_none() {
        return Ok(clock::realtime().div_euclid(1_000_000_000) as i64);
    }
    if let Some(number) = float::as_float(value) {
        if number.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = number.floor();
        if whole.abs() >= i64::MAX as f64 {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(whole as i64);
    }
    let index = vm.index(value)?;
    int::as_int(&index)
        .and_then(|number| number.to_i64())
        .ok_or_else(|| vm.overflow_error("timestamp out of range for platform time_t"))
}

fn broken_down(vm: &Vm, seconds: &Value, convert: fn(i64) -> crate::sys::Outcome<Calendar>) -> PyResult<Value> {
    let seconds = whole_seconds(vm, seconds)?;
    let calendar = vm.os_result(convert(seconds))?;
    Ok(struct_time(vm, &calendar))
}

fn struct_time(vm: &Vm, calendar: &Calendar) -> Value {
    let mut fields: Vec<Value> = calendar.fields.iter().map(|&field| vm.int(field)).collect();
    fields.push(vm.str(&calendar.zone));
    fields.push(vm.int(calendar.offset));
    structseq::make(vm, &STRUCT_TIME, &fields)
}

/// The nine numbers of a time tuple.
fn time_tuple(vm: &Vm, value: &Value) -> PyResult<[i64; 9]> {
    let Some(tuple) = value.downcast::<PyTuple>() else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    let mut fields = [0; 9];
    if tuple.len() != 9 {
        return Err(vm.type_error("illegal time tuple argument"));
    }
    for (field, item) in fields.iter_mut().zip(tuple.items()) {
        let index = vm.index(item)?;
        *field = match int::as_int(&index)
            .and_then(|number| number.to_i64())
            .and_then(|number| i32::try_from(number).ok())
        {
            Some(number) => number as i64,
            None => return Err(vm.overflow_error("Python int too large to convert to C int")),
        };
    }
    Ok(fields)
}

/// As `strftime` and `asctime` want it: zeros mean the first, everything else must be in range.
fn checked_tuple(vm: &Vm, value: Option<&Value>) -> PyResult<[i64; 9]> {
    let mut fields = match value {
        Some(value) => time_tuple(vm, value)?,
        None => vm.os_result(clock::local(whole_seconds(vm, &Value::NONE)?))?.fields,
    };
    for index in [1, 2, 7] {
        if fields[index] == 0 {
            fields[index] = 1;
        }
    }
    let ranges = [
        (1, 1, 12, "month"),
        (2, 1, 31, "day of month"),
        (3, 0, 23, "hour"),
        (4, 0, 59, "minute"),
        (5, 0, 61, "seconds"),
        (7, 1, 366, "day of year"),
    ];
    for (index, least, most, what) in ranges {
        if fields[index] < least || fields[index] > most {
            return Err(vm.value_error(format!("{what} out of range")));
        }
    }
    if fields[6] < -1 {
        return Err(vm.value_error("day of week out of range"));
    }
    fields[6] = fields[6].rem_euclid(7);
    fields[8] = fields[8].clamp(-1, 1);
    Ok(fields)
}

fn mktime(vm: &Vm, tuple: &Value) -> PyResult<f64> {
    let fields = time_tuple(vm, tuple)?;
    match clock::make_time(&fields) {
        Some(seconds) => Ok(seconds as f64),
        None => Err(vm.overflow_error("mktime argument out of range")),
    }
}

fn asctime(vm: &Vm, tuple: Option<&Value>) -> PyResult<String> {
    checked_tuple(vm, tuple).map(|fields| asctime_text(&fields))
}

fn asctime_text(fields: &[i64; 9]) -> String {
    let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][fields[6].rem_euclid(7) as usize];
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months[(fields[1] - 1).rem_euclid(12) as usize];
    format!("{day} {month} {:2} {:02}:{:02}:{:02} {}", fields[2], fields[3], fields[4], fields[5], fields[0])
}

fn ctime(vm: &Vm, seconds: &Value) -> PyResult<String> {
    let calendar = vm.os_result(clock::local(whole_seconds(vm, seconds)?))?;
    Ok(asctime_text(&calendar.fields))
}

fn strftime(vm: &Vm, format: &Ref<PyStr>, tuple: Option<&Value>) -> PyResult<Value> {
    let fields = checked_tuple(vm, tuple)?;
    let (zone, offset) = match tuple {
        // A struct_time knows its zone.
        Some(tuple) => {
            let name = vm.get_attr_opt(tuple, &vm.intern("tm_zone"))?.filter(|zone| !zone.is_none());
            let offset = vm.get_attr_opt(tuple, &vm.intern("tm_gmtoff"))?.and_then(|offset| offset.as_inline_int());
            (name.map(|name| vm.str_text(&name)), offset.unwrap_or(0))
        }
        None => (None, 0),
    };
    let (zone, offset) = match zone {
        Some(zone) => (zone, offset),
        None => {
            // The zone in force at that local time.
            let calendar = clock::make_time(&fields).and_then(|seconds| clock::local(seconds).ok()).unwrap_or_default();
            (calendar.zone, calendar.offset)
        }
    };
    // Text that is not ASCII passes through the C library as bytes.
    match clock::format(format.as_bytes(), &fields, Some((&zone, offset))) {
        Some(text) => Ok(crate::modules::paths::decode_name(&text).into_value()),
        None => Err(vm.value_error("embedded null character")),
    }
}

fn strptime(vm: &Vm, string: &Value, format: &Value) -> PyResult<Value> {
    let parse = vm.import_attr("_strptime", "_strptime_time")?;
    vm.call(&parse, &[string.clone(), format.clone()])
}

fn tzset(vm: &Vm) -> PyResult<()> {
    clock::tzset();
    let module = vm.import("time")?;
    if let Some(module) = module.downcast::<PyModule>() {
        set_zones(vm, module);
    }
    Ok(())
}

/// `timezone`, `altzone`, `daylight`, `tzname`: by what January and July of this year are like.
fn set_zones(vm: &Vm, module: &Ref<PyModule>) {
    const YEAR: i64 = 31_556_952;
    let now = clock::realtime().div_euclid(1_000_000_000) as i64;
    let start = now - now.rem_euclid(YEAR);
    let january = clock::local(start).unwrap_or_default();
    let july = clock::local(start + YEAR / 2).unwrap_or_default();
    let (standard, summer) = if january.offset <= july.offset { (january, july) } else { (july, january) };
    module.dict.set_name(vm, "timezone", vm.int(-standard.offset));
    module.dict.set_name(vm, "altzone", vm.int(-summer.offset));
    module.dict.set_name(vm, "daylight", vm.int((standard.offset != summer.offset) as i64));
    module.dict.set_name(vm, "tzname", vm.tuple(vec![vm.str(&standard.zone), vm.str(&summer.zone)]));
}

fn get_clock_info(vm: &Vm, name: &str) -> PyResult<Value> {
    let (call, id, monotonic, adjustable) = match name {
        "time" => ("clock_gettime(CLOCK_REALTIME)", libc::CLOCK_REALTIME, false, true),
        "monotonic" | "perf_counter" => ("clock_gettime(CLOCK_MONOTONIC)", libc::CLOCK_MONOTONIC, true, false),
        "process_time" => ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", libc::CLOCK_PROCESS_CPUTIME_ID, true, false),
        "thread_time" => ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", libc::CLOCK_THREAD_CPUTIME_ID, true, false),
        _ => return Err(vm.value_error("unknown clock")),
    };
    let resolution = seconds(vm.os_result(clock::resolution(id))?);
    let fields = [
        ("implementation", vm.str(call)),
        ("monotonic", Value::bool(monotonic)),
        ("adjustable", Value::bool(adjustable)),
        ("resolution", Value::float(resolution)),
    ];
    super::namespace(vm, &fields)
}
