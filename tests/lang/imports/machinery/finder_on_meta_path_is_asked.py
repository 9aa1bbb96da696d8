import importlib.machinery, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "_virtual":
            return importlib.machinery.ModuleSpec(name, self, origin="nowhere")
    def create_module(self, spec): return None
    def exec_module(self, module): module.answer = 42
sys.meta_path.insert(0, Finder())
import _virtual
print(_virtual.answer, _virtual.__spec__.origin, _virtual.__loader__ is sys.meta_path[0])  # expect: 42 nowhere True
