import os, tempfile
path = os.path.join(tempfile.mkdtemp(), "f.txt")
with open(path, "w", encoding="utf-8") as f: print(f.write("é\nb\n"), f.closed)  # expect: 4 False
with open(path, "rb") as f: print(f.read())  # expect: b'\xc3\xa9\nb\n'
with open(path, encoding="utf-8") as f: print(f.readlines(), f.closed)
# expect: ['é\n', 'b\n'] False
print(f.closed, os.path.getsize(path))  # expect: True 5
os.remove(path)
try: open(path)
except FileNotFoundError as e: print(e.strerror)  # expect: No such file or directory
