import sys, tempfile, zipfile
archive = tempfile.mkdtemp() + "/lib.zip"
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("_zipped/__init__.py", "from .inner import value\n")
    z.writestr("_zipped/inner.py", "value = 42\n")
sys.path.insert(0, archive)
import _zipped
print(_zipped.value, type(_zipped.__loader__).__name__)  # expect: 42 zipimporter
