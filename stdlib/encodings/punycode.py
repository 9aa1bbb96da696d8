"""Punycode (RFC 3492): international labels of domain names in ASCII."""

_DIGITS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_BASE, _TMIN, _TMAX, _SKEW, _DAMP = 36, 1, 26, 38, 700


def _threshold(position, bias):
    return min(max(_BASE * (position + 1) - bias, _TMIN), _TMAX)


def _adapt(delta, first, count):
    delta = delta // _DAMP if first else delta // 2
    delta += delta // count
    steps = 0
    while delta > (_BASE - _TMIN) * _TMAX // 2:
        delta //= _BASE - _TMIN
        steps += _BASE
    return steps + (_BASE - _TMIN + 1) * delta // (delta + _SKEW)


def _variable_length(number, bias):
    result = bytearray()
    position = 0
    while True:
        t = _threshold(position, bias)
        if number < t:
            result.append(_DIGITS[number])
            return bytes(result)
        result.append(_DIGITS[t + (number - t) % (_BASE - t)])
        number = (number - t) // (_BASE - t)
        position += 1


def punycode_encode(text):
    """Encode a text."""
    base = bytes([ord(c) for c in text if ord(c) < 128])
    result = [base, b"-"] if base else []
    done = len(base)
    code, delta, bias, first = 128, 0, 72, True
    for char in sorted({ord(c) for c in text if ord(c) >= 128}):
        delta += (char - code) * (done + 1)
        code = char
        for c in text:
            if ord(c) < code:
                delta += 1
            elif ord(c) == code:
                result.append(_variable_length(delta, bias))
                bias = _adapt(delta, first, done + 1)
                first = False
                delta = 0
                done += 1
        delta += 1
        code += 1
    return b"".join(result)


def _number(extended, pos, bias, errors):
    result, weight, position = 0, 1, 0
    while True:
        try:
            char = ord(extended[pos])
        except IndexError:
            if errors == "strict":
                raise UnicodeDecodeError("punycode", extended.encode("ascii"),
                                         pos, pos + 1, "incomplete punycode string")
            return pos + 1, None
        pos += 1
        if 0x41 <= char <= 0x5A:
            digit = char - 0x41
        elif 0x30 <= char <= 0x39:
            digit = char - 22
        elif errors == "strict":
            raise UnicodeDecodeError("punycode", extended.encode("ascii"), pos - 1,
                                     pos, f"Invalid character U+{char:x}")
        else:
            return pos, None
        t = _threshold(position, bias)
        result += digit * weight
        if digit < t:
            return pos, result
        weight *= _BASE - t
        position += 1


def punycode_decode(text, errors):
    """Decode bytes (or a str of ASCII)."""
    if isinstance(text, str):
        text = text.encode("ascii")
    text = bytes(text)
    base, delimiter, extended = text.rpartition(b"-")
    result = list(str(base, "ascii", errors))
    extended = str(extended, "ascii", errors).upper()
    char, index, bias, first, pos = 128, -1, 72, True, 0
    while pos < len(extended):
        new_pos, delta = _number(extended, pos, bias, errors)
        if delta is None:
            break               # an error that is to be ignored
        index += delta + 1
        char += index // (len(result) + 1)
        if char > 0x10FFFF:
            if errors == "strict":
                raise UnicodeDecodeError("punycode", text, pos, pos + 1,
                                         f"Invalid character U+{char:x}")
            char = ord('?')
        index %= len(result) + 1
        result.insert(index, chr(char))
        bias = _adapt(delta, first, len(result))
        first = False
        pos = new_pos
    return "".join(result)


def encode(input, errors='strict'):
    """Encode: (bytes, how many characters were consumed)."""
    return punycode_encode(input), len(input)


def decode(input, errors='strict'):
    """Decode: (text, how many bytes were consumed)."""
    if errors not in ('strict', 'replace', 'ignore'):
        raise UnicodeError(f"Unsupported error handling: {errors}")
    return punycode_decode(input, errors), len(input)


def getregentry():
    """The codec, for the registry."""
    from encodings._native import stateless
    return stateless('punycode', encode, decode)
