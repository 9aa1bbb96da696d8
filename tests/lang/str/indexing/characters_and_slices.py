s = "héllo"
print(s[1], s[-1], s[1:3], s[::-1], s[10:], len(s), s[-3:-1])  # expect: é o él olléh  5 ll
s[10]
# raises: IndexError: string index out of range
