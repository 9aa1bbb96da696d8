"""Ordering the nodes of a graph so that each comes after those it depends on."""

__all__ = ["TopologicalSorter", "CycleError"]

GenericAlias = type(list[int])

_NODE_OUT = -1      # passed out by get_ready()
_NODE_DONE = -2     # and done


class _NodeInfo:
    __slots__ = ("node", "npredecessors", "successors")

    def __init__(self, node):
        self.node = node
        self.npredecessors = 0      # those not done; or one of the states above
        self.successors = []        # with repetitions, as they were added


class CycleError(ValueError):
    """There is a cycle: args[1] lists its nodes, the first one again at the end."""


class TopologicalSorter:
    """Sorts a graph: a dict of nodes to what they depend on."""

    def __init__(self, graph=None):
        self._node2info = {}
        self._ready_nodes = None
        self._npassedout = 0
        self._nfinished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _get_nodeinfo(self, node):
        info = self._node2info.get(node)
        if info is None:
            info = self._node2info[node] = _NodeInfo(node)
        return info

    def add(self, node, *predecessors):
        """Add a node and what it depends on; may be called again for more of that."""
        if self._ready_nodes is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        info = self._get_nodeinfo(node)
        info.npredecessors += len(predecessors)
        for predecessor in predecessors:
            self._get_nodeinfo(predecessor).successors.append(node)

    def prepare(self):
        """Check for cycles; from here on nothing can be added."""
        if self._npassedout > 0:
            raise ValueError("cannot prepare() after starting iteration")
        if self._ready_nodes is None:
            self._ready_nodes = [info.node for info in self._node2info.values()
                                 if info.npredecessors == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """The nodes of which nothing keeps them any more, each passed out once."""
        if self._ready_nodes is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready_nodes)
        for node in result:
            self._node2info[node].npredecessors = _NODE_OUT
        self._ready_nodes.clear()
        self._npassedout += len(result)
        return result

    def is_active(self):
        """Whether there is more to be done."""
        if self._ready_nodes is None:
            raise ValueError("prepare() must be called first")
        return self._nfinished < self._npassedout or bool(self._ready_nodes)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Say that nodes are done, which may make others ready."""
        if self._ready_nodes is None:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            info = self._node2info.get(node)
            if info is None:
                raise ValueError(f"node {node!r} was not added using add()")
            state = info.npredecessors
            if state != _NODE_OUT:
                if state >= 0:
                    raise ValueError(f"node {node!r} was not passed out "
                                     "(still not ready)")
                raise ValueError(f"node {node!r} was already marked done")
            info.npredecessors = _NODE_DONE
            for successor in info.successors:
                other = self._node2info[successor]
                other.npredecessors -= 1
                if other.npredecessors == 0:
                    self._ready_nodes.append(successor)
            self._nfinished += 1

    def _find_cycle(self):
        """A cycle as a list, or None: depth first, without recursion."""
        seen = set()
        for start in self._node2info:
            if start in seen:
                continue
            path = []           # the nodes from the start to here
            position = {}       # where they are in it
            pending = []        # their successors still to be visited
            node = start
            while True:
                if node in position:
                    return path[position[node]:] + [node]
                if node not in seen:
                    seen.add(node)
                    position[node] = len(path)
                    path.append(node)
                    pending.append(iter(self._node2info[node].successors))
                # On to the next successor; back where there is none.
                while path:
                    try:
                        node = next(pending[-1])
                        break
                    except StopIteration:
                        del position[path.pop()]
                        pending.pop()
                else:
                    break
        return None

    def static_order(self):
        """An iterator over all nodes in an order that fits."""
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)

    __class_getitem__ = classmethod(GenericAlias)
