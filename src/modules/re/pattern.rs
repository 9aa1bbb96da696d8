//! `re.Pattern`: a compiled pattern, and searches with it.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::ast;
use super::machine::{self, Mode, UNSET};
use super::matching::PyMatch;
use super::parser::{self, Refusal};
use super::program::{self, Program};
use super::replace::{self, Template};
use super::scanner;
use super::subject::Subject;
use crate::builtins::dict::PyDict;
use crate::builtins::mappingproxy::PyMappingProxy;
use crate::builtins::sequence;
use crate::builtins::str::PyStr;
use crate::native::{GetSet, Native, PyResult, classmethod, getter, method, wrap};
use crate::object::slots::CompareOp;
use crate::object::types::{NO_NEW, WEAKREF};
use crate::object::{Header, PyCell, Ref, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyPattern {
    header: Header,
    pub pattern: Value,
    pub flags: u32,
    pub is_str: bool,
    pub program: Program,
    pub names: Vec<(Ref<PyStr>, usize)>,
    /// The template used last, and what it says.
    pub template: PyCell<Option<(Value, Rc<Template>)>>,
}
crate::payload!(PyPattern, shape::PATTERN, traverse(this, visitor) {
    visitor.visit(&this.pattern);
    if let Some((template, _)) = &*this.template.borrow() {
        visitor.visit(template);
    }
} clear {
    this.template.take();
});

pub static PATTERN: TypeSpec = TypeSpec {
    module: "re",
    doc: "Compiled regular expression object.",
    flags: NO_NEW | WEAKREF,
    slots: Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyPattern>("Pattern")
};

static METHODS: &[Native] = &[
    method(
        "match(self, string, pos=0, endpos=sys.maxsize)",
        "Matches zero or more characters at the beginning of the string.",
        wrap(match_),
    ),
    method("fullmatch(self, string, pos=0, endpos=sys.maxsize)", "Matches against all of the string.", wrap(fullmatch)),
    method(
        "search(self, string, pos=0, endpos=sys.maxsize)",
        "Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches.",
        wrap(search),
    ),
    method(
        "sub(self, repl, string, count=0)",
        "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.",
        wrap(replace::sub),
    ),
    method(
        "subn(self, repl, string, count=0)",
        "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.",
        wrap(replace::subn),
    ),
    method(
        "findall(self, string, pos=0, endpos=sys.maxsize)",
        "Return a list of all non-overlapping matches of pattern in string.",
        wrap(findall),
    ),
    method("split(self, string, maxsplit=0)", "Split string by the occurrences of pattern.", wrap(split)),
    method(
        "finditer(self, string, pos=0, endpos=sys.maxsize)",
        "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object.",
        wrap(scanner::finditer),
    ),
    method("scanner(self, string, pos=0, endpos=sys.maxsize)", "", wrap(scanner::scanner)),
    method("__copy__(self, /)", "", wrap(copy)),
    method("__deepcopy__(self, memo, /)", "", wrap(deepcopy)),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];

static GETSET: &[GetSet] = &[
    getter("pattern", "The pattern string from which the RE object was compiled.", |_, this| {
        Ok(receiver(this).pattern.clone())
    }),
    getter("flags", "The regex matching flags.", |vm, this| Ok(vm.int(receiver(this).flags as i64))),
    getter("groups", "The number of capturing groups in the pattern.", |vm, this| {
        Ok(vm.int_from(receiver(this).program.groups))
    }),
    getter("groupindex", "A dictionary mapping group names to group numbers.", groupindex),
];

pub fn receiver(this: &Value) -> &Ref<PyPattern> {
    this.downcast::<PyPattern>().expect("the slot of this type")
}

/// What `_sre.compile` does.
pub fn compile(vm: &Vm, pattern: &Value, flags: u32) -> PyResult<Ref<PyPattern>> {
    let Some((text, is_str)) = super::groups::characters(pattern) else {
        return Err(vm.type_error("first argument must be string or compiled pattern"));
    };
    let parsed = parser::parse(vm, &text, is_str, flags).map_err(|refusal| refuse(vm, refusal, pattern))?;
    let program = program::compile(&parsed, is_str);
    let names = parsed.names.iter().map(|(name, group)| (vm.intern_bytes(name), *group)).collect();
    Ok(Ref::new(PyPattern {
        header: Header::new(shape::PATTERN),
        pattern: pattern.clone(),
        flags: parsed.flags,
        is_str,
        program,
        names,
        template: PyCell::default(),
    }))
}

/// Raises what is wrong with a pattern or template.
pub fn refuse(vm: &Vm, refusal: Refusal, pattern: &Value) -> crate::native::Raised {
    let (message, position) = match refusal {
        Refusal::Raised(raised) => return raised,
        Refusal::Overflow(message) => return vm.overflow_error(message),
        Refusal::Value(message) => return vm.value_error(message),
        // Only a first parse can ask for another one.
        Refusal::Verbose => return vm.system_error("a verbose pattern asked to be parsed verbosely"),
        Refusal::Pattern(message, position) => (message, position),
    };
    let mut args = vec![vm.str(&message)];
    if let Some(position) = position {
        args.extend([pattern.clone(), vm.int_from(position)]);
    }
    match vm.import_attr("re._constants", "PatternError").and_then(|class| vm.call(&class, &args)) {
        Ok(error) => vm.raise(error),
        Err(raised) => raised,
    }
}

impl PyPattern {
    /// Refuses text of the other kind.
    pub fn check_kind(&self, vm: &Vm, subject: &Subject) -> PyResult<()> {
        match (self.is_str, subject.text.is_str()) {
            (true, false) => Err(vm.type_error("cannot use a string pattern on a bytes-like object")),
            (false, true) => Err(vm.type_error("cannot use a bytes pattern on a string-like object")),
            _ => Ok(()),
        }
    }

    /// The next match from a place on: the slots of the groups.
    pub fn find(
        &self,
        vm: &Vm,
        subject: &Subject,
        from: usize,
        mode: Mode,
        must_advance: bool,
    ) -> PyResult<Option<Vec<usize>>> {
        machine::find(vm, &self.program, subject.bytes(), subject.text.is_wide(), from, mode, must_advance)
    }

    /// Calls `body` with the slots of every match, until it says to stop.
    pub fn each_match(
        &self,
        vm: &Vm,
        subject: &Subject,
        mut body: impl FnMut(Vec<usize>) -> PyResult<bool>,
    ) -> PyResult<()> {
        let (mut from, mut must_advance) = (subject.start, false);
        while let Some(slots) = self.find(vm, subject, from, Mode::Search, must_advance)? {
            must_advance = slots[0] == slots[1];
            from = slots[1];
            if !body(slots)? {
                break;
            }
            vm.poll()?;
        }
        Ok(())
    }
}

type Found = PyResult<Option<Ref<PyMatch>>>;

fn once(vm: &Vm, this: &Ref<PyPattern>, string: &Value, (pos, endpos): (isize, Option<isize>), mode: Mode) -> Found {
    let subject = Subject::new(vm, string, pos, endpos.unwrap_or(isize::MAX))?;
    this.check_kind(vm, &subject)?;
    let slots = this.find(vm, &subject, subject.start, mode, false)?;
    Ok(slots.map(|slots| PyMatch::new(this.clone(), subject, slots)))
}

fn match_(vm: &Vm, this: &Ref<PyPattern>, string: &Value, pos: isize, endpos: Option<isize>) -> Found {
    once(vm, this, string, (pos, endpos), Mode::Match)
}

fn fullmatch(vm: &Vm, this: &Ref<PyPattern>, string: &Value, pos: isize, endpos: Option<isize>) -> Found {
    once(vm, this, string, (pos, endpos), Mode::FullMatch)
}

fn search(vm: &Vm, this: &Ref<PyPattern>, string: &Value, pos: isize, endpos: Option<isize>) -> Found {
    once(vm, this, string, (pos, endpos), Mode::Search)
}

fn findall(vm: &Vm, this: &Ref<PyPattern>, string: &Value, pos: isize, endpos: Option<isize>) -> PyResult<Value> {
    let subject = Subject::new(vm, string, pos, endpos.unwrap_or(isize::MAX))?;
    this.check_kind(vm, &subject)?;
    let mut found = Vec::new();
    this.each_match(vm, &subject, |slots| {
        let group = |group: usize| match slots[2 * group + 1] {
            UNSET => subject.text.make(&[]),
            end => subject.text.slice(slots[2 * group], end),
        };
        found.push(match this.program.groups {
            0 => group(0),
            1 => group(1),
            count => vm.tuple((1..=count).map(group).collect()),
        });
        Ok(true)
    })?;
    Ok(vm.list(found))
}

fn split(vm: &Vm, this: &Ref<PyPattern>, string: &Value, maxsplit: isize) -> PyResult<Value> {
    let subject = Subject::whole(vm, string)?;
    this.check_kind(vm, &subject)?;
    let mut parts = Vec::new();
    let (mut last, mut count) = (0, 0);
    if maxsplit >= 0 {
        this.each_match(vm, &subject, |slots| {
            parts.push(subject.text.slice(last, slots[0]));
            parts.extend((1..=this.program.groups).map(|group| match slots[2 * group + 1] {
                UNSET => Value::NONE,
                end => subject.text.slice(slots[2 * group], end),
            }));
            last = slots[1];
            count += 1;
            Ok(count != maxsplit)
        })?;
    }
    parts.push(subject.text.slice(last, subject.end));
    Ok(vm.list(parts))
}

fn copy(_: &Vm, this: &Ref<PyPattern>) -> Value {
    this.to_value()
}

fn deepcopy(_: &Vm, this: &Ref<PyPattern>, _memo: &Value) -> Value {
    this.to_value()
}

fn groupindex(vm: &Vm, this: &Value) -> PyResult<Value> {
    let index = PyDict::new();
    for (name, group) in &receiver(this).names {
        index.set(vm, name.as_value(), vm.int_from(*group))?;
    }
    Ok(PyMappingProxy::new(index.into_value()).into_value())
}

/// In the order in which the repr shows them.
static FLAG_NAMES: &[(u32, &str)] = &[
    (ast::IGNORECASE, "re.IGNORECASE"),
    (ast::LOCALE, "re.LOCALE"),
    (ast::MULTILINE, "re.MULTILINE"),
    (ast::DOTALL, "re.DOTALL"),
    (ast::UNICODE, "re.UNICODE"),
    (ast::VERBOSE, "re.VERBOSE"),
    (ast::DEBUG, "re.DEBUG"),
    (ast::ASCII, "re.ASCII"),
];

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let this = receiver(this);
    let shown = vm.repr(&this.pattern)?;
    let mut text = format!("re.compile({}", shown.substring(0, shown.len().min(200)));
    let mut flags = this.flags;
    if this.is_str && flags & ast::TYPE_FLAGS == ast::UNICODE {
        flags &= !ast::UNICODE;
    }
    let mut separator = ", ";
    for (flag, name) in FLAG_NAMES {
        if flags & flag != 0 {
            text += separator;
            text += name;
            separator = "|";
            flags &= !flag;
        }
    }
    if flags != 0 {
        text += &format!("{separator}{flags:#x}");
    }
    text.push(')');
    Ok(vm.str(&text))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let this = receiver(this);
    let mut hasher = rustc_hash::FxHasher::default();
    (vm.hash(&this.pattern)?, this.flags, this.is_str).hash(&mut hasher);
    let hash = hasher.finish() as i64;
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(left), Some(right)) = (left.downcast::<PyPattern>(), right.downcast::<PyPattern>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same =
        left.flags == right.flags && left.is_str == right.is_str && vm.is_equal(&left.pattern, &right.pattern)?;
    Ok(Value::bool(same == (op == CompareOp::Eq)))
}
