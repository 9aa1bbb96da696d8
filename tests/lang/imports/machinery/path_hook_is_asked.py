import importlib.util, sys
class Loader:
    def create_module(self, spec): return None
    def exec_module(self, module): module.place = "hooked"
class Finder:
    def __init__(self, entry):
        if entry != "special:": raise ImportError
    def find_spec(self, name, target=None):
        return importlib.util.spec_from_loader(name, Loader()) if name == "_hooked" else None
sys.path_hooks.insert(0, Finder)
sys.path.append("special:")
import _hooked
print(_hooked.place, type(sys.path_importer_cache["special:"]).__name__)  # expect: hooked Finder
