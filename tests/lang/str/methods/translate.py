print("hello".translate({104: "J", ord("l"): None, "o": 1} if False else {104: "J", 108: None}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1}))
# expect: Jeo xy {97: 1}
