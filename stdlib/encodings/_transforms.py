"""Makes CodecInfo objects for transformations that are no text encodings."""

import codecs


def transform(name, encode_function, decode_function):
    """For functions from bytes to bytes; only strict error handling exists."""
    def encode(input, errors='strict'):
        assert errors == 'strict'
        return encode_function(input), len(input)

    def decode(input, errors='strict'):
        assert errors == 'strict'
        return decode_function(input), len(input)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            assert self.errors == 'strict'
            return encode_function(input)

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            assert self.errors == 'strict'
            return decode_function(input)

    class StreamWriter(codecs.StreamWriter):
        charbuffertype = bytes

    class StreamReader(codecs.StreamReader):
        charbuffertype = bytes

    for cls in (StreamWriter, StreamReader):
        cls.encode = staticmethod(encode)
        cls.decode = staticmethod(decode)
    return codecs.CodecInfo(
        name=name, encode=encode, decode=decode,
        incrementalencoder=IncrementalEncoder,
        incrementaldecoder=IncrementalDecoder,
        streamwriter=StreamWriter, streamreader=StreamReader,
        _is_text_encoding=False)
