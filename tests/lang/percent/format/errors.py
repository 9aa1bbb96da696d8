# oracle: 3.14
for t, a in ("%d", "a"), ("%d %d", (1,)), ("%d", (1, 2)), ("%z", 1), ("%(a)s", 5), ("%c", "ab"), ("%x", 1.5), ("%", 1), ("%(k)s", {}):
    try: t % a
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError %d format: a real number is required, not str
    # expect: TypeError not enough arguments for format string
    # expect: TypeError not all arguments converted during string formatting
    # expect: ValueError unsupported format character 'z' (0x7a) at index 1
    # expect: TypeError format requires a mapping
    # expect: TypeError %c requires an int or a unicode character, not a string of length 2
    # expect: TypeError %x format: an integer is required, not float
    # expect: ValueError incomplete format
    # expect: KeyError 'k'
