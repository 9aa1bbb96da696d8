//! Constants by value, as Python's `repr` shows them.

use super::super::code::Const;

pub fn repr(value: &Const) -> String {
    match value {
        Const::None => "None".to_string(),
        Const::True => "True".to_string(),
        Const::False => "False".to_string(),
        Const::Ellipsis => "Ellipsis".to_string(),
        Const::Int(int) => int.to_string(),
        Const::BigInt(big) => big.to_string(),
        Const::Float(value) => float(*value),
        Const::Complex(re, im) => complex(*re, *im),
        Const::Str(text) => string(text),
        Const::Bytes(bytes) => self::bytes(bytes),
        Const::Tuple(items) => match items.as_slice() {
            [only] => format!("({},)", repr(only)),
            items => format!("({})", joined(items)),
        },
        Const::FrozenSet(items) if items.is_empty() => "frozenset()".to_string(),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", joined(items)),
        Const::Slice(parts) => {
            format!("slice({}, {}, {})", repr(&parts[0]), repr(&parts[1]), repr(&parts[2]))
        }
        Const::Code(code) => {
            format!("<code object {}, file \"{}\", line {}>", code.name, code.filename, code.first_line)
        }
    }
}

fn joined(items: &[Const]) -> String {
    items.iter().map(repr).collect::<Vec<_>>().join(", ")
}

/// The shortest digits that give the number back, with Python's choice of exponents.
pub fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_string();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_string();
    }
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

fn complex(re: f64, im: f64) -> String {
    let part = |value: f64| {
        let text = float(value);
        text.strip_suffix(".0").map_or(text.clone(), str::to_string)
    };
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", part(im));
    }
    let sign = if im.is_sign_negative() || im.is_nan() { "" } else { "+" };
    format!("({}{sign}{}j)", part(re), part(im))
}

/// WTF-8 text in quotes; lone surrogates and what does not print are escaped.
fn string(text: &[u8]) -> String {
    let quote = if text.contains(&b'\'') && !text.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                character if character == quote => {
                    out.push('\\');
                    out.push(quote);
                }
                character if character.is_control() => {
                    out.push_str(&format!("\\x{:02x}", character as u32));
                }
                character => out.push(character),
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out.push(quote);
    out
}

fn bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut out = format!("b{}", quote as char);
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte if byte == quote => {
                out.push('\\');
                out.push(byte as char);
            }
            0x20..0x7f => out.push(byte as char),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote as char);
    out
}
