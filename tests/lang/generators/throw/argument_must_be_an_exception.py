def g(): yield
g().throw(5)
# raises: TypeError: exceptions must be classes or instances deriving from BaseException, not int
