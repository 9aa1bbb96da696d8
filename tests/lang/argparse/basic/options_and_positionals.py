import argparse
p = argparse.ArgumentParser(prog="prog", description="Does things.")
p.add_argument("name"); p.add_argument("-n", "--count", type=int, default=1); p.add_argument("--flag", action="store_true"); p.add_argument("rest", nargs="*")
print(p.parse_args(["x", "-n", "3", "--flag"]), p.parse_args(["x"]).rest)
# expect: Namespace(name='x', count=3, flag=True, rest=[]) []
p.parse_args(["x", "-n", "abc"])
# exit: 2
