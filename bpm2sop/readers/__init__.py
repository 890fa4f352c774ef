"""Bytes to process maps: the only floor that knows XML."""

from bpm2sop.readers.limits import Limits
from bpm2sop.readers.registry import READERS, Reader, read_file

__all__ = ["READERS", "Limits", "Reader", "read_file"]
