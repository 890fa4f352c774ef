"""The SOP as an editable Word document (DOCX)."""

from bpm2sop.writers.docx.document import write_document, write_docx

__all__ = ["write_document", "write_docx"]
