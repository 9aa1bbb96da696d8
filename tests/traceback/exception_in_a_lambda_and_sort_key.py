words = ["a", 5]
words.sort(key=lambda w: w.upper())
