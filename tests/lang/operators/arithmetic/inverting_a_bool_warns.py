# oracle: 3.14
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    x = True
    print(~x)  # expect: -2
print(seen[0].category.__name__)  # expect: DeprecationWarning
