class MyError(Exception): pass
raise MyError("told")
# raises: MyError: told
