import string
print(string.ascii_lowercase, string.digits, string.Template("$a ${b} $$").substitute(a=1, b=2), string.capwords("ab cd"))
# expect: abcdefghijklmnopqrstuvwxyz 0123456789 1 2 $ Ab Cd
string.Template("$x").substitute()
# raises: KeyError: 'x'
