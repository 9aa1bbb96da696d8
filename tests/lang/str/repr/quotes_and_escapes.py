print(repr("it's"), repr('"'), repr("'\""), repr("\n\t\\\x00\x7f"), repr("é\u200b\U000e0001😀"), ascii("é😀"), repr("\ud800"))
# expect: "it's" '"' '\'"' '\n\t\\\x00\x7f' 'é\u200b\U000e0001😀' '\xe9\U0001f600' '\ud800'
