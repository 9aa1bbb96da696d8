import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.INFO)
logging.debug("hidden")
logging.info("shown %d %s", 1, "x")  # expect: INFO:root:shown 1 x
logging.getLogger("app.db").warning("careful")  # expect: WARNING:app.db:careful
logging.error("bad")  # expect: ERROR:root:bad
