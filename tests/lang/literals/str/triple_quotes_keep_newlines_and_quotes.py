print("""a "quoted" word
and 'another'""")  # expect: a "quoted" word
# expect: and 'another'
