error = ValueError("bad value")
error.add_note("first note")
error.add_note("second note\nover two lines")
raise error
