print(b"%d %s %b %c %r %x" % (1, b"s", b"b", 65, "r", 255))  # expect: b"1 s b A 'r' ff"
