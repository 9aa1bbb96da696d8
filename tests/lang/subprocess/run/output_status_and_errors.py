# oracle: 3.11
import subprocess
print(subprocess.run(["echo", "hi"], capture_output=True))  # expect: CompletedProcess(args=['echo', 'hi'], returncode=0, stdout=b'hi\n', stderr=b'')
print(subprocess.run("echo $X; exit 3", shell=True, stdout=subprocess.PIPE, text=True, env={"X": "y"}).stdout)  # expect: y
# expect: 
print(subprocess.check_output(["cat"], input=b"a" * 100000) == b"a" * 100000)  # expect: True
try:
    subprocess.run(["false"], check=True)
except subprocess.CalledProcessError as e:
    print(e)  # expect: Command '['false']' returned non-zero exit status 1.
try:
    subprocess.run(["/no/such/program"])
except OSError as e:
    print(e)  # expect: [Errno 2] No such file or directory: '/no/such/program'
try:
    subprocess.run(["echo"], cwd="/no/such/folder")
except OSError as e:
    print(e)  # expect: [Errno 2] No such file or directory: '/no/such/folder'
with subprocess.Popen(["sleep", "100"]) as process:
    process.terminate()
print(process.returncode)  # expect: -15
