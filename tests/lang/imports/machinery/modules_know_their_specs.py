import sys
print(sys.__spec__.name, sys.__spec__.origin, sys.__loader__.__name__)  # expect: sys built-in BuiltinImporter
import json.decoder
spec = json.decoder.__spec__
print(spec.name, spec.parent, spec.has_location, spec.submodule_search_locations)  # expect: json.decoder json True None
print(spec.loader.get_source("json.decoder") is not None, json.__spec__.submodule_search_locations == json.__path__)  # expect: True True
