def read():
    try:
        return {}["key"]
    except KeyError as error:
        raise RuntimeError("could not read") from error


read()
