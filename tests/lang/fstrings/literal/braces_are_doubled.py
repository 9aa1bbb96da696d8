print(f"{{}} {{{5}}} {{x}}")  # expect: {} {5} {x}
