import codecs


def search(name):
    print("asked for", name)


codecs.register(search)
print("ab".encode("cp037"))  # expect: b'\x81\x82'
try:
    "ab".encode("nope")
    # expect: asked for nope
except LookupError as error:
    print(error)  # expect: unknown encoding: nope
