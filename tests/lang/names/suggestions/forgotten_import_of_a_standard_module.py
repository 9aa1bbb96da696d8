# oracle: 3.14
sys.exit(0)
# raises: NameError: name 'sys' is not defined. Did you forget to import 'sys'?
