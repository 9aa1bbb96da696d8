# oracle: 3.11
class Node: pass
head = None
for _ in range(100_000):
    n = Node()
    n.next = head
    head = n
del head, n
print("freed")  # expect: freed
