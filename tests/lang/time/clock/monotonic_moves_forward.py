import time
a, p = time.monotonic(), time.perf_counter_ns()
time.sleep(0.01)
print(time.monotonic() - a >= 0.01, time.perf_counter_ns() > p, time.time() > 1e9, time.strftime("%Y-%m-%d", time.gmtime(0)))
# expect: True True True 1970-01-01
