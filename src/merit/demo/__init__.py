"""The demo company 青禾家居: invented, complete, and the same bytes for the same seed and end month."""

from merit.demo.write import write_demo

__all__ = ["write_demo"]
