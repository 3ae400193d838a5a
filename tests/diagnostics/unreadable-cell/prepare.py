"""Writes a workbook, which is no text file."""

from pathlib import Path

from openpyxl import Workbook

book = Workbook()
book.remove(book.worksheets[0])
for name in ("Reefs",):
    sheet = book.create_sheet(name)
    for row in [("year", "corals"), (2024, 131), (2025, "=B2*2")]:
        sheet.append(row)
Path("assets/data").mkdir(parents=True, exist_ok=True)
book.save("assets/data/numbers.xlsx")
