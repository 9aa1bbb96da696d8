import json
d = {"a": [1, 2.5, None, True, "é\n"], "b": {}}
print(json.dumps(d), json.dumps(d, ensure_ascii=False, sort_keys=True), json.loads(json.dumps(d)) == d)
# expect: {"a": [1, 2.5, null, true, "\u00e9\n"], "b": {}} {"a": [1, 2.5, null, true, "é\n"], "b": {}} True
print(json.dumps([1, {"k": 2}], indent=2), json.dumps({1: 2}, separators=(",", ":")))  # expect: [
# expect:   1,
# expect:   {
# expect:     "k": 2
# expect:   }
# expect: ] {"1":2}
json.loads("[1, }")
# raises: json.decoder.JSONDecodeError: Expecting value: line 1 column 5 (char 4)
