"""Pools of processes, which are not there yet."""

raise ImportError("ProcessPoolExecutor needs the queues and semaphores of multiprocessing, "
                  "which Coil does not have yet")
