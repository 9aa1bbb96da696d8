inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, nan == nan, nan != nan, inf - inf, inf * 0, max(1, inf), nan < 1)
# expect: inf -inf nan False True nan nan inf False
