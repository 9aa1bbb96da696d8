def logged(f):
    def wrapper(*args):
        return f(*args)
    return wrapper


class Account:
    @logged
    def withdraw(self, amount):
        assert amount > 0, "amount must be positive"


Account().withdraw(-1)
