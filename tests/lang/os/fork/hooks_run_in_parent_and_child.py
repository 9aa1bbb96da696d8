# oracle: 3.11
import os, sys
log = []
os.register_at_fork(before=lambda: log.append("before 1"), after_in_child=lambda: log.append("child 1"))
os.register_at_fork(before=lambda: log.append("before 2"), after_in_parent=lambda: log.append("parent 2"))
read, write = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(write, repr(log).encode())
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))  # expect: 7
print(os.read(read, 1000).decode())  # expect: ['before 2', 'before 1', 'child 1']
print(log)  # expect: ['before 2', 'before 1', 'parent 2']
try:
    os.register_at_fork()
except TypeError as e:
    print(e)  # expect: At least one argument is required.
