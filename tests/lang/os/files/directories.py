import os, tempfile
d = tempfile.mkdtemp()
os.makedirs(os.path.join(d, "a", "b"))
open(os.path.join(d, "a", "f"), "w").close()
print(sorted(os.listdir(os.path.join(d, "a"))), os.path.isdir(d), [(os.path.relpath(r, d), sorted(ds), fs) for r, ds, fs in os.walk(d)])
# expect: ['b', 'f'] True [('.', ['a'], []), ('a', ['b'], ['f']), ('a/b', [], [])]
os.rename(os.path.join(d, "a", "f"), os.path.join(d, "g"))
os.remove(os.path.join(d, "g")); os.removedirs(os.path.join(d, "a", "b"))
print(os.path.exists(d))  # expect: False
