def f(path, log):
    try:
        with open(path) as file, log:
            for line in file:
                if line == 'end':
                    return line
    except (OSError, ValueError) as error:
        log.append(str(error))
    except KeyError:
        raise
    finally:
        log.close()

def g():
    try:
        f()
    except* TypeError as group:
        print(group)
