"""A workbook that gives away everything a workbook can: one unique text in every hiding place.

XlsxWriter makes what it can; the rest is added as parts by hand, as Excel writes them. The sheets Board and Figures
are to be published, all others are not.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path

import xlsxwriter

from pmo_workbook.publish.inspection.categories import Category
from tests.foreign import PIXEL, Parts
from tests.publish.hiding import figure, secret
from tests.publish.planted_parts import plant

BOARD, FIGURES = "Board", "Figures"
SHOWN = "All is well: 7 of 10"


def build(path: Path) -> Path:
    """Write the workbook; `PLANTED` is complete afterwards.

    Args:
        path: Where to; the name ends in ``.xlsm``.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        _base(plain)
        parts = Parts.of(plain)
    plant(parts)
    parts.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = secret("ArchiveComment", None).encode()
        info = zipfile.ZipInfo("loose/part.xml")
        info.extra = struct.pack("<HH", 0x7777, 20) + secret("ZipExtra", None).encode()[:20].ljust(20)
        archive.writestr(info, f"<note>{secret('LoosePart', None)}</note>")
    return path


def camera_picture() -> bytes:
    """A PNG with a text in it, as editors leave there."""
    text = b"Comment\0" + secret("PictureText", None).encode()
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text + struct.pack(">I", zlib.crc32(b"tEXt" + text))
    return PIXEL[:33] + chunk + PIXEL[33:]


def _base(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    board, figures = book.add_worksheet(BOARD), book.add_worksheet(FIGURES)
    gone = book.add_worksheet(secret("GoneTitle", None))
    hidden, deep = book.add_worksheet(secret("HiddenTitle", Category.HIDDEN_SHEETS)), book.add_worksheet("Deep")
    hidden.hide()
    deep.very_hidden()
    for sheet, name in ((gone, "GoneCell"), (hidden, "HiddenCell"), (deep, "DeepCell")):
        sheet.write("A1", secret(name, None))
    _board(book, board, gone.get_name())
    _figures(book, figures)
    _gone(gone)
    book.define_name(secret("NameOfText", None), f'="{secret("TextOfName", Category.NAMES)}"')
    book.define_name("ToGone", f"='{gone.get_name()}'!$A$1:$A$3")
    book.set_properties(
        {
            key: secret(f"Property{key}", Category.PROPERTIES)
            for key in ("subject", "author", "manager", "company", "category", "keywords", "comments", "status")
        }
        | {"hyperlink_base": secret("LinkBase", Category.PROPERTIES)}
    )
    custom = secret("CustomName", None), secret("CustomValue", Category.CUSTOM_PROPERTIES)
    book.set_custom_property(*custom)
    book.close()


def _board(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, gone: str) -> None:
    title = book.add_format({"bold": True, "font_size": 20, "bg_color": "#F6F7F9"})
    sheet.write("B1", SHOWN, title)
    sheet.write("B2", 0.875, book.add_format({"num_format": "0.0%"}))
    sheet.write("B3", "stands for itself")
    sheet.write("A7", "first label")
    sheet.write("A8", secret("HiddenRow", Category.HIDDEN_CELLS))
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.write("A9", "row of no height")
    sheet.set_row(8, 0)
    sheet.write("H1", secret("HiddenColumn", Category.HIDDEN_CELLS))
    sheet.set_column("H:H", None, None, {"hidden": True})
    sheet.write("I1", secret("NarrowColumn", Category.HIDDEN_CELLS))
    sheet.set_column("I:I", 0.1)
    sheet.write("B21", secret("LinkedData", Category.LINKED_DATA))
    sheet.write("N61", secret("UnderLargeMerge", Category.INVISIBLE))
    sheet.merge_range("B10:D10", "merged")
    sheet.write("C10", secret("UnderMerged", Category.INVISIBLE))
    sheet.write("B11", secret("WhiteOnWhite", Category.INVISIBLE), book.add_format({"font_color": "#FFFFFF"}))
    sheet.write("B12", secret("NoFormat", Category.INVISIBLE), book.add_format({"num_format": ";;;"}))
    author = secret("NoteAuthor", Category.COMMENTS)
    sheet.write_comment("B1", secret("NoteText", Category.COMMENTS), {"author": author})
    sheet.write_formula("B13", f'=IF(1,42,"{secret("InFormula", Category.FORMULAS)}")', None, 42)
    sheet.write_formula("B14", f'=RTD("{secret("RealTime", Category.REAL_TIME)}",,"x")', None, 3)
    sheet.write_formula("B15", f'=CUBEMEMBER("{secret("Cube", Category.CUBES)}","x")', None, "member")
    link = secret("LinkTarget", None)
    sheet.write_formula("B16", f'=HYPERLINK("#\'{gone}\'!A1","look")', None, "look")
    sheet.write_url("B17", f"https://intranet.example/{link}", None, "our page", secret("Tip", Category.HYPERLINKS))
    sheet.write_url("B18", f"mailto:{secret('MailLink', Category.HYPERLINKS)}@example.org", None, "write to us")
    sheet.write_url("B19", f"internal:'{gone}'!A1", None, "← Back")
    footer = secret("Footer", Category.HEADERS)
    sheet.set_footer(f"&L&A {footer}&C&F&R&Z Page &P of &N")
    sheet.set_header(f"&C{secret('Header', Category.HEADERS)}")
    rule = {"validate": "list", "source": [secret("Choice", None), "b"]}
    sheet.data_validation("F1", rule | {"input_message": secret("InputMessage", None)})
    red = book.add_format({"font_color": "#B42318"})
    condition = {"type": "formula", "format": red}
    sheet.conditional_format("B2", condition | {"criteria": f"='{gone}'!$A$1=\"{secret('Criterion', None)}\""})
    sheet.conditional_format("B2:B3", condition | {"criteria": "=$B$2>1"})
    sheet.conditional_format("B2", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("E2", {"range": f"'{gone}'!A1:A3"})
    sheet.protect(secret("Password", None))
    picture = {
        "image_data": io.BytesIO(camera_picture()),
        "description": f"C:\\{secret('Path', Category.ALT_TEXTS)}\\a.png",
    }
    sheet.insert_image("F20", secret("FileName", None) + ".png", picture)
    sheet.insert_textbox("F25", "a text box", {"description": "A text in a box"})
    sheet.insert_button("F1", {"macro": secret("Macro", None), "caption": secret("Button", None)})
    own = f"={BOARD}!$B$2:$B$3", f"={BOARD}!$A$7:$A$8"
    for row, (values, names) in ((30, (f"='{gone}'!$B$1:$B$3", f"='{gone}'!$C$1:$C$3")), (45, own)):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"name": f"='{gone}'!$D$1", "values": values, "categories": names})
        chart.set_y_axis({"num_format": f'"{secret("AxisFormat", Category.STYLES)}"0'})
        sheet.insert_chart(row, 1, chart, {"object_position": 1, "description": "Columns"})


