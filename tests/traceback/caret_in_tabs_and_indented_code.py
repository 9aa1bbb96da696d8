def f():
	if True:
			return [1, 2][5]


f()
