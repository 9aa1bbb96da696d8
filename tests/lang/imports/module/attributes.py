import _plain
print(_plain.__name__, _plain.__doc__, _plain.__package__ == "", _plain.__file__.endswith("_plain.py"), _plain.__spec__.name)
# expect: _plain A plain module. True True _plain
