class E(Exception):
    def __new__(cls): return 5
raise E
# raises: TypeError: calling <class '__main__.E'> should have returned an instance of BaseException, not <class 'int'>
