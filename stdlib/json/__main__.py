"""python -m json: check and lay out JSON."""

from json.tool import main

main()
