print("a" < "b", "Z" < "a", "é" > "z", "abc" < "abd", "" < "a", "\uffff" < "😀")
# expect: True True True True True True
