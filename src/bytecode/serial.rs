//! The binary form of code objects, for the embedded standard library and the cache.
//!
//! A file is a magic number with a version, the table of all strings (each once), then the code
//! object. Numbers are of variable length (seven bits a byte, the lowest first); instructions are
//! their eight bytes. Reading checks everything it relies on and never panics: a damaged file gives
//! an error, and its code is recompiled.

use std::collections::HashMap;
use std::sync::Arc;

use num_bigint::BigInt;

use super::code::{Code, Const, Handler, Ins};
use super::opcode::{OPCODES, Op};

const MAGIC: &[u8; 4] = b"coil";
/// Counts changes of this format; the opcode table counts for itself.
const FORMAT: u32 = 1;

/// The file was written by another version, or is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What a file must begin with: the format and the opcodes, by number and name.
pub fn version() -> u32 {
    let mut hash: u32 = 0x811c_9dc5 ^ FORMAT;
    for byte in OPCODES.iter().flat_map(|info| info.name.bytes().chain([0])) {
        hash = (hash ^ byte as u32).wrapping_mul(0x0100_0193);
    }
    hash
}

/// Writes a code object.
pub fn write(code: &Code) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.code(code);
    let mut out = Vec::with_capacity(writer.out.len() * 2);
    out.extend(MAGIC);
    out.extend(version().to_le_bytes());
    put(&mut out, writer.order.len() as u64);
    for text in &writer.order {
        put(&mut out, text.len() as u64);
        out.extend(text.as_bytes());
    }
    out.extend(writer.out);
    out
}

/// Reads what [`write`] wrote.
pub fn read(data: &[u8]) -> Result<Code, Unreadable> {
    let rest = data.strip_prefix(MAGIC).ok_or(Unreadable)?;
    let (found, rest) = rest.split_first_chunk::<4>().ok_or(Unreadable)?;
    if u32::from_le_bytes(*found) != version() {
        return Err(Unreadable);
    }
    let mut reader = Reader { rest, strings: Vec::new(), depth: 0 };
    let count = reader.count()?;
    for _ in 0..count {
        let bytes = reader.bytes()?;
        let text = std::str::from_utf8(bytes).map_err(|_| Unreadable)?;
        reader.strings.push(text.into());
    }
    reader.code()
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    strings: HashMap<Arc<str>, u64>,
    order: Vec<Arc<str>>,
}

impl Writer {
    fn number(&mut self, value: u64) {
        put(&mut self.out, value);
    }

    fn string(&mut self, text: &Arc<str>) {
        let next = self.order.len() as u64;
        let number = *self.strings.entry(text.clone()).or_insert_with(|| {
            self.order.push(text.clone());
            next
        });
        self.number(number);
    }

    fn strings(&mut self, texts: &[Arc<str>]) {
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.string(text));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.out.extend(bytes);
    }

    fn code(&mut self, code: &Code) {
        self.string(&code.name);
        self.string(&code.qualname);
        self.string(&code.filename);
        for value in [
            code.first_line,
            code.flags,
            code.arg_count,
            code.posonly_count,
            code.kwonly_count,
            code.register_count,
            code.local_count,
        ] {
            self.number(value as u64);
        }
        self.strings(&code.var_names);
        self.strings(&code.cell_vars);
        self.numbers(&code.cell_registers);
        self.strings(&code.free_vars);
        self.strings(&code.names);
        self.number(code.instructions.len() as u64);
        for ins in &code.instructions {
            self.out.extend([ins.op as u8, ins.flags]);
            for operand in [ins.a, ins.b, ins.c] {
                self.out.extend(operand.to_le_bytes());
            }
        }
        self.numbers(&code.sites);
        self.number(code.handlers.len() as u64);
        for row in &code.handlers {
            for value in [row.start, row.end, row.target, row.depth] {
                self.number(value as u64);
            }
        }
        self.bytes(&code.locations);
        self.constants(&code.consts);
    }

    fn numbers(&mut self, values: &[u32]) {
        self.number(values.len() as u64);
        values.iter().for_each(|value| self.number(*value as u64));
    }

    fn constants(&mut self, values: &[Const]) {
        self.number(values.len() as u64);
        values.iter().for_each(|value| self.constant(value));
    }

    fn constant(&mut self, value: &Const) {
        match value {
            Const::None => self.out.push(b'N'),
            Const::True => self.out.push(b'T'),
            Const::False => self.out.push(b'F'),
            Const::Ellipsis => self.out.push(b'.'),
            Const::Int(int) => {
                self.out.push(b'i');
                self.number(((int << 1) ^ (int >> 63)) as u64);
            }
            Const::BigInt(big) => {
                self.out.push(b'l');
                self.bytes(&big.to_signed_bytes_le());
            }
            Const::Float(float) => {
                self.out.push(b'g');
                self.out.extend(float.to_bits().to_le_bytes());
            }
            Const::Complex(re, im) => {
                self.out.push(b'y');
                self.out.extend(re.to_bits().to_le_bytes());
                self.out.extend(im.to_bits().to_le_bytes());
            }
            // Text without lone surrogates shares the table with the names.
            Const::Str(text) => match std::str::from_utf8(text) {
                Ok(text) => {
                    self.out.push(b's');
                    self.string(&text.into());
                }
                Err(_) => {
                    self.out.push(b'w');
                    self.bytes(text);
                }
            },
            Const::Bytes(bytes) => {
                self.out.push(b'b');
                self.bytes(bytes);
            }
            Const::Tuple(items) => {
                self.out.push(b'(');
                self.constants(items);
            }
            Const::FrozenSet(items) => {
                self.out.push(b'{');
                self.constants(items);
            }
            Const::Slice(parts) => {
                self.out.push(b':');
                parts.iter().for_each(|part| self.constant(part));
            }
            Const::Code(code) => {
                self.out.push(b'c');
                self.code(code);
            }
        }
    }
}

