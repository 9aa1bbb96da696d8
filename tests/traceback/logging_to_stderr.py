import logging

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
logging.info("started")
try:
    {}["key"]
except KeyError:
    logging.getLogger("app").exception("lookup failed")
