class Seq:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i
print(9 in Seq(), 5 in Seq())  # expect: True False
