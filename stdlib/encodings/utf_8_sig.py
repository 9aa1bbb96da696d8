"""UTF-8 with a signature (byte order mark), which some editors write."""

import codecs

from _codecs import utf_8_decode, utf_8_encode

BOM = codecs.BOM_UTF8


def encode(input, errors='strict'):
    """Encode, with the signature."""
    return BOM + utf_8_encode(input, errors)[0], len(input)


def decode(input, errors='strict'):
    """Decode, without the signature if there is one."""
    prefix = 0
    if bytes(input[:3]) == BOM:
        input = input[3:]
        prefix = 3
    output, consumed = utf_8_decode(input, errors, True)
    return output, consumed + prefix


class IncrementalEncoder(codecs.IncrementalEncoder):
    """Writes the signature once."""

    def __init__(self, errors='strict'):
        codecs.IncrementalEncoder.__init__(self, errors)
        self.first = 1

    def encode(self, input, final=False):
        data = utf_8_encode(input, self.errors)[0]
        if self.first:
            self.first = 0
            return BOM + data
        return data

    def reset(self):
        codecs.IncrementalEncoder.reset(self)
        self.first = 1

    def getstate(self):
        return self.first

    def setstate(self, state):
        self.first = state


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
    """Drops the signature."""

    def __init__(self, errors='strict'):
        codecs.BufferedIncrementalDecoder.__init__(self, errors)
        self.first = 1

    def _buffer_decode(self, input, errors, final):
        if self.first:
            if len(input) < 3:
                if BOM.startswith(input):
                    if not final:
                        return "", 0    # may become a signature
                else:
                    self.first = 0
            else:
                self.first = 0
                if input[:3] == BOM:
                    output, consumed = utf_8_decode(input[3:], errors, final)
                    return output, consumed + 3
        return utf_8_decode(input, errors, final)

    def reset(self):
        codecs.BufferedIncrementalDecoder.reset(self)
        self.first = 1

    def getstate(self):
        return codecs.BufferedIncrementalDecoder.getstate(self)[0], self.first

    def setstate(self, state):
        codecs.BufferedIncrementalDecoder.setstate(self, state)
        self.first = state[1]


class StreamWriter(codecs.StreamWriter):
    """Writes the signature once."""

    def reset(self):
        codecs.StreamWriter.reset(self)
        self.__dict__.pop('encode', None)

    def encode(self, input, errors='strict'):
        self.encode = utf_8_encode
        return encode(input, errors)


class StreamReader(codecs.StreamReader):
    """Drops the signature."""

    def reset(self):
        codecs.StreamReader.reset(self)
        self.__dict__.pop('decode', None)

    def decode(self, input, errors='strict'):
        if len(input) < 3:
            if BOM.startswith(input):
                return "", 0
        elif input[:3] == BOM:
            self.decode = utf_8_decode
            output, consumed = utf_8_decode(input[3:], errors)
            return output, consumed + 3
        self.decode = utf_8_decode
        return utf_8_decode(input, errors)


def getregentry():
    """The codec, for the registry."""
    return codecs.CodecInfo(
        name='utf-8-sig', encode=encode, decode=decode,
        incrementalencoder=IncrementalEncoder,
        incrementaldecoder=IncrementalDecoder,
        streamreader=StreamReader, streamwriter=StreamWriter)
