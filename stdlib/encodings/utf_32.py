"""UTF-32 with a byte order mark."""

import codecs
import sys

import _codecs

encode = _codecs.utf_32_encode
_NATIVE = ((_codecs.utf_32_le_encode, _codecs.utf_32_le_decode),
           (_codecs.utf_32_be_encode, _codecs.utf_32_be_decode))
_HERE = _NATIVE[sys.byteorder == 'big']


def decode(input, errors='strict'):
    """Decode: (text, how many bytes were consumed)."""
    return _codecs.utf_32_decode(input, errors, True)


class IncrementalEncoder(codecs.IncrementalEncoder):
    """Writes the byte order mark once."""

    def __init__(self, errors='strict'):
        codecs.IncrementalEncoder.__init__(self, errors)
        self.encoder = None

    def encode(self, input, final=False):
        if self.encoder is None:
            result = encode(input, self.errors)[0]
            self.encoder = _HERE[0]
            return result
        return self.encoder(input, self.errors)[0]

    def reset(self):
        codecs.IncrementalEncoder.reset(self)
        self.encoder = None

    def getstate(self):
        # 2: no mark written yet.
        return 0 if self.encoder else 2

    def setstate(self, state):
        self.encoder = None if state else _HERE[0]


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
    """Reads the byte order mark, then what it says."""

    def __init__(self, errors='strict'):
        codecs.BufferedIncrementalDecoder.__init__(self, errors)
        self.decoder = None

    def _buffer_decode(self, input, errors, final):
        if self.decoder is not None:
            return self.decoder(input, errors, final)
        output, consumed, byteorder = _codecs.utf_32_ex_decode(input, errors, 0, final)
        if byteorder:
            self.decoder = _NATIVE[byteorder == 1][1]
        elif consumed >= 4:
            raise UnicodeError("UTF-32 stream does not start with BOM")
        return output, consumed

    def reset(self):
        codecs.BufferedIncrementalDecoder.reset(self)
        self.decoder = None

    def getstate(self):
        # 2: no mark read yet; 0: native order; 1: the other one.
        state = codecs.BufferedIncrementalDecoder.getstate(self)[0]
        if self.decoder is None:
            return (state, 2)
        return (state, int(self.decoder is not _HERE[1]))

    def setstate(self, state):
        codecs.BufferedIncrementalDecoder.setstate(self, state)
        flag = state[1]
        if flag == 0:
            self.decoder = _HERE[1]
        elif flag == 1:
            self.decoder = _NATIVE[sys.byteorder != 'big'][1]
        else:
            self.decoder = None


class StreamWriter(codecs.StreamWriter):
    """Writes the byte order mark once."""

    def __init__(self, stream, errors='strict'):
        codecs.StreamWriter.__init__(self, stream, errors)
        self.encoder = None

    def reset(self):
        codecs.StreamWriter.reset(self)
        self.encoder = None

    def encode(self, input, errors='strict'):
        if self.encoder is None:
            result = encode(input, errors)
            self.encoder = _HERE[0]
            return result
        return self.encoder(input, errors)


class StreamReader(codecs.StreamReader):
    """Reads the byte order mark, then what it says."""

    def reset(self):
        codecs.StreamReader.reset(self)
        self.__dict__.pop('decode', None)

    def decode(self, input, errors='strict'):
        output, consumed, byteorder = _codecs.utf_32_ex_decode(input, errors, 0, False)
        if byteorder:
            self.decode = _NATIVE[byteorder == 1][1]
        elif consumed >= 4:
            raise UnicodeError("UTF-32 stream does not start with BOM")
        return output, consumed


def getregentry():
    """The codec, for the registry."""
    return codecs.CodecInfo(
        name='utf-32', encode=encode, decode=decode,
        incrementalencoder=IncrementalEncoder,
        incrementaldecoder=IncrementalDecoder,
        streamreader=StreamReader, streamwriter=StreamWriter)
