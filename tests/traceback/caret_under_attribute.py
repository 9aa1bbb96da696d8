class Point:
    x = None


p = Point()
print(p.x.y.z)
