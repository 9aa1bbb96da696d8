raise 5
# raises: TypeError: exceptions must derive from BaseException
