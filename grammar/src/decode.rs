//! From the bytes of a source file to text: byte order mark and encoding declaration (PEP 263).

use encoding_rs::Encoding;

use crate::ast::TextRange;
use crate::error::SyntaxError;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Decodes a source file. The byte order mark is dropped. Where UTF-8 ends to be valid the range
/// of the error is that place in the (lossily decoded) text; other errors have none.
pub fn decode_source(bytes: &[u8]) -> Result<String, SyntaxError> {
    let (has_mark, body) = match bytes.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    if body.contains(&0) {
        return Err(error("source code cannot contain null bytes"));
    }
    match declared_encoding(body).as_deref() {
        None | Some("utf-8") => decode_utf8(body),
        Some("utf8" | "u8" | "utf" | "cp65001") => decode_codec(body, "utf-8"),
        Some(name) if has_mark => Err(error(format!("encoding problem: {name} with BOM"))),
        Some("iso-8859-1") => Ok(body.iter().map(|byte| char::from(*byte)).collect()),
        Some("us-ascii" | "ascii" | "646") => decode_codec(body, "ascii"),
        Some(name) => decode_other(body, name),
    }
}

fn error(message: impl Into<String>) -> SyntaxError {
    SyntaxError::new(message, TextRange::default())
}

fn decode_utf8(body: &[u8]) -> Result<String, SyntaxError> {
    let fault = match std::str::from_utf8(body) {
        Ok(text) => return Ok(text.to_owned()),
        Err(fault) => fault.valid_up_to(),
    };
    let line = 1 + body[..fault].iter().filter(|byte| **byte == b'\n').count();
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        body[fault]
    );
    Err(SyntaxError::new(message, TextRange::empty(fault as u32)))
}

/// UTF-8 or ASCII by way of a codec, whose message it is when that fails.
fn decode_codec(body: &[u8], codec: &str) -> Result<String, SyntaxError> {
    let fault = match std::str::from_utf8(body) {
        Ok(text) if codec == "utf-8" || text.is_ascii() => return Ok(text.to_owned()),
        Ok(_) => body.iter().position(|byte| !byte.is_ascii()).unwrap_or(0),
        Err(fault) => fault.valid_up_to(),
    };
    let reason = if codec == "ascii" { "ordinal not in range(128)" } else { "invalid start byte" };
    Err(error(format!("'{codec}' codec can't decode byte 0x{:02x} in position {fault}: {reason}", body[fault])))
}

fn decode_other(body: &[u8], name: &str) -> Result<String, SyntaxError> {
    let label = web_label(name);
    let encoding = Encoding::for_label(label.as_bytes())
        .filter(|encoding| encoding.is_ascii_compatible())
        .ok_or_else(|| error(format!("unknown encoding: {name}")))?;
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    if had_errors {
        return Err(error(format!("'{name}' codec can't decode the source")));
    }
    Ok(text.into_owned())
}

/// Python's spelling of an encoding as the WHATWG label that `encoding_rs` knows.
fn web_label(name: &str) -> String {
    if let Some(number) = name.strip_prefix("cp125").or_else(|| name.strip_prefix("windows-125")) {
        return format!("windows-125{number}");
    }
    match name.replace('-', "_").as_str() {
        "euc_jp" | "eucjp" | "ujis" | "u_jis" => "euc-jp".to_owned(),
        "shift_jis" | "sjis" | "s_jis" | "csshiftjis" | "cp932" | "ms932" => "shift_jis".to_owned(),
        "iso2022_jp" | "iso2022jp" | "iso_2022_jp" => "iso-2022-jp".to_owned(),
        "euc_kr" | "euckr" | "korean" | "cp949" | "uhc" => "euc-kr".to_owned(),
        "gb2312" | "gbk" | "cp936" | "ms936" => "gbk".to_owned(),
        "big5" | "big5_tw" | "cp950" | "ms950" => "big5".to_owned(),
        "cp866" | "ibm866" | "866" => "ibm866".to_owned(),
        "mac_roman" | "macintosh" | "macroman" => "macintosh".to_owned(),
        "koi8_r" => "koi8-r".to_owned(),
        "koi8_u" => "koi8-u".to_owned(),
        other => match other.strip_prefix("iso8859_").or_else(|| other.strip_prefix("iso_8859_")) {
            Some(part) => format!("iso-8859-{part}"),
            None => match other.strip_prefix("latin_").or_else(|| other.strip_prefix("latin")) {
                Some(part) => format!("latin{part}"),
                None => name.to_owned(),
            },
        },
    }
}

/// The encoding that a comment in the first two lines declares, in CPython's normal form.
fn declared_encoding(body: &[u8]) -> Option<String> {
    let mut lines = body.splitn(3, |byte| *byte == b'\n');
    let first = lines.next()?;
    if let Some(name) = encoding_in_line(first) {
        return Some(name);
    }
    // The second line counts only below a line that holds nothing but a comment.
    let blank = first.trim_ascii_start();
    if blank.is_empty() || blank[0] == b'#' { encoding_in_line(lines.next()?) } else { None }
}

/// Finds `coding[:=]\s*([-\w.]+)` in a line that holds only a comment.
fn encoding_in_line(line: &[u8]) -> Option<String> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\x0c');
    let start = line.iter().position(|byte| !is_blank(byte))?;
    let comment = line[start..].strip_prefix(b"#")?;
    let mut rest = comment;
    while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
        rest = &rest[at + 6..];
        let Some((b':' | b'=', value)) = rest.split_first() else { continue };
        let value = &value[value.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?..];
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let end = value.iter().position(|byte| !is_name(byte)).unwrap_or(value.len());
        if end > 0 {
            return Some(normal_name(&String::from_utf8_lossy(&value[..end])));
        }
    }
    None
}

fn normal_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let is_family = |family: &str| lower == family || lower.starts_with(&format!("{family}-"));
    if is_family("utf-8") {
        return "utf-8".to_owned();
    }
    let latin = ["latin-1", "iso-8859-1", "iso-latin-1"].iter().any(|family| is_family(family));
    if latin || matches!(lower.as_str(), "latin1" | "l1" | "iso8859-1" | "8859" | "cp819") {
        return "iso-8859-1".to_owned();
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_obeyed() {
        let decode = |bytes: &[u8]| decode_source(bytes).unwrap();
        assert_eq!(decode(b"\xEF\xBB\xBFx"), "x");
        assert_eq!(decode(b"# -*- coding: latin-1 -*-\n'\xe9'"), "# -*- coding: latin-1 -*-\n'é'");
        assert_eq!(decode(b"#!x\n# coding=koi8-r\n\xc1"), "#!x\n# coding=koi8-r\nа");
        assert_eq!(decode(b"# coding: cp1252\n\x80"), "# coding: cp1252\n€");
        assert_eq!(decode("x = 'é' # coding: ascii".as_bytes()), "x = 'é' # coding: ascii");
    }

    #[test]
    fn what_cannot_be_decoded_is_an_error() {
        let message = |bytes: &[u8]| decode_source(bytes).unwrap_err().message;
        assert!(message(b"x\n\xff").starts_with("Non-UTF-8 code starting with '\\xff' on line 2"));
        assert_eq!(message(b"# coding: nonesuch\n"), "unknown encoding: nonesuch");
        assert_eq!(message(b"a\0"), "source code cannot contain null bytes");
        assert_eq!(message(b"\xEF\xBB\xBF# coding: latin-1\n"), "encoding problem: iso-8859-1 with BOM");
    }
}
