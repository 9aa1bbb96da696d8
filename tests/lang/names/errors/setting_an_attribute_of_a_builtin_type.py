int.x = 1
# raises: TypeError: cannot set 'x' attribute of immutable type 'int'
