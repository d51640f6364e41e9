"""A workbook with two generated tabs and real, related parts of the user's own around and on them.

XlsxWriter makes what it can; pivot, slicer, threaded comment, custom XML, macros, ribbon and calculation chain are
added as parts by hand, as Excel writes them.
"""

from __future__ import annotations

import base64
import functools
import io
import tempfile
import zipfile
from pathlib import Path

import xlsxwriter

REPORT, LIST, MINE, DATA = "SLA Report", "Watchlist", "My Sheet", "My Data"
TILES, CALLS = "Report_Tiles", "WatchlistTable"
HEADERS = ("Request ID", "Service", "Due", "Left")

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
PERSON = "{11111111-2222-4333-8444-555555555555}"
THREAD = "{AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE}"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Parts(dict[str, bytes]):
    """Parts of a package by name, with the few edits that adding a part needs."""

    @classmethod
    def of(cls, path: Path) -> Parts:
        with zipfile.ZipFile(path) as archive:
            return cls({info.filename: archive.read(info) for info in archive.infolist()})

    def save(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.items():
                info = zipfile.ZipInfo(name, (2021, 5, 4, 10, 20, 30))
                info.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".bin")) else zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, data)
            archive.comment = b"made by hand"

    def edit(self, name: str, old: str, new: str) -> None:
        text = self[name].decode()
        if old not in text:
            raise LookupError(f"{old!r} is not in {name}")
        self[name] = text.replace(old, new, 1).encode()

    def add(self, name: str, text: str, content_type: str = "") -> None:
        self[name] = (DECLARATION + text).encode()
        if content_type:
            self.declare(name, content_type)

    def declare(self, name: str, content_type: str) -> None:
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        self.edit("[Content_Types].xml", "</Types>", override)

    def relate(self, part: str, identity: str, kind: str, target: str) -> None:
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self:
            self.add(rels, '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>')
            self.edit(rels, "/>", "></Relationships>")
        relation = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/></Relationships>'
        self.edit(rels, "</Relationships>", relation)


def build(path: Path) -> Path:
    """Write the workbook.

    Args:
        path: Where to; the name ends in ``.xlsm``.

    Returns:
        The path.
    """
    path.write_bytes(_bytes())
    return path


@functools.cache
def _bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        _base(plain)
        parts = Parts.of(plain)
        _pivot(parts)
        _slicer(parts)
        _threaded_comment(parts)
        _custom_xml(parts)
        _calc_chain(parts)
        _macros(parts)
        parts.save(Path(folder) / "whole.xlsm")
        return (Path(folder) / "whole.xlsm").read_bytes()


def _base(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    report, watch = book.add_worksheet(REPORT), book.add_worksheet(LIST)
    mine, data = book.add_worksheet(MINE), book.add_worksheet(DATA)
    for number, sheet in enumerate((report, watch, mine, data), 1):
        sheet.set_vba_name(f"Sheet{number}")
    book.set_vba_name("ThisWorkbook")
    _report(book, report)
    _watchlist(book, watch)
    _mine(book, mine)
    _data(data)
    book.define_name(TILES, f"='{REPORT}'!$B$3:$D$5")
    book.define_name("MyFirstTile", f"='{REPORT}'!$B$3")
    book.close()


def _report(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    tile = book.add_format({"bold": True, "bg_color": "#DDEEFF", "num_format": "0.0"})
    sheet.write("B1", "Headline")
    for row in range(2, 5):
        for column in range(1, 4):
            sheet.write(row, column, row * column, tile)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{REPORT}'!$C$3:$C$5", "categories": f"='{REPORT}'!$B$3:$B$5"})
    sheet.insert_chart("B20", chart)
    sheet.insert_image("F20", "dot.png", {"image_data": io.BytesIO(PIXEL), "description": "A dot"})
    sheet.insert_button("F1", {"macro": "Hello", "caption": "Hello"})
    sheet.write_comment("B1", "[Threaded comment]\n\nIs this right?", {"author": f"tc={THREAD}"})
    sheet.add_sparkline("F3", {"range": f"'{REPORT}'!B3:D3"})
    sheet.conditional_format("B3:D5", {"type": "data_bar", "data_bar_2010": True})
    sheet.write("H3", "mine, beside the tiles")
    sheet.write_formula("H4", "=SUM(B3:D5)", None, 54)


def _watchlist(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"font_color": "#333333"})
    sheet.set_column("A:B", 14, text)
    sheet.set_column("C:C", 12, day)
    rows = [["R-1", "S-1", 45000, 3.5], ["R-2", "S-1", 45001, 4], ["R-3", "S-2", 45002, 5]]
    columns = [{"header": header} for header in HEADERS]
    columns[3] |= {"total_function": "sum", "total_value": 12.5}
    columns[0] |= {"total_string": "Total"}
    sheet.add_table("A4:D8", {"name": CALLS, "data": rows, "columns": columns, "total_row": True})
    sheet.freeze_panes(4, 0)
    sheet.write("A40", "my note, far below")


def _mine(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_formula("A1", f"='{REPORT}'!C4*2", None, 12)
    sheet.write_formula("A2", f"=SUM({CALLS}[Left])", None, 12.5)
    sheet.write("A3", "text with é and <&>")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"='{DATA}'!$B$2:$B$4"})
    sheet.insert_chart("C2", chart)


