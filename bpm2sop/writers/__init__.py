"""Writers turn an SOP into the bytes of one file; the same SOP always gives the same bytes."""

from bpm2sop.writers.csv_table import write_csv
from bpm2sop.writers.docx import write_docx
from bpm2sop.writers.html_page import write_html
from bpm2sop.writers.json_document import write_json
from bpm2sop.writers.markdown import write_markdown
from bpm2sop.writers.pdf import write_pdf
from bpm2sop.writers.svg import write_png, write_svg
from bpm2sop.writers.writer import Context, Writer
from bpm2sop.writers.xlsx import write_xlsx

WRITERS: tuple[Writer, ...] = (
    Writer(format="json", suffix=".json", write=write_json),
    Writer(format="csv", suffix=".csv", write=write_csv),
    Writer(format="md", suffix=".md", write=write_markdown),
    Writer(format="html", suffix=".html", write=write_html),
    Writer(format="svg", suffix=".svg", write=write_svg),
    Writer(format="png", suffix=".png", write=write_png),
    Writer(format="pdf", suffix=".pdf", write=write_pdf, paged=True),
    Writer(format="xlsx", suffix=".xlsx", write=write_xlsx, paged=True),
    Writer(format="docx", suffix=".docx", write=write_docx, paged=True),
)

__all__ = ["WRITERS", "Context", "Writer"]
