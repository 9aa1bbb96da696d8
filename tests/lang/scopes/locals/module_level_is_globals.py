print(locals() is globals())  # expect: True
