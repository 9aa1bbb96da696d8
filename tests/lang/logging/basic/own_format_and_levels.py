import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(levelname)-8s|%(name)s|%(message)s", level="DEBUG", force=True)
log = logging.getLogger("a.b")
log.setLevel(logging.ERROR)
log.warning("hidden")
log.critical("shown")  # expect: CRITICAL|a.b|shown
print(log.isEnabledFor(30), log.getEffectiveLevel(), logging.getLevelName(30), log.parent.name)
# expect: False 40 WARNING root
