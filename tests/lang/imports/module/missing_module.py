import no_such_module_here
# raises: ModuleNotFoundError: No module named 'no_such_module_here'
