"""The HTTP edge: requests become durable captures, and only then are answered (R44)."""

from runtime.edge.app import edge
from runtime.edge.server import serve

__all__ = ["edge", "serve"]
