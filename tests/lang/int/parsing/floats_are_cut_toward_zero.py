print(int(1.9), int(-1.9), int(1e20))  # expect: 1 -1 100000000000000000000
for x in float("inf"), float("nan"):
    try: int(x)
    except (OverflowError, ValueError) as e: print(e)
    # expect: cannot convert float infinity to integer
    # expect: cannot convert float NaN to integer
