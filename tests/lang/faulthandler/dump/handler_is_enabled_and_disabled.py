# oracle: 3.11
import faulthandler
print(faulthandler.is_enabled())  # expect: False
faulthandler.enable(2)
print(faulthandler.is_enabled(), faulthandler.disable(), faulthandler.disable())  # expect: True True False
