import warnings
warnings.simplefilter("ignore")
print(eval(r"'\q\d'"))  # expect: \q\d
