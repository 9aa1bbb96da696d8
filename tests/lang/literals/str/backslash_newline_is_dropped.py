print("one \
two")  # expect: one two
