import os.path
import os.path as p
print(os.__name__, p.__name__.endswith("path"))  # expect: os True
