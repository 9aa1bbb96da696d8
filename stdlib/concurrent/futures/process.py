"""Pools of processes: they need `multiprocessing`, which is not there yet."""

import multiprocessing          # the ImportError says what is missing
