import sys

sys.excepthook = lambda kind, error, tb: print("hook:", kind.__name__, error, tb.tb_lineno, file=sys.stderr)
1 / 0
