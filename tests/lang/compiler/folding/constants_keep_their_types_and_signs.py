def f(): return 0.0, -0.0, 0, False, 1, 1.0, True, (1, 1.0, True), -0.0 + 0.0, "a" * 3, (1, 2) + (3,), 2 ** 70, not 1
print(f())
# expect: (0.0, -0.0, 0, False, 1, 1.0, True, (1, 1.0, True), 0.0, 'aaa', (1, 2, 3), 1180591620717411303424, False)
