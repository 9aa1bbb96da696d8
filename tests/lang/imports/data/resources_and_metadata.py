import importlib.metadata, importlib.resources, os, sys, tempfile
folder = tempfile.mkdtemp()
os.makedirs(folder + "/_withdata")
open(folder + "/_withdata/__init__.py", "w").close()
with open(folder + "/_withdata/note.txt", "w") as f: f.write("hello")
os.makedirs(folder + "/shown-1.2.dist-info")
with open(folder + "/shown-1.2.dist-info/METADATA", "w") as f: f.write("Name: shown\nVersion: 1.2\n")
sys.path.insert(0, folder)
print(importlib.resources.files("_withdata").joinpath("note.txt").read_text())  # expect: hello
print(importlib.metadata.version("shown"))  # expect: 1.2
try: importlib.metadata.version("missing")
except importlib.metadata.PackageNotFoundError as e: print(e)  # expect: No package metadata was found for missing
