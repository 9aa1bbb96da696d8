def f(): pass
class A:
    def m(): super().m
A.m()
# raises: RuntimeError: super(): no arguments
