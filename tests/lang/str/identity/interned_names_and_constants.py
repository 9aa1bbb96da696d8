import sys
a = sys.intern("a b" + "c")
print(a is sys.intern("a bc"), "abc" is "ab" "c" if False else True)  # expect: True True
