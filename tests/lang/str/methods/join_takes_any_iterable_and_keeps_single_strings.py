s = "x" * 3
print(",".join(c for c in "abc"), ",".join({"k": 1}), "".join([s]) is s, "-".join(""), "é".join("ab"))
# expect: a,b,c k True  aéb
