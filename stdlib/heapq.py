"""Heaps in lists: the smallest item is at index 0.

The item at k is not greater than those at 2*k+1 and 2*k+2. _heapq does the work;
where it is missing, _pyheapq does.
"""

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "heappushpop",
           "heappush_max", "heappop_max", "heapify_max", "heapreplace_max",
           "heappushpop_max", "nlargest", "nsmallest", "merge"]

try:
    from _heapq import (heapify, heapify_max, heappop, heappop_max, heappush,
                        heappush_max, heappushpop, heappushpop_max, heapreplace,
                        heapreplace_max)
except ImportError:
    from _pyheapq import (heapify, heapify_max, heappop, heappop_max, heappush,
                          heappush_max, heappushpop, heappushpop_max, heapreplace,
                          heapreplace_max)

# The private names of before 3.14.
_heapify_max = heapify_max
_heappop_max = heappop_max
_heapreplace_max = heapreplace_max


def merge(*iterables, key=None, reverse=False):
    """Merge sorted inputs into one sorted iterator, without reading them whole."""
    if reverse:
        _heapify, _heappop, _heapreplace, direction = (
            heapify_max, heappop_max, heapreplace_max, -1)
    else:
        _heapify, _heappop, _heapreplace, direction = heapify, heappop, heapreplace, 1
    # Entries are [value, order, next] or [key, order, next, value]: with equal keys,
    # the order of the inputs decides.
    heap = []
    for order, iterable in enumerate(iterables):
        try:
            next = iter(iterable).__next__
            value = next()
        except StopIteration:
            continue
        if key is None:
            heap.append([value, order * direction, next])
        else:
            heap.append([key(value), order * direction, next, value])
    _heapify(heap)
    while len(heap) > 1:
        try:
            while True:
                entry = heap[0]
                if key is None:
                    yield entry[0]
                    entry[0] = entry[2]()
                else:
                    yield entry[3]
                    entry[3] = value = entry[2]()
                    entry[0] = key(value)
                _heapreplace(heap, entry)
        except StopIteration:
            _heappop(heap)
    if heap:
        # One is left: no more comparing.
        entry = heap[0]
        yield entry[0] if key is None else entry[3]
        yield from entry[2].__self__


def _shortcut(n, iterable, key, wanted):
    """The n items that *wanted* (min or max) prefers, where that is easy; or None."""
    if n == 1:
        nothing = object()
        result = (wanted(iterable, default=nothing) if key is None
                  else wanted(iterable, default=nothing, key=key))
        return [] if result is nothing else [result]
    # With more than there are, sorting is faster.
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=wanted is max)[:n]
    return None


def nsmallest(n, iterable, key=None):
    """The n smallest items, sorted: sorted(iterable, key=key)[:n]."""
    result = _shortcut(n, iterable, key, min)
    if result is not None:
        return result
    # A heap of the n best so far with the worst on top; the counter keeps the first
    # of equals, and items from being compared.
    it = iter(iterable)
    if key is None:
        heap = [(item, order) for order, item in zip(range(n), it)]
    else:
        heap = [(key(item), order, item) for order, item in zip(range(n), it)]
    if not heap:
        return []
    heapify_max(heap)
    worst = heap[0][0]
    order = n
    for item in it:
        rank = item if key is None else key(item)
        if rank < worst:
            heapreplace_max(heap, (rank, order) if key is None else (rank, order, item))
            worst = heap[0][0]
            order += 1
    heap.sort()
    return [entry[0 if key is None else 2] for entry in heap]


def nlargest(n, iterable, key=None):
    """The n largest items, sorted: sorted(iterable, key=key, reverse=True)[:n]."""
    result = _shortcut(n, iterable, key, max)
    if result is not None:
        return result
    it = iter(iterable)
    if key is None:
        heap = [(item, -order) for order, item in zip(range(n), it)]
    else:
        heap = [(key(item), -order, item) for order, item in zip(range(n), it)]
    if not heap:
        return []
    heapify(heap)
    worst = heap[0][0]
    order = -n
    for item in it:
        rank = item if key is None else key(item)
        if worst < rank:
            heapreplace(heap, (rank, order) if key is None else (rank, order, item))
            worst = heap[0][0]
            order -= 1
    heap.sort(reverse=True)
    return [entry[0 if key is None else 2] for entry in heap]
