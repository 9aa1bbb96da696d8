# oracle: 3.14
from dataclasses import dataclass
for body in "x: int = 1\n y: int", "x: list = []":
    try: exec(f"@dataclass\nclass A:\n {body}")
    except (TypeError, ValueError) as e: print(e)
    # expect: non-default argument 'y' follows default argument 'x'
    # expect: mutable default <class 'list'> for field x is not allowed: use default_factory
