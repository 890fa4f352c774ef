"""The SOP as an editable workbook (XLSX)."""

from bpm2sop.writers.xlsx.workbook import write_workbook, write_xlsx

__all__ = ["write_workbook", "write_xlsx"]
