print(float(" 1_0.5e1 "), float("-Infinity"), float("NaN"), float(".5"), float("1e400"), float("1e-400"))
# expect: 105.0 -inf nan 0.5 inf 0.0
for t in "", "1.2.3", "0x1", "1__0":
    try: float(t)
    except ValueError as e: print(e)  # expect: could not convert string to float: ''
    # expect: could not convert string to float: '1.2.3'
    # expect: could not convert string to float: '0x1'
    # expect: could not convert string to float: '1__0'
