class P: pass
match P():
    case P(x=1): print("no")
    case P(): print("yes")  # expect: yes
