import io, sys
sys.stdin = io.StringIO("first\nlast")
print(input(), input("prompt> "))  # expect: prompt> first last
input()
# raises: EOFError: EOF when reading a line
