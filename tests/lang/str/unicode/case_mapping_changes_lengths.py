print([len(s) for s in ("ß".upper(), "ﬃ".upper(), "İ".lower(), "ŉ".upper())], "ΌΔΟΣ".lower(), "ǅ".swapcase(), "ß".title())
# expect: [2, 3, 2, 2] όδος ǅ Ss
