for mode in "x+w", "z", "rb+t", "":
    try: open("nothing", mode)
    except ValueError as e: print(e)
    # expect: must have exactly one of create/read/write/append mode
    # expect: invalid mode: 'z'
    # expect: can't have text and binary mode at once
    # expect: Must have exactly one of create/read/write/append mode and at most one plus
