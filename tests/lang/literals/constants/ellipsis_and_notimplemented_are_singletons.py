print(..., Ellipsis is ..., NotImplemented)  # expect: Ellipsis True NotImplemented
