def box():
    print("box")  # expect: box
    return [1]
box()[0] += 1
