"""Writers turn an SOP into the bytes of one file; the same SOP always gives the same bytes."""

from bpm2sop.writers.json_document import write_json
from bpm2sop.writers.writer import Context, Writer

WRITERS: tuple[Writer, ...] = (Writer(format="json", suffix=".json", write=write_json),)

__all__ = ["WRITERS", "Context", "Writer"]
