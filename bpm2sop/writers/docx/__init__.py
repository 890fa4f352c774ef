"""The SOP as an editable Word document (DOCX)."""

from bpm2sop.writers.docx.canvas import Shapes
from bpm2sop.writers.docx.document import DocxOptions, write_document, write_docx

__all__ = ["DocxOptions", "Shapes", "write_document", "write_docx"]
