class A(x=1): pass
# raises: TypeError: A.__init_subclass__() takes no keyword arguments
