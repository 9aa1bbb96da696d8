import importlib.util, sys
spec = importlib.util.find_spec("colorsys")
spec.loader = importlib.util.LazyLoader(spec.loader)
module = importlib.util.module_from_spec(spec)
sys.modules["colorsys"] = module
spec.loader.exec_module(module)
print("ONE_THIRD" in object.__getattribute__(module, "__dict__"))  # expect: False
print(module.ONE_THIRD < 1, "ONE_THIRD" in vars(module))  # expect: True True
