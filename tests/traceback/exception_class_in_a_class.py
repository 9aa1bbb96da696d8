class Shop:
    class Closed(Exception):
        pass


raise Shop.Closed("until Monday")
