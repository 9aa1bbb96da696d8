from decimal import Decimal, getcontext, localcontext, ROUND_HALF_UP
print(Decimal("1.10") * 3, Decimal("0.1") + Decimal("0.2"), Decimal(1) / 7)
# expect: 3.30 0.3 0.1428571428571428571428571429
print(Decimal("1.235").quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))  # expect: 1.24
print(Decimal(-7) // 2, Decimal(-7) % 2, divmod(Decimal(7), Decimal("2.5")))
# expect: -3 -1 (Decimal('2'), Decimal('2.0'))
print(Decimal(2).sqrt(), Decimal(1).exp(), Decimal(2) ** 100)
# expect: 1.414213562373095048801688724 2.718281828459045235360287471 1.267650600228229401496703205E+30
with localcontext() as context:
    context.prec = 5
    print(Decimal(1) / 3, +Decimal("1.234567"))  # expect: 0.33333 1.2346
print(getcontext().prec, f"{Decimal('1234567.891'):,.2f}", Decimal("1E+3").to_eng_string())
# expect: 28 1,234,567.89 1E+3
print(hash(Decimal("0.5")) == hash(0.5), Decimal("0.1") == 0.1, Decimal(1) == 1.0)
# expect: True False True
