import re
print(ascii(re.findall("(?i)[k-s]+", "K\u212a\u017fS")), re.findall("(?i)σ", "Σσς"), re.findall("(?ai)k", "kK\u212a"))
# expect: ['K\u212a\u017fS'] ['Σ', 'σ', 'ς'] ['k', 'K']