/// Code objects and tuples may not nest deeper than this in a file.
const MAX_DEPTH: u32 = 200;

struct Reader<'d> {
    rest: &'d [u8],
    strings: Vec<Arc<str>>,
    depth: u32,
}

type Read<T> = Result<T, Unreadable>;

impl<'d> Reader<'d> {
    fn byte(&mut self) -> Read<u8> {
        let (byte, rest) = self.rest.split_first().ok_or(Unreadable)?;
        self.rest = rest;
        Ok(*byte)
    }

    fn number(&mut self) -> Read<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= ((byte & 0x7f) as u64) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Unreadable)
    }

    fn u32(&mut self) -> Read<u32> {
        u32::try_from(self.number()?).map_err(|_| Unreadable)
    }

    /// A count of things that take at least one byte each.
    fn count(&mut self) -> Read<usize> {
        let count = usize::try_from(self.number()?).map_err(|_| Unreadable)?;
        if count > self.rest.len() { Err(Unreadable) } else { Ok(count) }
    }

    fn take(&mut self, count: usize) -> Read<&'d [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Unreadable)?;
        self.rest = rest;
        Ok(taken)
    }

    fn bytes(&mut self) -> Read<&'d [u8]> {
        let count = self.count()?;
        self.take(count)
    }

    fn string(&mut self) -> Read<Arc<str>> {
        let number = self.number()? as usize;
        self.strings.get(number).cloned().ok_or(Unreadable)
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn code(&mut self) -> Read<Code> {
        Ok(Code {
            name: self.string()?,
            qualname: self.string()?,
            filename: self.string()?,
            first_line: self.u32()?,
            flags: self.u32()?,
            arg_count: self.u32()?,
            posonly_count: self.u32()?,
            kwonly_count: self.u32()?,
            register_count: self.u32()?,
            local_count: self.u32()?,
            var_names: self.many(Self::string)?,
            cell_vars: self.many(Self::string)?,
            cell_registers: self.many(Self::u32)?,
            free_vars: self.many(Self::string)?,
            names: self.many(Self::string)?,
            instructions: self.instructions()?,
            sites: self.many(Self::u32)?,
            handlers: self.many(|reader| {
                Ok(Handler { start: reader.u32()?, end: reader.u32()?, target: reader.u32()?, depth: reader.u32()? })
            })?,
            locations: self.bytes()?.to_vec(),
            consts: self.many(Self::constant)?,
        })
    }

    fn instructions(&mut self) -> Read<Vec<Ins>> {
        let count = self.count()?;
        let bytes = self.take(count.checked_mul(8).ok_or(Unreadable)?)?;
        let (rows, _) = bytes.as_chunks::<8>();
        rows.iter()
            .map(|row| {
                let op = Op::from_u8(row[0]).ok_or(Unreadable)?;
                let operand = |at: usize| u16::from_le_bytes([row[at], row[at + 1]]);
                Ok(Ins { op, flags: row[1], a: operand(2), b: operand(4), c: operand(6) })
            })
            .collect()
    }

    fn float(&mut self) -> Read<f64> {
        let (bytes, rest) = self.rest.split_first_chunk::<8>().ok_or(Unreadable)?;
        self.rest = rest;
        Ok(f64::from_bits(u64::from_le_bytes(*bytes)))
    }

    fn constant(&mut self) -> Read<Const> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unreadable);
        }
        let value = match self.byte()? {
            b'N' => Const::None,
            b'T' => Const::True,
            b'F' => Const::False,
            b'.' => Const::Ellipsis,
            b'i' => {
                let value = self.number()?;
                Const::Int((value >> 1) as i64 ^ -((value & 1) as i64))
            }
            b'l' => Const::BigInt(BigInt::from_signed_bytes_le(self.bytes()?)),
            b'g' => Const::Float(self.float()?),
            b'y' => Const::Complex(self.float()?, self.float()?),
            b's' => Const::Str(self.string()?.as_bytes().into()),
            b'w' => Const::Str(self.bytes()?.into()),
            b'b' => Const::Bytes(self.bytes()?.into()),
            b'(' => Const::Tuple(self.many(Self::constant)?),
            b'{' => Const::FrozenSet(self.many(Self::constant)?),
            b':' => {
                let parts = [self.constant()?, self.constant()?, self.constant()?];
                Const::Slice(Box::new(parts))
            }
            b'c' => Const::Code(Arc::new(self.code()?)),
            _ => return Err(Unreadable),
        };
        self.depth -= 1;
        Ok(value)
    }
}
