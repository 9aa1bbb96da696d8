def f():
    x = 0.0
    for i in range(1, 1000): x += 1 / i * (-1) ** i
    return x
print(f(), sum(i * 0.1 for i in range(100)))  # expect: -0.6936474305598223 495.0
