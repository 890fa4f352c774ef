"""From process map to SOP, every row traceable."""

__version__ = "0.1.0"
