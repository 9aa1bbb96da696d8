import re
print(re.match("a++a", "aaa"), re.match("(?>a+)a", "aaa"), re.match("a*+b", "aab").end())  # expect: None None 3
