print("ab" * 3, "ab" * -1, 2 * "é", "" in "a", "bc" in "abc")  # expect: ababab  éé True True
try: 5 in "abc"
except TypeError as e: print(e)  # expect: 'in <string>' requires string as left operand, not int
