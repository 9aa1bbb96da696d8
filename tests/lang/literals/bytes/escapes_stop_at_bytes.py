print(b"\x00\xff\u0041\N{x}\101" if False else b"\x00\xff\101\n")  # expect: b'\x00\xffA\n'
