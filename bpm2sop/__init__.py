"""From process map to SOP, every row traceable."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bpm2sop.api import build_atlas, draft, read_maps, verify, write

__all__ = ["__version__", "build_atlas", "draft", "read_maps", "verify", "write"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the face offers)
    """Import the public functions when one is first used, so that `bpm2sop --version` needs none of them."""
    if name in __all__:
        return getattr(import_module("bpm2sop.api"), name)
    raise AttributeError(name)
