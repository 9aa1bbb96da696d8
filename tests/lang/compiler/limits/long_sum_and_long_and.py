print(eval("+".join(["1"] * 1500)), eval(" and ".join(["x"] * 1500), {"x": 5}))  # expect: 1500 5
