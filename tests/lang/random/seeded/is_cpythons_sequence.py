import random
r = random.Random(42)
print(r.random(), r.randint(1, 100), r.choice("abcdef"), r.sample(range(10), 3), r.shuffle(l := [1, 2, 3, 4]), l)
# expect: 0.6394267984578837 4 f [4, 3, 8] None [4, 1, 3, 2]
print(r.uniform(1, 2), r.gauss(0, 1), r.getrandbits(70), r.choices("ab", k=3), random.Random("text").random())
# expect: 1.6766994874229113 0.33231834406771527 19033031107407974809 ['a', 'a', 'b'] 0.8711565613554825
