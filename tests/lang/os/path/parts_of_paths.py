import os.path as p
print(p.join("a", "b", "/c"), p.split("/x/y.tar.gz"), p.splitext("y.tar.gz"), p.basename("a/"), p.normpath("a/./b/../c"), p.isabs("/a"), p.dirname("/a/b"), p.commonpath(["/a/b", "/a/c"]), p.relpath("/a/b", "/a/c"))
# expect: /c ('/x', 'y.tar.gz') ('y.tar', '.gz')  a/c True /a /a ../b
