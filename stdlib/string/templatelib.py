"""The types behind template strings, t"..."."""

_name = "templatelib"
t = t"{_name}"
Template = type(t)
Interpolation = type(t.interpolations[0])
del t, _name


def convert(obj, /, conversion):
    """Apply the conversion of an interpolation: "s", "r", "a" or None."""
    if conversion is None:
        return obj
    if conversion == "r":
        return repr(obj)
    if conversion == "s":
        return str(obj)
    if conversion == "a":
        return ascii(obj)
    raise ValueError(f"invalid conversion specifier: {conversion}")


def _template_unpickle(*args):
    # Named in pickles of templates: (strings, interpolations).
    if len(args) != 2:
        raise ValueError("Template expects tuple of length 2 to unpickle")
    strings, interpolations = args
    parts = []
    for string, interpolation in zip(strings, (*interpolations, None)):
        parts.append(string)
        if interpolation is not None:
            parts.append(interpolation)
    return Template(*parts)