def _figures(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    columns = [{"header": "Service"}, {"header": "Met"}]
    rows = [["Intake", 1], [secret("Filtered", Category.HIDDEN_CELLS), 2], ["Training", 3]]
    sheet.add_table("A1:B5", {"name": "Figures_Table", "data": rows, "columns": columns, "total_row": True})
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.freeze_panes(1, 1)
    sheet.set_column("A:A", 30, book.add_format({"italic": True}))
    sheet.print_area("A1:B5")
    sheet.repeat_rows(0)
    _unreadable(book, sheet)


def _unreadable(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    faint = book.add_format({"font_color": "#FEFEFE"})
    sheet.write("D7", secret("NearlyWhite", Category.INVISIBLE), faint)
    sheet.write("D8", secret("TinyFont", Category.INVISIBLE), book.add_format({"font_size": 1}))
    sheet.write_rich_string("D9", "seen, ", faint, secret("WhiteRun", Category.INVISIBLE), " and seen")
    below = book.add_format({"num_format": '[<8000000]"";General'})
    sheet.write("D10", figure(7310592, Category.INVISIBLE), below)
    sheet.write("D11", figure(-6402817, Category.INVISIBLE), book.add_format({"num_format": "0;;0"}))


def _gone(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write("D1", "Series")
    sheet.write("E1", secret("Mail", Category.MAIL_ADDRESSES) + "@example.org")
    sheet.conditional_format("A1", {"type": "formula", "criteria": f"=#REF!={len(sheet.get_name())}"})
    for row in range(3):
        sheet.write_row(row, 1, [row + 1, f"label {row}"])
    sheet.write_comment("B2", secret("GoneNote", Category.COMMENTS))
    picture = {"image_data": io.BytesIO(PIXEL), "description": secret("GoneAltText", Category.ALT_TEXTS)}
    sheet.insert_image("F2", "dot.png", picture)
