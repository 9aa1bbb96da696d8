# oracle: 3.11
import os, select
read, write = os.pipe()
print(select.select([read], [write], [], 0) == ([], [write], []))  # expect: True
os.write(write, b"x")
poll = select.poll()
poll.register(read, select.POLLIN)
print(poll.poll(100) == [(read, select.POLLIN)])  # expect: True
with select.epoll() as epoll:
    epoll.register(read, select.EPOLLIN)
    print(epoll.poll(1) == [(read, select.EPOLLIN)], epoll.closed)  # expect: True False
print(epoll.closed)  # expect: True
for wrong in (
    lambda: select.select([-1], [], []),
    lambda: select.select([], [], [], -1),
    lambda: poll.unregister(write),
    lambda: poll.modify(write, 1),
    lambda: epoll.poll(),
    lambda: poll.register("x"),
):
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__, e if not isinstance(e, KeyError) else "")
# expect: ValueError file descriptor cannot be a negative integer (-1)
# expect: ValueError timeout must be non-negative
# expect: KeyError 
# expect: FileNotFoundError [Errno 2] No such file or directory
# expect: ValueError I/O operation on closed epoll object
# expect: TypeError argument must be an int, or have a fileno() method.
