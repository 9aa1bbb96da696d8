# oracle: 3.14
import argparse
p = argparse.ArgumentParser(prog="prog", description="Does things.")
p.add_argument("name", help="whose")
p.add_argument("-n", "--count", type=int, default=1, metavar="N", help="how often (default: %(default)s)")
p.print_help()  # expect: usage: prog [-h] [-n N] name
# expect:
# expect: Does things.
# expect:
# expect: positional arguments:
# expect:   name           whose
# expect:
# expect: options:
# expect:   -h, --help     show this help message and exit
# expect:   -n, --count N  how often (default: 1)
