# oracle: 3.11
import faulthandler, tempfile
def f(file): faulthandler.dump_traceback(file, all_threads=False)
with tempfile.TemporaryFile("w+") as file:
    f(file)
    file.seek(0)
    print(file.read().replace(__file__, "FILE"), end="")
    # expect: Stack (most recent call first):
    # expect:   File "FILE", line 3 in f
    # expect:   File "FILE", line 5 in <module>
