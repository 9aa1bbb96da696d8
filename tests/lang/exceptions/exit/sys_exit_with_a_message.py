import sys
sys.exit("going")
# exit: 1
