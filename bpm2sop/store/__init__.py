"""What is kept: uploaded bytes, what people typed and decided, and who did what when. The only place that knows SQL."""

from bpm2sop.store.codec import digest, pack, unpack
from bpm2sop.store.migrating import open_store
from bpm2sop.store.opening import Store

__all__ = ["Store", "digest", "open_store", "pack", "unpack"]
