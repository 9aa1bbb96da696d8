"""Searching and inserting in sorted lists."""

try:
    from _bisect import bisect_left, bisect_right, insort_left, insort_right
except ImportError:
    # In Python, for an interpreter without _bisect.

    def bisect_right(a, x, lo=0, hi=None, *, key=None):
        """Where to insert x in a to keep it sorted, after those that equal it."""
        if lo < 0:
            raise ValueError("lo must be non-negative")
        if hi is None:
            hi = len(a)
        while lo < hi:
            mid = (lo + hi) // 2
            if x < (a[mid] if key is None else key(a[mid])):
                hi = mid
            else:
                lo = mid + 1
        return lo

    def bisect_left(a, x, lo=0, hi=None, *, key=None):
        """Where to insert x in a to keep it sorted, before those that equal it."""
        if lo < 0:
            raise ValueError("lo must be non-negative")
        if hi is None:
            hi = len(a)
        while lo < hi:
            mid = (lo + hi) // 2
            if (a[mid] if key is None else key(a[mid])) < x:
                lo = mid + 1
            else:
                hi = mid
        return lo

    def insort_right(a, x, lo=0, hi=None, *, key=None):
        """Insert x in a, after those that equal it."""
        at = bisect_right(a, x if key is None else key(x), lo, hi, key=key)
        a.insert(at, x)

    def insort_left(a, x, lo=0, hi=None, *, key=None):
        """Insert x in a, before those that equal it."""
        at = bisect_left(a, x if key is None else key(x), lo, hi, key=key)
        a.insert(at, x)

bisect = bisect_right
insort = insort_right
