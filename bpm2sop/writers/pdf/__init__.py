"""SOPs as archive-grade, accessible PDF, painted from the page model by typst."""

from bpm2sop.writers.pdf.document import pdf_of, write_pdf

__all__ = ["pdf_of", "write_pdf"]