def _data(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    rows = [["North", 1], ["South", 2], ["North", 3]]
    sheet.add_table("A1:B4", {"name": "MyTable", "data": rows, "columns": [{"header": "Area"}, {"header": "Value"}]})
    sheet.data_validation("D1:D5", {"validate": "list", "source": ["Yes", "No"]})


def _pivot(parts: Parts) -> None:
    definition, records = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotCache/pivotCacheRecords1.xml"
    parts.add(
        definition,
        f'<pivotCacheDefinition {MAIN} {R} r:id="rId1" refreshedBy="me" refreshedDate="45000" createdVersion="6" '
        f'refreshedVersion="6" minRefreshableVersion="3" recordCount="3"><cacheSource type="worksheet">'
        f'<worksheetSource name="MyTable"/></cacheSource><cacheFields count="2"><cacheField name="Area" numFmtId="0">'
        f'<sharedItems count="2"><s v="North"/><s v="South"/></sharedItems></cacheField><cacheField name="Value" '
        f'numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
        f'containsInteger="1" minValue="1" maxValue="3"/></cacheField></cacheFields></pivotCacheDefinition>',
        SPREADSHEET + "pivotCacheDefinition+xml",
    )
    parts.add(
        records,
        f'<pivotCacheRecords {MAIN} {R} count="3"><r><x v="0"/><n v="1"/></r><r><x v="1"/><n v="2"/></r>'
        f'<r><x v="0"/><n v="3"/></r></pivotCacheRecords>',
        SPREADSHEET + "pivotCacheRecords+xml",
    )
    parts.relate(definition, "rId1", OFFICE + "pivotCacheRecords", "pivotCacheRecords1.xml")
    parts.relate("xl/workbook.xml", "rIdCache", OFFICE + "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    parts.edit(
        "xl/workbook.xml",
        'fullCalcOnLoad="1"/>',
        '/><pivotCaches><pivotCache cacheId="1" r:id="rIdCache"/></pivotCaches>',
    )
    for number, sheet, where in ((1, 1, "J3:K6"), (2, 3, "J30:K33")):
        pivot = f"xl/pivotTables/pivotTable{number}.xml"
        parts.add(
            pivot,
            f'<pivotTableDefinition {MAIN} name="Pivot{number}" cacheId="1" dataCaption="Values" updatedVersion="6" '
            f'minRefreshableVersion="3" createdVersion="6" indent="0" outline="1" outlineData="1"><location '
            f'ref="{where}" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField '
            f'axis="axisRow" showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/></items>'
            f'</pivotField><pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/>'
            f'</rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i><i t="grand"><x/></i></rowItems><colItems '
            f'count="1"><i/></colItems><dataFields count="1"><dataField name="Sum" fld="1"/></dataFields>'
            f"</pivotTableDefinition>",
            SPREADSHEET + "pivotTable+xml",
        )
        parts.relate(pivot, "rId1", OFFICE + "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
        sheet_part = f"xl/worksheets/sheet{sheet}.xml"
        parts.relate(sheet_part, "rIdPivot", OFFICE + "pivotTable", f"../pivotTables/pivotTable{number}.xml")


def _slicer(parts: Parts) -> None:
    x14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    x15 = 'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"'
    main14 = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    parts.add(
        "xl/slicerCaches/slicerCache1.xml",
        f'<slicerCacheDefinition {main14} name="Slicer_Area" sourceName="Area"><extLst><x:ext xmlns:x='
        f'"http://schemas.openxmlformats.org/spreadsheetml/2006/main" {x15} '
        f'uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}">'
        f'<x15:tableSlicerCache tableId="2" column="1"/></x:ext></extLst></slicerCacheDefinition>',
        "application/vnd.ms-excel.slicerCache+xml",
    )
    parts.add(
        "xl/slicers/slicer1.xml",
        f'<slicers {main14}><slicer name="Area" cache="Slicer_Area" caption="Area" rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    parts.relate(
        "xl/workbook.xml", "rIdSlicer", MICROSOFT + "2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"
    )
    parts.relate(
        "xl/worksheets/sheet1.xml", "rIdSlicer", MICROSOFT + "2007/relationships/slicer", "../slicers/slicer1.xml"
    )
    parts.edit(
        "xl/workbook.xml",
        "</workbook>",
        f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" {x15}><x15:slicerCaches {x14}>'
        f'<x14:slicerCache r:id="rIdSlicer"/></x15:slicerCaches></ext></extLst></workbook>',
    )
    parts.edit(
        "xl/worksheets/sheet1.xml",
        "</extLst>",
        f'<ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}" {x14}><x14:slicerList><x14:slicer r:id="rIdSlicer"/>'
        f"</x14:slicerList></ext></extLst>",
    )
    parts.edit(
        "xl/drawings/drawing1.xml",
        "</xdr:wsDr>",
        "<xdr:twoCellAnchor><xdr:from><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row>"
        "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>11</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>30"
        '</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006" xmlns:sle15="http://schemas.microsoft.com/office/drawing/2012/slicer"><mc:Choice '
        'Requires="sle15"><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="90" name="Area"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/drawing/2010/slicer"><sle:slicer xmlns:sle='
        '"http://schemas.microsoft.com/office/drawing/2010/slicer" name="Area"/></a:graphicData></a:graphic>'
        '</xdr:graphicFrame></mc:Choice><mc:Fallback><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        '<xdr:cNvPr id="0" name=""/>'
        '<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp>'
        "</mc:Fallback></mc:AlternateContent><xdr:clientData/></xdr:twoCellAnchor>"
        "</xdr:wsDr>",
    )


def _threaded_comment(parts: Parts) -> None:
    space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
    parts.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments {space}><threadedComment ref="B1" dT="2024-01-02T03:04:05.00" personId="{PERSON}" '
        f'id="{THREAD}"><text>Is this right?</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    parts.add(
        "xl/persons/person.xml",
        f'<personList {space}><person displayName="Ann" id="{PERSON}" userId="ann" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    threads = MICROSOFT + "2017/10/relationships/threadedComment"
    parts.relate("xl/worksheets/sheet1.xml", "rIdThread", threads, "../threadedComments/threadedComment1.xml")
    parts.relate("xl/workbook.xml", "rIdPerson", MICROSOFT + "2017/10/relationships/person", "persons/person.xml")


def _custom_xml(parts: Parts) -> None:
    parts.add("customXml/item1.xml", '<note xmlns="urn:example:note">kept</note>')
    parts.add(
        "customXml/itemProps1.xml",
        '<ds:datastoreItem ds:itemID="{99999999-8888-4777-8666-555555555555}" xmlns:ds='
        '"http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>',
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    parts.relate("customXml/item1.xml", "rId1", OFFICE + "customXmlProps", "itemProps1.xml")
    parts.relate("xl/workbook.xml", "rIdCustom", OFFICE + "customXml", "../customXml/item1.xml")


def _calc_chain(parts: Parts) -> None:
    parts.add(
        "xl/calcChain.xml",
        f'<calcChain {MAIN}><c r="A2" i="3"/><c r="A1"/><c r="H4" i="1"/><c r="D8" i="2"/></calcChain>',
        SPREADSHEET + "calcChain+xml",
    )
    parts.relate("xl/workbook.xml", "rIdChain", OFFICE + "calcChain", "calcChain.xml")


def _macros(parts: Parts) -> None:
    from pyopenvba import ExcelFile

    parts.edit(
        "[Content_Types].xml", SPREADSHEET + "sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "macros.xlsm"
        parts.save(path)
        with ExcelFile(str(path)) as book:
            book.add_vba_project().add_module(
                "Greeting", 'Option Explicit\r\nPublic Sub Hello()\r\n    MsgBox "hello"\r\nEnd Sub\r\n'
            )
            book.save()
        with_macros = Parts.of(path)
    parts["xl/vbaProject.bin"] = with_macros["xl/vbaProject.bin"]
    parts["[Content_Types].xml"] = with_macros["[Content_Types].xml"]
    parts["xl/_rels/workbook.xml.rels"] = with_macros["xl/_rels/workbook.xml.rels"]
    parts.add(
        "customUI/customUI14.xml",
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs><tab id="mine" '
        'label="Mine"/></tabs></ribbon></customUI>',
    )
    parts.relate("", "rIdRibbon", MICROSOFT + "2007/relationships/ui/extensibility", "customUI/customUI14.xml")
