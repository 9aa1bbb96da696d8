def g():
    try: yield
    finally: print("never")
g().close()
print("quiet")  # expect: quiet
