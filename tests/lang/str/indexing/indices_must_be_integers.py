"abc"["a"]
# raises: TypeError: string indices must be integers, not 'str'
