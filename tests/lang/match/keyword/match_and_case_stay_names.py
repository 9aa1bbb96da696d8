match = [1]
case = 0
print(match[case])  # expect: 1
match (case): 
    case 0: print("zero")  # expect: zero
type = 5
print(type)  # expect: 5
_ = match
print(_)  # expect: [1]
