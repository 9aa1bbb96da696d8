ﬁn = 1
print(fin, "fin" in globals())  # expect: 1 True
