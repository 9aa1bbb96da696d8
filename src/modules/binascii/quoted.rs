//! Quoted-printable (RFC 1521).

/// The longest line, with its soft break.
const LINE: usize = 76;

pub fn decode(text: &[u8], header: bool) -> Vec<u8> {
    let mut data = Vec::with_capacity(text.len());
    let mut at = 0;
    let hex = |byte: Option<&u8>| byte.and_then(|&byte| (byte as char).to_digit(16));
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'=' => match text.get(at) {
                None => break,
                Some(b'\n' | b'\r') => {
                    // A soft line break, whichever way lines end.
                    at += text[at..].iter().position(|&byte| byte == b'\n').map_or(text.len() - at, |end| end + 1);
                }
                Some(b'=') => {
                    data.push(b'=');
                    at += 1;
                }
                Some(_) => match (hex(text.get(at)), hex(text.get(at + 1))) {
                    (Some(high), Some(low)) => {
                        data.push((high << 4 | low) as u8);
                        at += 2;
                    }
                    _ => data.push(b'='),
                },
            },
            b'_' if header => data.push(b' '),
            byte => data.push(byte),
        }
    }
    data
}

pub fn encode(data: &[u8], quotetabs: bool, istext: bool, header: bool) -> Vec<u8> {
    let newline: &[u8] = match data.iter().position(|&byte| byte == b'\n') {
        Some(place) if place > 0 && data[place - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    };
    let mut text = Vec::with_capacity(data.len() * 3 / 2);
    let (mut at, mut column) = (0, 0);
    while let Some(&byte) = data.get(at) {
        let next = data.get(at + 1);
        if istext && (byte == b'\n' || byte == b'\r' && next == Some(&b'\n')) {
            // White space before the end of a line would get lost.
            if let Some(&last @ (b' ' | b'\t')) = text.last()
                && column > 0
            {
                text.pop();
                put_quoted(&mut text, last);
            }
            text.extend_from_slice(newline);
            at += if byte == b'\r' { 2 } else { 1 };
            column = 0;
            continue;
        }
        let quote = must_quote(byte, next, column, quotetabs, istext, header, data.len() - at);
        let width = if quote { 3 } else { 1 };
        let line_ends = !quote && matches!(next, None | Some(b'\n'));
        if column + width >= LINE && !line_ends {
            text.push(b'=');
            text.extend_from_slice(newline);
            column = 0;
        }
        match byte {
            _ if quote => put_quoted(&mut text, byte),
            b' ' if header => text.push(b'_'),
            _ => text.push(byte),
        }
        column += width;
        at += 1;
    }
    text
}

fn must_quote(
    byte: u8,
    next: Option<&u8>,
    column: usize,
    quotetabs: bool,
    istext: bool,
    header: bool,
    left: usize,
) -> bool {
    match byte {
        b'=' | 127.. => true,
        b'_' => header,
        b'.' => column == 0 && (next.is_none() || matches!(next, Some(b'\n' | b'\r' | 0))),
        b'\r' | b'\n' => !istext,
        b'\t' | b' ' => quotetabs || left == 1,
        byte => byte < 32,
    }
}

fn put_quoted(text: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.extend([b'=', DIGITS[(byte >> 4) as usize], DIGITS[(byte & 15) as usize]]);
}
