"""Variables whose value depends on the context: each task has its own."""

__all__ = ("Context", "ContextVar", "Token", "copy_context")

import _collections_abc
from _contextvars import Context, ContextVar, Token, copy_context

_collections_abc.Mapping.register(Context)
