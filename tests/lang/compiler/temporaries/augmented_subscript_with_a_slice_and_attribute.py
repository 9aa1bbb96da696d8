class A: pass
a = A(); a.x = [1, 2, 3, 4]
a.x[1:3] *= 2
a.x[0] -= 5
print(a.x)  # expect: [-4, 2, 3, 2, 3, 4]
