# oracle: 3.11
import grp, pwd
print(pwd.getpwuid(0).pw_name, grp.getgrgid(0).gr_name)  # expect: root root
for call in (lambda: pwd.getpwnam("no such user"), lambda: grp.getgrnam("no such group")):
    try:
        call()
    except KeyError as e:
        print(e.args[0])
# expect: getpwnam(): name not found: 'no such user'
# expect: getgrnam(): name not found: 'no such group'
