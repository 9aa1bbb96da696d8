def __getattr__(name):
    if name == "anything":
        return "made " + name
    raise AttributeError("no " + name)
