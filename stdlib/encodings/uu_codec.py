"""uuencode: bytes to bytes, with the begin and end lines."""

import binascii
from encodings._transforms import transform


def _encode(data):
    lines = [b'begin 666 <data>\n']
    for start in range(0, len(data), 45):
        lines.append(binascii.b2a_uu(data[start:start + 45]))
    lines.append(b' \nend\n')
    return b''.join(lines)


def _decode(data):
    lines = iter(bytes(data).splitlines(keepends=True))
    for line in lines:
        if line[:5] == b'begin':
            break
    else:
        raise ValueError('Missing "begin" line in input data')
    result = []
    for line in lines:
        if line.strip(b' \t\r\n\f') == b'end':
            return b''.join(result)
        try:
            result.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders leave rubbish behind the counted characters.
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            result.append(binascii.a2b_uu(line[:count]))
    raise ValueError('Truncated input data')


def getregentry():
    """The codec, for the registry."""
    return transform('uu', _encode, _decode)
