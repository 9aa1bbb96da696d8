print([*"\a\b\f\n\r\t\v\\\'\"\0\x41\101\u00e9\U0001F600\N{GREEK SMALL LETTER ALPHA}"])
# expect: ['\x07', '\x08', '\x0c', '\n', '\r', '\t', '\x0b', '\\', "'", '"', '\x00', 'A', 'A', 'é', '😀', 'α']
