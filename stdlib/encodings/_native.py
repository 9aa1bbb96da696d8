"""Makes CodecInfo objects for encodings whose work is done by `_codecs`."""

import codecs


def stateless(name, encode, decode):
    """For encodings in which every piece of input stands for itself."""
    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    return _info(name, encode, decode, IncrementalEncoder, IncrementalDecoder, decode)


def buffered(name, encode, decode):
    """For encodings with characters of several bytes; `decode` takes `final`."""
    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        _buffer_decode = staticmethod(decode)

    def decode_all(input, errors='strict'):
        return decode(input, errors, True)

    def decode_some(input, errors='strict'):
        return decode(input, errors, False)

    return _info(name, encode, decode_all, IncrementalEncoder,
                 IncrementalDecoder, decode_some)


def _info(name, encode, decode, incremental_encoder, incremental_decoder,
          stream_decode):
    class StreamWriter(codecs.StreamWriter):
        pass

    class StreamReader(codecs.StreamReader):
        pass

    StreamWriter.encode = StreamReader.encode = staticmethod(encode)
    StreamReader.decode = staticmethod(stream_decode)
    StreamWriter.decode = staticmethod(decode)
    return codecs.CodecInfo(
        name=name, encode=encode, decode=decode,
        incrementalencoder=incremental_encoder,
        incrementaldecoder=incremental_decoder,
        streamreader=StreamReader, streamwriter=StreamWriter)
