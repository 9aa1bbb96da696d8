import _circular_a
# raises: ImportError: cannot import name 'a' from partially initialized module '_circular_a' (most likely due to a circular import) (/work/wt/tests/tests/lang/imports/packages/_circular_a.py)
