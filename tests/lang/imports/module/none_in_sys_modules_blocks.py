import sys
sys.modules["blocked"] = None
try: import blocked
except ModuleNotFoundError as e: print(e)  # expect: import of blocked halted; None in sys.modules
