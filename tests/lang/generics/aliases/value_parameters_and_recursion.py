# oracle: 3.14
type Tree[T] = T | list[Tree[T]]
print(Tree, Tree.__type_params__, Tree[int], Tree.__value__)
# expect: Tree (T,) Tree[int] T | list[Tree[T]]
