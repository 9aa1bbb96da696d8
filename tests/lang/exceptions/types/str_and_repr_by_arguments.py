# oracle: 3.11
for e in Exception(), Exception(1), Exception("a", 2), KeyError("k"), OSError(2, "No such"), OSError(2, "No", "file"), StopIteration(5), SystemExit(3), UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "bad"):
    print(str(e), "|", repr(e))  # expect:  | Exception()
    # expect: 1 | Exception(1)
    # expect: ('a', 2) | Exception('a', 2)
    # expect: 'k' | KeyError('k')
    # expect: [Errno 2] No such | FileNotFoundError(2, 'No such')
    # expect: [Errno 2] No: 'file' | FileNotFoundError(2, 'No')
    # expect: 5 | StopIteration(5)
    # expect: 3 | SystemExit(3)
    # expect: 'utf-8' codec can't decode byte 0xff in position 1: bad | UnicodeDecodeError('utf-8', b'a\xff', 1, 2, 'bad')
