import sys, warnings
warnings.simplefilter("ignore")
sys.meta_path.clear()
try: import _nothing_of_that_name
except ModuleNotFoundError as e: print(e)  # expect: No module named '_nothing_of_that_name'
