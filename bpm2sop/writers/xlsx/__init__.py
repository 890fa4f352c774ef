"""The SOP as an editable workbook (XLSX)."""

from bpm2sop.writers.xlsx.drawing import Connectors
from bpm2sop.writers.xlsx.workbook import XlsxOptions, write_workbook, write_xlsx

__all__ = ["Connectors", "XlsxOptions", "write_workbook", "write_xlsx"]
