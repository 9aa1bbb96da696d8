class Resource:
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        raise OSError("cannot close")


with Resource():
    raise ValueError("in the body")
