print(1 + 2j, -1j, complex(0, -0.0), complex(1, float("nan")), complex(-0.0, 1), 1e20j)
# expect: (1+2j) (-0-1j) -0j (1+nanj) (-0+1j) 1e+20j
