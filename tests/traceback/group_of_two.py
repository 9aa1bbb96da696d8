def fail(kind):
    raise kind("from fail")


errors = []
for kind in ValueError, TypeError:
    try:
        fail(kind)
    except Exception as e:
        errors.append(e)
raise ExceptionGroup("two problems", errors)
