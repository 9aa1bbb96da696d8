//! Format specifiers: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.

use crate::builtins::str::PyStr;
use crate::native::{PyResult, Raised};
use crate::object::{Value, class_ref};
use crate::vm::Vm;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Right,
    Center,
    /// Padding goes between the sign and the digits.
    AfterSign,
}

/// A parsed specifier.
pub struct Spec {
    pub fill: u32,
    pub align: Option<Align>,
    pub sign: Option<u8>,
    /// `z`: a negative zero, after rounding, has no sign.
    pub no_negative_zero: bool,
    pub alternate: bool,
    pub width: usize,
    /// `,` or `_` between groups of digits.
    pub grouping: Option<u8>,
    pub precision: Option<usize>,
    /// The same after the point.
    pub fraction_grouping: Option<u8>,
    /// The type character.
    pub kind: Option<u32>,
}

/// More than this no memory holds.
const MOST_WIDTH: usize = 1 << 36;

struct Reader<'a> {
    points: &'a [u32],
}

impl Reader<'_> {
    fn peek(&self, index: usize) -> Option<u8> {
        self.points.get(index).filter(|&&point| point < 0x80).map(|&point| point as u8)
    }

    fn take_if(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let next = self.peek(0).filter(|&byte| wanted(byte))?;
        self.points = &self.points[1..];
        Some(next)
    }

    /// A decimal number, if there is one.
    fn number(&mut self, vm: &Vm) -> PyResult<Option<usize>> {
        let mut number: Option<usize> = None;
        while let Some(&point) = self.points.first()
            && let Some(digit) = crate::builtins::str::unicode::decimal(point)
        {
            let longer = number.unwrap_or(0).checked_mul(10).and_then(|number| number.checked_add(digit as usize));
            let Some(longer) = longer.filter(|&number| number <= isize::MAX as usize) else {
                return Err(vm.value_error("Too many decimal digits in format string"));
            };
            number = Some(longer);
            self.points = &self.points[1..];
        }
        Ok(number)
    }
}

fn align_of(point: Option<u8>) -> Option<Align> {
    match point? {
        b'<' => Some(Align::Left),
        b'>' => Some(Align::Right),
        b'^' => Some(Align::Center),
        b'=' => Some(Align::AfterSign),
        _ => None,
    }
}

impl Spec {
    /// Parses a specifier for `value`, which is a number or a text.
    pub fn parse(vm: &Vm, text: &PyStr, value: &Value, is_number: bool) -> PyResult<Spec> {
        let points: Vec<u32> = text.code_points().collect();
        let mut reader = Reader { points: &points };
        let mut spec = Spec {
            fill: b' ' as u32,
            align: None,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            fraction_grouping: None,
            kind: None,
        };
        let fill_given = spec.parse_alignment(&mut reader);
        spec.sign = reader.take_if(|byte| matches!(byte, b'+' | b'-' | b' '));
        spec.no_negative_zero = reader.take_if(|byte| byte == b'z').is_some();
        spec.alternate = reader.take_if(|byte| byte == b'#').is_some();
        if !fill_given && reader.take_if(|byte| byte == b'0').is_some() {
            spec.fill = b'0' as u32;
            if spec.align.is_none() && is_number {
                spec.align = Some(Align::AfterSign);
            }
        }
        spec.width = reader.number(vm)?.unwrap_or(0);
        spec.grouping = parse_grouping(vm, &mut reader)?;
        if reader.take_if(|byte| byte == b'.').is_some() {
            spec.precision = reader.number(vm)?;
            spec.fraction_grouping = parse_grouping(vm, &mut reader)?;
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return Err(vm.value_error("Format specifier missing precision"));
            }
        }
        match reader.points {
            [] => {}
            [kind] => spec.kind = Some(*kind),
            _ => {
                let name = class_ref(value).name();
                return Err(vm.value_error(format!("Invalid format specifier '{text}' for object of type '{name}'")));
            }
        }
        spec.check_grouping(vm, is_number)?;
        Ok(spec)
    }

    /// Fill and alignment; whether a fill was given.
    fn parse_alignment(&mut self, reader: &mut Reader) -> bool {
        if let Some(align) = align_of(reader.peek(1)) {
            self.fill = reader.points[0];
            self.align = Some(align);
            reader.points = &reader.points[2..];
            return true;
        }
        if let Some(align) = align_of(reader.peek(0)) {
            self.align = Some(align);
            reader.points = &reader.points[1..];
        }
        false
    }

    fn check_grouping(&self, vm: &Vm, is_number: bool) -> PyResult<()> {
        let Some(separator) = self.grouping.or(self.fraction_grouping) else { return Ok(()) };
        let kind = self.kind.unwrap_or(if is_number { b'd' } else { b's' } as u32);
        let fine = match char::from_u32(kind) {
            Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
            Some('b' | 'o' | 'x' | 'X') => separator == b'_',
            _ => false,
        };
        if fine {
            return Ok(());
        }
        Err(vm.value_error(format!("Cannot specify '{}' with '{}'.", separator as char, shown_code(kind))))
    }

    /// The width, if there can be memory for it.
    pub fn room(&self, vm: &Vm) -> PyResult<usize> {
        if self.width > MOST_WIDTH { Err(vm.memory_error("")) } else { Ok(self.width) }
    }

    #[cold]
    pub fn unknown_code(&self, vm: &Vm, value: &Value) -> Raised {
        let name = class_ref(value).name();
        let code = shown_code(self.kind.unwrap_or(0));
        vm.value_error(format!("Unknown format code '{code}' for object of type '{name}'"))
    }
}

fn shown_code(code: u32) -> String {
    if (0x21..0x80).contains(&code) { (code as u8 as char).to_string() } else { format!("\\x{code:x}") }
}

fn parse_grouping(vm: &Vm, reader: &mut Reader) -> PyResult<Option<u8>> {
    let both = || Err(vm.value_error("Cannot specify both ',' and '_'."));
    let comma = reader.take_if(|byte| byte == b',');
    let underscore = reader.take_if(|byte| byte == b'_');
    if comma.is_some() && underscore.is_some() || underscore.is_some() && reader.peek(0) == Some(b',') {
        return both();
    }
    Ok(comma.or(underscore))
}
