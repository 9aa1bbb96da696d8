print(f"{1:😀>3} {1:}>3} {1:{'{'}^3}" if False else f"{1:😀>3} {1:0>3} {1:<>3}")
# raises: SyntaxError: f-string: single '}' is not allowed
