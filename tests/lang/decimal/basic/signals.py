from decimal import Decimal, DivisionByZero, Inexact, InvalidOperation, localcontext
def show(function):
    try:
        print(function())
    except ArithmeticError as error:
        print(type(error).__name__, error)
show(lambda: Decimal(1) / 0)  # expect: DivisionByZero [<class 'decimal.DivisionByZero'>]
show(lambda: Decimal("abc"))  # expect: InvalidOperation [<class 'decimal.ConversionSyntax'>]
show(lambda: Decimal("inf") - Decimal("inf"))
# expect: InvalidOperation [<class 'decimal.InvalidOperation'>]
with localcontext() as context:
    context.traps[DivisionByZero] = False
    show(lambda: Decimal(-1) / 0)  # expect: -Infinity
    print(context.flags[DivisionByZero], context.flags[Inexact])  # expect: True False
    context.traps[Inexact] = True
    show(lambda: Decimal(1) / 3)  # expect: Inexact [<class 'decimal.Inexact'>]
