# oracle: 3.14
import json
def show(function, value):
    try:
        function(value)
    except (ValueError, TypeError) as error:
        print(error, *getattr(error, "__notes__", []))
        # expect: Expecting ',' delimiter: line 1 column 6 (char 5)
        # expect: Illegal trailing comma before end of object: line 1 column 8 (char 7)
        # expect: Unterminated string starting at: line 1 column 1 (char 0)
        # expect: Expecting value: line 1 column 7 (char 6)
        # expect: Object of type set is not JSON serializable when serializing list item 1 when serializing dict item 'a'
        # expect: keys must be str, int, float, bool or None, not tuple
show(json.loads, "[1, 2")
show(json.loads, '{"a": 1,}')
show(json.loads, '"abc')
show(json.loads, '["é", x]')
show(json.dumps, {"a": [1, {2}]})
show(json.dumps, {(1,): 2})
