print(f"{(x := 5)} {x:=5}")  # expect: 5     5
