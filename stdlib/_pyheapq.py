"""The heap operations in Python, for an interpreter without _heapq."""

__name__ = "heapq"      # where these functions are found


def _up(heap, pos, end):
    """Move the item at *pos* down to a leaf along the smaller children, then back up.

    It came from the end of the heap: it belongs near the leaves, and comparing it on
    the way down would be wasted.
    """
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _down(heap, start, pos)


def _down(heap, start, pos):
    """Move the item at *pos* towards the root, as long as its parent is greater."""
    item = heap[pos]
    while pos > start:
        parent_pos = (pos - 1) >> 1
        parent = heap[parent_pos]
        if not item < parent:
            break
        heap[pos] = parent
        pos = parent_pos
    heap[pos] = item


def _up_max(heap, pos, end):
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[right] < heap[child]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _down_max(heap, start, pos)


def _down_max(heap, start, pos):
    item = heap[pos]
    while pos > start:
        parent_pos = (pos - 1) >> 1
        parent = heap[parent_pos]
        if not parent < item:
            break
        heap[pos] = parent
        pos = parent_pos
    heap[pos] = item


def heappush(heap, item):
    """Add an item."""
    heap.append(item)
    _down(heap, 0, len(heap) - 1)


def heappop(heap):
    """Remove and return the smallest item."""
    last = heap.pop()
    if not heap:
        return last
    first = heap[0]
    heap[0] = last
    _up(heap, 0, len(heap))
    return first


def heapreplace(heap, item):
    """Remove and return the smallest item, then add *item*."""
    first = heap[0]
    heap[0] = item
    _up(heap, 0, len(heap))
    return first


def heappushpop(heap, item):
    """Add *item*, then remove and return the smallest."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _up(heap, 0, len(heap))
    return item


def heapify(x):
    """Make a heap of a list, in place."""
    end = len(x)
    for pos in reversed(range(end // 2)):
        _up(x, pos, end)


def heappush_max(heap, item):
    """Add an item to a heap whose greatest is at 0."""
    heap.append(item)
    _down_max(heap, 0, len(heap) - 1)


def heappop_max(heap):
    """Remove and return the greatest item."""
    last = heap.pop()
    if not heap:
        return last
    first = heap[0]
    heap[0] = last
    _up_max(heap, 0, len(heap))
    return first


def heapreplace_max(heap, item):
    """Remove and return the greatest item, then add *item*."""
    first = heap[0]
    heap[0] = item
    _up_max(heap, 0, len(heap))
    return first


def heappushpop_max(heap, item):
    """Add *item*, then remove and return the greatest."""
    if heap and item < heap[0]:
        item, heap[0] = heap[0], item
        _up_max(heap, 0, len(heap))
    return item


def heapify_max(x):
    """Make a heap whose greatest is at 0, in place."""
    end = len(x)
    for pos in reversed(range(end // 2)):
        _up_max(x, pos, end)
