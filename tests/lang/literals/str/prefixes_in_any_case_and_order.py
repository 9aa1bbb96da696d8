print(R"\a", U"u", rB"\x", Br"\y", bR'\z')  # expect: \a u b'\\x' b'\\y' b'\\z'
