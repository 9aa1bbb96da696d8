# Random generators that delegate to one another are run twice: with `yield from`, and with the loop that PEP 380
# gives as its meaning, in which nothing is linked.  Both must leave the same trace.
import gc, random, sys

gc.disable()  # what is caught in cycles would die at another time in each run
sys.unraisablehook = lambda unraisable: None  # a generator that yields in its `finally` while it is dropped

BODY = '''
def node(i, level=0):
    log.append(("start", i))
    try:
        for step, arg in programs[i]:
            try:
                if step == "yield":
                    got = yield i, arg
                    log.append(("got", i, got))
                elif step == "raise": raise KeyError(arg)
                elif step == "return": return i, arg
                elif level < 4:
                    target = shared[arg] if step == "shared" else node(arg, level + 1)
                    DELEGATE
                    target = None
                    log.append(("result", i, result))
            except ValueError as error: log.append(("caught", i, str(error)))
    finally: log.append(("finally", i))
'''
LINKED = "result = yield from target"
WRITTEN_OUT = '''
try: value = next(target)
except StopIteration as stop: result = stop.value
else:
    while True:
        try: sent = yield value
        except GeneratorExit:
            target.close()
            raise
        except BaseException as thrown:
            try: value = target.throw(thrown)
            except StopIteration as stop:
                result = stop.value
                break
        else:
            try: value = target.send(sent)
            except StopIteration as stop:
                result = stop.value
                break
'''
STEPS = ["yield"] * 5 + ["shared"] * 3 + ["fresh"] * 2 + ["raise", "return"]

def compiled(delegate):
    indented = delegate.strip().replace("\n", "\n" + " " * 20)
    return compile(BODY.replace("DELEGATE", indented), "node", "exec")

def program(r, size):
    return [[(r.choice(STEPS), r.randrange(size)) for _ in range(r.randrange(1, 6))] for _ in range(size)]

def drive(r, shared, node, log):
    for _ in range(30):
        k = r.randrange(len(shared))
        operation = r.choice(["next"] * 4 + ["send"] * 3 + ["throw"] * 2 + ["close", "replace"])
        try:
            if operation == "next": log.append(next(shared[k]))
            elif operation == "send": log.append(shared[k].send(None if r.random() < 0.5 else r.random()))
            elif operation == "throw": log.append(shared[k].throw(r.choice([ValueError, IndexError])("thrown")))
            elif operation == "close": shared[k].close()
            else: shared[k] = node(k)
        except BaseException as error: log.append((operation, k, type(error).__name__, str(error)))

def trace(code, seed):
    r, log, shared = random.Random(seed), [], []
    size = r.randrange(2, 6)
    space = {"log": log, "shared": shared, "programs": program(r, size)}
    exec(code, space)
    shared.extend(space["node"](k) for k in range(size))
    drive(r, shared, space["node"], log)
    return log[:]

linked, written_out = compiled(LINKED), compiled(WRITTEN_OUT)
different = [seed for seed in range(300) if trace(linked, seed) != trace(written_out, seed)]
print("different:", different)  # expect: different: []
digest = 0
for seed in range(100):
    for character in repr(trace(linked, seed)): digest = (digest * 31 + ord(character)) % 2 ** 32
print("digest:", digest)  # expect: digest: 2369049883
