"""ROT13: text to text."""

import codecs

_TABLE = {}
for _first in (65, 97):
    for _i in range(26):
        _TABLE[_first + _i] = _first + (_i + 13) % 26


def encode(input, errors='strict'):
    """Rotate the letters."""
    return str.translate(input, _TABLE), len(input)


def rot13(infile, outfile):
    """Rotate the letters of a file."""
    outfile.write(encode(infile.read())[0])


class IncrementalEncoder(codecs.IncrementalEncoder):
    """Rotates the letters."""

    def encode(self, input, final=False):
        return str.translate(input, _TABLE)


class IncrementalDecoder(codecs.IncrementalDecoder):
    """Rotates the letters."""

    def decode(self, input, final=False):
        return str.translate(input, _TABLE)


class StreamWriter(codecs.StreamWriter):
    encode = decode = staticmethod(encode)


class StreamReader(codecs.StreamReader):
    encode = decode = staticmethod(encode)


def getregentry():
    """The codec, for the registry."""
    return codecs.CodecInfo(
        name='rot-13', encode=encode, decode=encode,
        incrementalencoder=IncrementalEncoder,
        incrementaldecoder=IncrementalDecoder,
        streamwriter=StreamWriter, streamreader=StreamReader,
        _is_text_encoding=False)
