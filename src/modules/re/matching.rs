//! `re.Match`: what a search found.

use super::machine::UNSET;
use super::pattern::PyPattern;
use super::replace;
use super::subject::{Subject, Text};
use crate::builtins::dict::PyDict;
use crate::builtins::int;
use crate::builtins::sequence;
use crate::builtins::str::PyStr;
use crate::native::{GetSet, Native, PyResult, Rest, classmethod, getter, method, wrap};
use crate::object::types::NO_NEW;
use crate::object::{Header, Ref, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyMatch {
    header: Header,
    pub pattern: Ref<PyPattern>,
    pub subject: Subject,
    /// Byte offsets of start and end of each group; behind them the number of the group closed last.
    pub slots: Vec<usize>,
}
crate::payload!(PyMatch, shape::MATCH, traverse(this, visitor) {
    visitor.visit(&this.pattern);
    visitor.visit(&this.subject.value);
    this.subject.text.visit(visitor);
} clear {});

pub static MATCH: TypeSpec = TypeSpec {
    module: "re",
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    flags: NO_NEW,
    slots: Slots { repr: Some(repr), getitem: Some(getitem), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyMatch>("Match")
};

static METHODS: &[Native] = &[
    method(
        "group(self, /, *args)",
        "group([group1, ...]) -> str or tuple.\nReturn subgroup(s) of the match by indices or names.\nFor 0 returns the entire match.",
        wrap(group),
    ),
    method("start(self, group=0, /)", "Return index of the start of the substring matched by group.", wrap(start)),
    method("end(self, group=0, /)", "Return index of the end of the substring matched by group.", wrap(end)),
    method(
        "span(self, group=0, /)",
        "For match object m, return the 2-tuple (m.start(group), m.end(group)).",
        wrap(span),
    ),
    method(
        "groups(self, default=None)",
        "Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match.",
        wrap(groups),
    ),
    method(
        "groupdict(self, default=None)",
        "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups that did not participate in the match.",
        wrap(groupdict),
    ),
    method(
        "expand(self, template)",
        "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.",
        wrap(expand),
    ),
    method("__copy__(self, /)", "", wrap(copy)),
    method("__deepcopy__(self, memo, /)", "", wrap(deepcopy)),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];

static GETSET: &[GetSet] = &[
    getter("string", "The string passed to match() or search().", |_, this| Ok(receiver(this).subject.value.clone())),
    getter("re", "The regular expression object.", |_, this| Ok(receiver(this).pattern.to_value())),
    getter("pos", "The index into the string at which the RE engine started looking for a match.", |vm, this| {
        Ok(vm.int_from(receiver(this).subject.pos))
    }),
    getter("endpos", "The index into the string beyond which the RE engine will not go.", |vm, this| {
        Ok(vm.int_from(receiver(this).subject.endpos))
    }),
    getter("lastindex", "The integer index of the last matched capturing group.", |vm, this| {
        Ok(receiver(this).last().map_or(Value::NONE, |group| vm.int_from(group)))
    }),
    getter("lastgroup", "The name of the last matched capturing group.", lastgroup),
    getter("regs", "", regs),
];

fn receiver(this: &Value) -> &Ref<PyMatch> {
    this.downcast::<PyMatch>().expect("the slot of this type")
}

impl PyMatch {
    pub fn new(pattern: Ref<PyPattern>, subject: Subject, slots: Vec<usize>) -> Ref<PyMatch> {
        Ref::new(PyMatch { header: Header::new(shape::MATCH), pattern, subject, slots })
    }

    pub fn text(&self) -> &Text {
        &self.subject.text
    }

    /// Byte offsets of a group that has matched.
    pub fn range(&self, group: usize) -> Option<(usize, usize)> {
        let (start, end) = (self.slots[2 * group], self.slots[2 * group + 1]);
        (start != UNSET && end != UNSET).then_some((start, end))
    }

    fn value(&self, vm: &Vm, group: usize, default: &Value) -> PyResult<Value> {
        match self.range(group) {
            Some((start, end)) => self.subject.slice(vm, start, end),
            None => Ok(default.clone()),
        }
    }

    fn last(&self) -> Option<usize> {
        self.slots.last().copied().filter(|&group| group != UNSET)
    }

    /// The number of a group given by number or name.
    fn index(&self, vm: &Vm, group: &Value) -> PyResult<usize> {
        let count = self.pattern.program.groups;
        let number = match group.as_inline_int() {
            Some(number) => Some(number as i128),
            None if group.downcast::<PyStr>().is_some() => self.named(group),
            None => match vm.index(group) {
                Ok(number) => int::to_i128(&number),
                Err(raised) => {
                    vm.catch(raised, &vm.exceptions().TypeError)?;
                    None
                }
            },
        };
        match number.and_then(|number| usize::try_from(number).ok()) {
            Some(group) if group <= count => Ok(group),
            _ => Err(vm.index_error("no such group")),
        }
    }

    fn named(&self, name: &Value) -> Option<i128> {
        let name = name.downcast::<PyStr>()?;
        self.pattern.names.iter().find(|(known, _)| known.equals(name)).map(|(_, group)| *group as i128)
    }

    /// Start and end of a group in characters; -1 for one that has not matched.
    fn span(&self, group: usize) -> (i64, i64) {
        match self.range(group) {
            Some((start, end)) => (self.text().char_index(start) as i64, self.text().char_index(end) as i64),
            None => (-1, -1),
        }
    }
}

fn group(vm: &Vm, this: &Ref<PyMatch>, args: Rest) -> PyResult<Value> {
    let one = |group: &Value| this.value(vm, this.index(vm, group)?, &Value::NONE);
    match args.0 {
        [] => this.value(vm, 0, &Value::NONE),
        [group] => one(group),
        several => Ok(vm.tuple(several.iter().map(one).collect::<PyResult<Vec<Value>>>()?)),
    }
}

fn getitem(vm: &Vm, this: &Value, group: &Value) -> PyResult<Value> {
    let this = receiver(this);
    this.value(vm, this.index(vm, group)?, &Value::NONE)
}

fn start(vm: &Vm, this: &Ref<PyMatch>, group: &Value) -> PyResult<i64> {
    Ok(this.span(this.index(vm, group)?).0)
}

fn end(vm: &Vm, this: &Ref<PyMatch>, group: &Value) -> PyResult<i64> {
    Ok(this.span(this.index(vm, group)?).1)
}

fn pair(vm: &Vm, (start, end): (i64, i64)) -> Value {
    vm.tuple(vec![vm.int(start), vm.int(end)])
}

fn span(vm: &Vm, this: &Ref<PyMatch>, group: &Value) -> PyResult<Value> {
    Ok(pair(vm, this.span(this.index(vm, group)?)))
}

fn groups(vm: &Vm, this: &Ref<PyMatch>, default: &Value) -> PyResult<Value> {
    let groups = (1..=this.pattern.program.groups).map(|group| this.value(vm, group, default));
    Ok(vm.tuple(groups.collect::<PyResult<Vec<Value>>>()?))
}

fn groupdict(vm: &Vm, this: &Ref<PyMatch>, default: &Value) -> PyResult<Ref<PyDict>> {
    let found = PyDict::new();
    for (name, group) in &this.pattern.names {
        found.set(vm, name.as_value(), this.value(vm, *group, default)?)?;
    }
    Ok(found)
}

fn expand(vm: &Vm, this: &Ref<PyMatch>, template: &Value) -> PyResult<Value> {
    let template = replace::compile_template(vm, &this.pattern, template)?;
    let mut out = Vec::new();
    template.expand(this.text(), &this.slots, &mut out);
    Ok(template.make(&out))
}

fn copy(_: &Vm, this: &Ref<PyMatch>) -> Value {
    this.to_value()
}

fn deepcopy(_: &Vm, this: &Ref<PyMatch>, _memo: &Value) -> Value {
    this.to_value()
}

fn lastgroup(_: &Vm, this: &Value) -> PyResult<Value> {
    let this = receiver(this);
    let named = this.pattern.names.iter().find(|(_, group)| Some(*group) == this.last());
    Ok(named.map_or(Value::NONE, |(name, _)| name.to_value()))
}

fn regs(vm: &Vm, this: &Value) -> PyResult<Value> {
    let this = receiver(this);
    Ok(vm.tuple((0..=this.pattern.program.groups).map(|group| pair(vm, this.span(group))).collect()))
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let this = receiver(this);
    let shown = vm.repr(&this.value(vm, 0, &Value::NONE)?)?;
    let (start, end) = this.span(0);
    let shown = shown.substring(0, shown.len().min(50));
    Ok(vm.str(&format!("<re.Match object; span=({start}, {end}), match={shown}>")))
}
