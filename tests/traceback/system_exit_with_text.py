import sys

sys.exit("gone fishing")
