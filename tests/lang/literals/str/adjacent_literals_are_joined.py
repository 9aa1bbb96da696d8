print("a" 'b' """c""" r'\d')  # expect: abc\d
print(b"x" b'y')  # expect: b'xy'
