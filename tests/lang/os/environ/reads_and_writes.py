import os
os.environ["COIL_TEST"] = "1"
print(os.environ["COIL_TEST"], os.getenv("COIL_NONE", "default"), "COIL_TEST" in os.environ)
# expect: 1 default True
del os.environ["COIL_TEST"]
os.environ["COIL_TEST"]
# raises: KeyError: 'COIL_TEST'
