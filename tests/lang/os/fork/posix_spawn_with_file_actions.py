# oracle: 3.11
import os
read, write = os.pipe()
actions = [(os.POSIX_SPAWN_DUP2, write, 1), (os.POSIX_SPAWN_CLOSE, read)]
pid = os.posix_spawnp("echo", ["echo", "hello"], os.environ, file_actions=actions)
os.close(write)
print(os.waitpid(pid, 0)[1], os.read(read, 100))  # expect: 0 b'hello\n'
os.close(read)
try:
    os.posix_spawn("/no/such/program", ["x"], {})
except FileNotFoundError as e:
    print(e.filename)  # expect: /no/such/program
