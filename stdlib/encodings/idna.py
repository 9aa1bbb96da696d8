"""International domain names (RFC 3490), label by label in Punycode.

The tables of stringprep are taken from `unicodedata`'s categories; texts are
mapped by case folding and NFKC.
"""

import codecs

ace_prefix = b"xn--"
sace_prefix = "xn--"
_DOTS = '.\u3002\uff0e\uff61'
_PROHIBITED = frozenset(('Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Cs', 'Co', 'Cn'))
# Mapped to nothing (RFC 3454, table B.1).
_IGNORED = dict.fromkeys([0xad, 0x34f, 0x1806, 0x180b, 0x180c, 0x180d, 0x200b, 0x200c,
                          0x200d, 0x2060, 0xfeff, *range(0xfe00, 0xfe10)])


def nameprep(label):
    """The form in which labels are compared; UnicodeError for what may not occur."""
    import unicodedata
    data = getattr(unicodedata, 'ucd_3_2_0', unicodedata)
    label = data.normalize("NFKC", label.translate(_IGNORED).casefold())
    for i, c in enumerate(label):
        if c != ' ' and data.category(c) in _PROHIBITED or c in '\u3000':
            raise UnicodeEncodeError("idna", label, i, i + 1, f"Invalid character {c!r}")
    kinds = [data.bidirectional(c) for c in label]
    if any(kind in ('R', 'AL') for kind in kinds):
        if 'L' in kinds:
            i = kinds.index('L')
            raise UnicodeEncodeError("idna", label, i, i + 1, "Violation of BIDI requirement 2")
        if kinds[0] not in ('R', 'AL') or kinds[-1] not in ('R', 'AL'):
            raise UnicodeEncodeError("idna", label, 0, len(label),
                                     "Violation of BIDI requirement 3")
    return label


def ToASCII(label):
    """A label as bytes."""
    try:
        result = label.encode('ascii')
    except UnicodeEncodeError:
        label = nameprep(label)
        try:
            result = label.encode('ascii')
        except UnicodeEncodeError:
            if label.lower().startswith(sace_prefix):
                raise UnicodeEncodeError("idna", label, 0, len(sace_prefix),
                                         "Label starts with ACE prefix") from None
            from encodings.punycode import punycode_encode
            result = ace_prefix + punycode_encode(label)
    if not result:
        raise UnicodeEncodeError("idna", label, 0, 1, "label empty")
    if len(result) > 63:
        raise UnicodeEncodeError("idna", label, 0, len(label), "label too long")
    return result


def ToUnicode(label):
    """A label as text."""
    if len(label) > 1024:
        raise UnicodeDecodeError("idna", bytes(label, 'utf-8') if isinstance(label, str)
                                 else label, 0, len(label), "label way too long")
    if isinstance(label, str):
        try:
            label = label.encode("ascii")
        except UnicodeError:
            label = nameprep(label).encode("ascii")
    if not label.lower().startswith(ace_prefix):
        return str(label, "ascii")
    from encodings.punycode import punycode_decode
    result = punycode_decode(label[len(ace_prefix):], 'strict')
    if str(label, "ascii").lower() != str(ToASCII(result), "ascii"):
        raise UnicodeDecodeError("idna", label, 0, len(label), "IDNA does not round-trip")
    return result


def _labels(text):
    for dot in _DOTS[1:]:
        text = text.replace(dot, '.')
    return text.split('.')


def encode(input, errors='strict'):
    """Encode a name: (bytes, how many characters were consumed)."""
    if errors != 'strict':
        raise UnicodeError(f"Unsupported error handling: {errors}")
    if not input:
        return b'', 0
    if input.isascii():
        result = input.encode('ascii')
        labels = result.split(b'.')
        for label in labels[:-1]:
            if not label:
                raise UnicodeEncodeError("idna", input, 0, 1, "label empty")
        for label in labels:
            if len(label) > 63:
                raise UnicodeEncodeError("idna", input, 0, len(label), "label too long")
        return result, len(input)
    labels = _labels(input)
    trailing = b''
    if labels and not labels[-1]:
        trailing = b'.'
        del labels[-1]
    return b'.'.join([ToASCII(label) for label in labels]) + trailing, len(input)


def decode(input, errors='strict'):
    """Decode a name: (text, how many bytes were consumed)."""
    if errors != 'strict':
        raise UnicodeError(f"Unsupported error handling: {errors}")
    if not input:
        return "", 0
    if not isinstance(input, bytes):
        input = bytes(input)
    if ace_prefix not in input.lower():
        try:
            return input.decode('ascii'), len(input)
        except UnicodeDecodeError:
            pass
    labels = input.split(b".")
    trailing = ''
    if labels and not labels[-1]:
        trailing = '.'
        del labels[-1]
    return ".".join([ToUnicode(label) for label in labels]) + trailing, len(input)


class IncrementalEncoder(codecs.BufferedIncrementalEncoder):
    """Encodes whole labels."""

    def _buffer_encode(self, input, errors, final):
        if final:
            return encode(input, errors)
        end = max(input.rfind(dot) for dot in _DOTS) + 1
        return encode(input[:end], errors)


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
    """Decodes whole labels."""

    def _buffer_decode(self, input, errors, final):
        if final:
            return decode(input, errors)
        return decode(input[:input.rfind(b'.') + 1], errors)


class StreamWriter(codecs.StreamWriter):
    encode = staticmethod(encode)


class StreamReader(codecs.StreamReader):
    decode = staticmethod(decode)


def getregentry():
    """The codec, for the registry."""
    return codecs.CodecInfo(
        name='idna', encode=encode, decode=decode,
        incrementalencoder=IncrementalEncoder, incrementaldecoder=IncrementalDecoder,
        streamwriter=StreamWriter, streamreader=StreamReader)
