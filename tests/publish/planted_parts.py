"""The hiding places that XlsxWriter does not make: parts and elements put in by hand."""

from __future__ import annotations

from pmo_workbook.publish.inspection.categories import Category
from tests.foreign import DECLARATION, MAIN, MICROSOFT, OFFICE, SPREADSHEET, Parts, R
from tests.publish.hiding import EXPECTED, secret

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
EXCEL = "application/vnd.ms-excel."


def plant(parts: Parts) -> None:
    """Put a text into every hiding place of a package made by `planted.build`."""
    for hide in (_properties, _workbook, _sheet_parts, _package_parts, _external, _pivots, _threads, _board_xml):
        hide(parts)
    for hide in (_styles, _strings, _drawing, _chart, _macros):
        hide(parts)


def _properties(parts: Parts) -> None:
    author = "<dc:creator>"
    by = secret("LastSavedBy", Category.PROPERTIES)
    start = parts["docProps/core.xml"].decode().index("<cp:lastModifiedBy>")
    assert author in parts["docProps/core.xml"].decode()
    text = parts["docProps/core.xml"].decode()
    end = text.index("</cp:lastModifiedBy>")
    parts["docProps/core.xml"] = (text[:start] + f"<cp:lastModifiedBy>{by}" + text[end:]).encode()
    stale = secret("StaleTitle", Category.PROPERTIES)
    parts.edit("docProps/app.xml", "<vt:lpstr>Board</vt:lpstr>", f"<vt:lpstr>{stale}</vt:lpstr>")
    parts.add(
        "docMetadata/LabelInfo.xml",
        '<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label id="'
        f'{{{secret("Label", None)}}}" enabled="1" method="Privileged"/></clbl:labelList>',
        "application/vnd.ms-office.classificationlabels+xml",
    )
    labels = MICROSOFT + "2020/02/relationships/classificationlabels"
    parts.relate("", "rIdLabel", labels, "docMetadata/LabelInfo.xml")
    thumbnail = b"\xff\xd8" + secret("Thumbnail", None).encode() + b"\xff\xd9"
    parts["docProps/thumbnail.jpeg"] = thumbnail
    parts.edit("[Content_Types].xml", "<Default", '<Default Extension="jpeg" ContentType="image/jpeg"/><Default')
    parts.relate("", "rIdThumb", PACKAGE + "thumbnail", "docProps/thumbnail.jpeg")


def _workbook(parts: Parts) -> None:
    path = secret("AbsolutePath", Category.ABSOLUTE_PATH)
    user = secret("ReservedBy", Category.PROTECTION)
    revision = secret("DocumentId", Category.REVISIONS)
    parts.edit(
        "xl/workbook.xml",
        "<workbookPr",
        f'<fileSharing userName="{user}"/><workbookPr codeName="{secret("CodeName", None)}"',
    )
    parts.edit(
        "xl/workbook.xml",
        "<bookViews>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x15" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><x15ac:absPath '
        f'url="C:\\{path}\\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice>'
        '</mc:AlternateContent><xr:revisionPtr xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/'
        f'revision" revIDLastSave="0" documentId="{revision}"/><bookViews>',
    )
    hidden = secret("HiddenName", Category.HIDDEN_NAMES)
    broken = secret("BrokenName", Category.NAMES)
    parts.edit(
        "xl/workbook.xml",
        "</definedNames>",
        f'<definedName name="{hidden}" hidden="1">Board!$B$1</definedName><definedName name="{broken}">#REF!'
        "</definedName></definedNames>",
    )
    printed = secret("PrintedSheet", Category.NAMES)
    parts.edit(
        "xl/workbook.xml",
        "<definedNames>",
        f'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">{printed}!$A$1</definedName>',
    )
    view = secret("ViewName", Category.VIEWS)
    parts.edit(
        "xl/workbook.xml",
        "</workbook>",
        f'<customWorkbookViews><customWorkbookView name="{view}" guid="{{11111111-1111-4111-8111-111111111111}}" '
        'windowWidth="1" windowHeight="1" activeSheetId="1"/></customWorkbookViews><extLst><ext uri="{FCE2AD5D-F65C-'
        '4FA6-A056-5C36A1767C68}" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        f'<x15:dataModel><x15:modelTables><x15:modelTable id="{secret("ModelTable", None)}"/>'
        "</x15:modelTables></x15:dataModel></ext></extLst></workbook>",
    )


def _sheet_parts(parts: Parts) -> None:
    """Parts that hang on the sheet Board."""
    board = "xl/worksheets/sheet1.xml"
    for name, kind, category, content_type, place in (
        (
            "Printer",
            OFFICE + "printerSettings",
            Category.PRINTER,
            SPREADSHEET + "printerSettings",
            "printerSettings/p.bin",
        ),
        (
            "SheetProperty",
            OFFICE + "customProperty",
            Category.SHEET_PROPERTIES,
            SPREADSHEET + "customProperty",
            "cp.bin",
        ),
        (
            "Embedded",
            OFFICE + "oleObject",
            Category.EMBEDDED,
            "application/vnd.ms-office.oleObject",
            "embeddings/o.bin",
        ),
        ("Embedded2", OFFICE + "package", Category.EMBEDDED, "application/vnd.ms-word", "embeddings/d.docx"),
        ("ActiveX", OFFICE + "control", Category.CONTROLS, EXCEL + "activeX+xml", "activeX/activeX1.xml"),
        ("Control", OFFICE + "ctrlProp", Category.CONTROLS, EXCEL + "controlproperties+xml", "ctrlProps/c.xml"),
        ("Query", OFFICE + "queryTable", Category.CONNECTIONS, SPREADSHEET + "queryTable+xml", "queryTables/q.xml"),
        (
            "View2",
            MICROSOFT + "2019/04/relationships/namedSheetView",
            Category.VIEWS,
            EXCEL + "namedsheetviews+xml",
            "v.xml",
        ),
    ):
        parts[f"xl/{place}"] = f"<x>{secret(name, None)}</x>".encode()
        parts.declare(f"xl/{place}", content_type)
        parts.relate(board, f"rId{name}", kind, f"../{place}")
        EXPECTED.add(category)


def _package_parts(parts: Parts) -> None:
    """Parts that hang on the workbook or the package."""
    for name, source, kind, category, place in (
        ("Survey", "xl/workbook.xml", OFFICE + "survey", Category.SURVEYS, "xl/survey.xml"),
        ("Volatile", "xl/workbook.xml", OFFICE + "volatileDependencies", Category.REAL_TIME, "xl/volatile.xml"),
        ("Model", "xl/workbook.xml", OFFICE + "powerPivotData", Category.DATA_MODEL, "xl/model/item.data"),
        ("Custom", "xl/workbook.xml", OFFICE + "customXml", Category.CUSTOM_XML, "customXml/item1.xml"),
        ("Maps", "xl/workbook.xml", OFFICE + "xmlMaps", Category.CUSTOM_XML, "xl/xmlMaps.xml"),
        ("Headers", "xl/workbook.xml", OFFICE + "revisionHeaders", Category.REVISIONS, "xl/revisions/h.xml"),
        ("Users", "xl/workbook.xml", OFFICE + "usernames", Category.REVISIONS, "xl/revisions/u.xml"),
        ("Rich", "xl/workbook.xml", MICROSOFT + "2017/06/relationships/rdRichValue", Category.LINKED_DATA, "xl/rd.xml"),
        ("Slicer", "xl/workbook.xml", MICROSOFT + "2007/relationships/slicerCache", Category.SLICERS, "xl/slicer.xml"),
        ("Time", "xl/workbook.xml", MICROSOFT + "2011/relationships/timelineCache", Category.SLICERS, "xl/time.xml"),
        ("Sheet4", "xl/workbook.xml", MICROSOFT + "2006/relationships/xlMacrosheet", Category.MACROS, "xl/xlm.xml"),
        ("Ribbon", "", MICROSOFT + "2007/relationships/ui/extensibility", Category.RIBBON, "customUI/customUI14.xml"),
        (
            "Panes",
            "",
            MICROSOFT + "2011/relationships/webextensiontaskpanes",
            Category.TASK_PANES,
            "xl/panes.xml",
        ),
        (
            "AddIn",
            "xl/workbook.xml",
            MICROSOFT + "2011/relationships/webextension",
            Category.CONTENT_ADDINS,
            "xl/we.xml",
        ),
        ("Signed", "", PACKAGE + "origin", Category.SIGNATURES, "_xmlsig/origin.sigs"),
        ("Odd", "xl/workbook.xml", "http://example.org/relationships/odd", Category.OTHER, "xl/odd.xml"),
    ):
        parts[place] = f"<x>{secret(name, None)}</x>".encode()
        parts.declare(place, "application/xml")
        folder = source.rpartition("/")[0]
        target = place.removeprefix(f"{folder}/") if folder and place.startswith(folder) else f"/{place}"
        parts.relate(source, f"rId{name}", kind, target)
        EXPECTED.add(category)


def _external(parts: Parts) -> None:
    target = secret("OtherBook", Category.EXTERNAL_LINKS)
    parts.add(
        "xl/externalLinks/externalLink1.xml",
        f'<externalLink {MAIN} {R}><externalBook r:id="rId1"><sheetDataSet>'
        f'<sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{secret("OtherCell", None)}</v></cell></row>'
        "</sheetData></sheetDataSet></externalBook></externalLink>",
        SPREADSHEET + "externalLink+xml",
    )
    parts.relate("xl/workbook.xml", "rIdExternal", OFFICE + "externalLink", "externalLinks/externalLink1.xml")
    parts.relate("xl/externalLinks/externalLink1.xml", "rId1", OFFICE + "externalLinkPath", f"file:///C:/{target}.xlsx")
    rels = "xl/externalLinks/_rels/externalLink1.xml.rels"
    parts.edit(rels, '.xlsx"/>', '.xlsx" TargetMode="External"/>')
    long = secret("LongPath", Category.LONG_REFERENCES)
    kind = MICROSOFT + "2019/04/relationships/externalLinkLongPath"
    parts.relate("xl/externalLinks/externalLink1.xml", "rId2", kind, f"file:///C:/{long}.xlsb")
    parts.edit(rels, '.xlsb"/>', '.xlsb" TargetMode="External"/>')
    parts.add(
        "xl/connections.xml",
        f'<connections {MAIN}><connection id="1" name="{secret("Connection", Category.CONNECTIONS)}" type="5"><dbPr '
        f'connection="{secret("ConnectionString", Category.CONNECTIONS)}"/></connection></connections>',
        SPREADSHEET + "connections+xml",
    )
    parts.relate("xl/workbook.xml", "rIdConnections", OFFICE + "connections", "connections.xml")


def _pivots(parts: Parts) -> None:
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    parts.add(
        cache,
        f'<pivotCacheDefinition {MAIN} {R} refreshedBy="{secret("RefreshedBy", Category.PIVOTS)}"><cacheFields>'
        f'<cacheField name="x"><sharedItems><s v="{secret("CachedItem", None)}"/></sharedItems></cacheField>'
        "</cacheFields></pivotCacheDefinition>",
        SPREADSHEET + "pivotCacheDefinition+xml",
    )
    parts.relate("xl/workbook.xml", "rIdCache", OFFICE + "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    parts.add(
        "xl/pivotTables/pivotTable1.xml",
        f'<pivotTableDefinition {MAIN} name="{secret("Pivot", Category.PIVOTS)}" cacheId="1" dataCaption="V"/>',
        SPREADSHEET + "pivotTable+xml",
    )
    parts.relate("xl/worksheets/sheet1.xml", "rIdPivot", OFFICE + "pivotTable", "../pivotTables/pivotTable1.xml")


def _threads(parts: Parts) -> None:
    space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
    parts.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments {space}><threadedComment ref="B1" personId="p" id="t"><text>'
        f"{secret('Thread', Category.THREADS)}</text></threadedComment></ThreadedComments>",
        EXCEL + "threadedcomments+xml",
    )
    kind = MICROSOFT + "2017/10/relationships/"
    parts.relate(
        "xl/worksheets/sheet1.xml", "rIdT", kind + "threadedComment", "../threadedComments/threadedComment1.xml"
    )
    parts.add(
        "xl/persons/person.xml",
        f'<personList {space}><person displayName="{secret("Person", Category.PERSONS)}" id="p" '
        f'userId="{secret("PersonId", Category.PERSONS)}" providerId="None"/></personList>',
        EXCEL + "person+xml",
    )
    parts.relate("xl/workbook.xml", "rIdPersons", kind + "person", "persons/person.xml")


def _board_xml(parts: Parts) -> None:
    """Elements in the sheet Board that are not XlsxWriter's."""
    board = "xl/worksheets/sheet1.xml"
    scenario = secret("Scenario", None)
    ranges = f'<protectedRanges><protectedRange sqref="A1" name="{secret("Range", None)}"/></protectedRanges>'
    scenarios = f'<scenarios><scenario name="{scenario}" user="u"><inputCells r="B2" val="1"/></scenario></scenarios>'
    parts.edit(board, "<sheetProtection", "<sheetProtection_")
    text = parts[board].decode()
    start = text.index("<sheetProtection_")
    end = text.index("/>", start) + 2
    parts[board] = (
        text[:end].replace("<sheetProtection_", "<sheetProtection") + ranges + scenarios + text[end:]
    ).encode()
    parts.edit(board, "<sheetPr>" if "<sheetPr>" in text else "<dimension", _sheet_properties(text))
    parts.edit(
        board,
        "</extLst>",
        f'<ext uri="{{ABCDEF00-1111-4222-8333-444444444444}}" xmlns:odd="urn:odd"><odd:note text="'
        f'{secret("Extension", None)}"/></ext></extLst>',
    )
    parts.edit(board, "<!-- -->" if "<!-- -->" in text else "<sheetData>", _comment())
    parts.edit(board, '<c r="B21"', '<c r="B21" vm="1"')
    parts.edit(board, '<mergeCells count="1">', '<mergeCells count="2"><mergeCell ref="M60:AZ400"/>')
    note = secret("RowAttribute", None)
    parts.edit(board, '<row r="3"', f'<row xmlns:odd="urn:odd" odd:note="{note}" r="3"')
    note = secret("FormatAttribute", None)
    parts.edit(board, "<x14:cfRule ", f'<x14:cfRule note="{note}" ')
    for category in (Category.PROTECTION, Category.SCENARIOS, Category.EXTENSIONS, Category.VALIDATIONS):
        EXPECTED.add(category)
    table = "xl/tables/table1.xml"
    parts.edit(table, "<table ", f'<table comment="{secret("TableComment", Category.PROPERTIES)}" ')
    wanted = secret("FilterValue", Category.FILTERS)
    parts.edit(
        table,
        '<autoFilter ref="A1:B4"/>',
        f'<autoFilter ref="A1:B4"><filterColumn colId="0"><filters><filter val="{wanted}"/></filters></filterColumn>'
        "</autoFilter>",
    )


def _sheet_properties(text: str) -> str:
    code = secret("SheetCodeName", None)
    return f'<sheetPr codeName="{code}">' if "<sheetPr>" in text else f'<sheetPr codeName="{code}"/><dimension'


def _comment() -> str:
    return f"<!-- {secret('XmlComment', None)} --><sheetData>"


def _styles(parts: Parts) -> None:
    styles = "xl/styles.xml"
    name = secret("StyleName", Category.STYLES)
    parts.edit(styles, "</cellStyles>", f'<cellStyle name="{name}" xfId="0"/></cellStyles>')
    table = secret("TableStyleName", Category.STYLES)
    parts.edit(
        styles,
        '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>',
        f'<tableStyles count="1" defaultTableStyle="{table}"><tableStyle name="{table}" count="0"/></tableStyles>',
    )
    parts.edit("xl/tables/table1.xml", 'name="TableStyleMedium9"', f'name="{table}"')
    code = secret("UnusedFormat", Category.STYLES)
    parts.edit(styles, "</numFmts>", f'<numFmt numFmtId="399" formatCode="&quot;{code}&quot;"/></numFmts>')
    number = secret("UnusedDifference", Category.STYLES)
    parts.edit(styles, "</dxfs>", f'<dxf><numFmt numFmtId="398" formatCode="&quot;{number}&quot;"/></dxf></dxfs>')
    theme = "xl/theme/theme1.xml"
    parts.edit(theme, 'name="Office Theme"', f'name="{secret("ThemeName", None)}"')


def _strings(parts: Parts) -> None:
    orphan = secret("Orphan", Category.STRINGS)
    parts.edit("xl/sharedStrings.xml", "</sst>", f"<si><t>{orphan}</t></si></sst>")
    reading = f'<rPh sb="0" eb="1"><t>{secret("Reading", Category.STRINGS)}</t></rPh></si>'
    parts.edit("xl/sharedStrings.xml", "stands for itself</t></si>", f"stands for itself</t>{reading}")


def _drawing(parts: Parts) -> None:
    drawing = "xl/drawings/drawing1.xml"
    anchor = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0"
        "</xdr:rowOff></xdr:from><xdr:to><xdr:col>11</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>40</xdr:row>"
        '<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="{macro}" textlink="{cell}"><xdr:nvSpPr>'
        '<xdr:cNvPr id="{row}" name="{name}"'
        ' {more}/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
        '<xdr:txBody><a:bodyPr note="{note}"/>'
        "<a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
        "</xdr:twoCellAnchor>"
    )
    note = f"C:\\{secret('ShapeAttribute', None)}\\"
    linked = f"'{secret('LinkedSheet', None)}'!A1"
    macro = secret("ShapeMacro", Category.MACROS)
    name = secret("ShapeName", None)
    shown = anchor.format(row=30, macro=macro, cell=linked, name=name, more="", text="seen", note=note)
    text = secret("HiddenShape", Category.INVISIBLE)
    unseen = anchor.format(row=31, macro="", cell="", name="x", more='hidden="1"', text=text, note="")
    ink = (
        '<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="1" cy="1"/><mc:AlternateContent xmlns:mc="http://schemas.'
        'openxmlformats.org/markup-compatibility/2006"><mc:Choice xmlns:xdr14="http://schemas.microsoft.com/office/excel/'
        f'2010/spreadsheetDrawing" Requires="xdr14"><xdr14:contentPart bwMode="auto" name="{secret("Ink", None)}"/>'
        "</mc:Choice></mc:AlternateContent><xdr:clientData/></xdr:absoluteAnchor>"
    )
    parts.edit(drawing, "</xdr:wsDr>", shown + unseen + ink + "</xdr:wsDr>")
    EXPECTED.add(Category.INK)


def _chart(parts: Parts) -> None:
    chart = "xl/charts/chart2.xml"
    header = secret("ChartHeader", Category.HEADERS)
    parts.edit(chart, "<c:headerFooter/>", f"<c:headerFooter><c:oddHeader>{header}</c:oddHeader></c:headerFooter>")
    stale = secret("StaleCache", Category.CHART_DATA)
    code = secret("CacheFormat", Category.STYLES)
    parts.edit(chart, "<c:formatCode>General<", f"<c:formatCode>&quot;{code}&quot;0<")
    parts.edit(chart, "<c:v>0.875</c:v>", f"<c:v>{stale}</c:v>")
    other = secret("ChartPivot", Category.PIVOTS)
    parts.edit(
        chart, "<c:chart>", f'<c:pivotSource><c:name>{other}</c:name><c:fmtId val="0"/></c:pivotSource><c:chart>'
    )
    extension = f'<c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}"><x>{secret("ChartExt", None)}</x></c:ext>'
    parts.edit(chart, "</c:chartSpace>", f"<c:extLst>{extension}</c:extLst></c:chartSpace>")
    parts["xl/drawings/userShapes1.xml"] = f"<x>{secret('UserShape', None)}</x>".encode()
    parts.declare("xl/drawings/userShapes1.xml", EXCEL + "chartshapes+xml")
    parts.relate(chart, "rIdShapes", OFFICE + "chartUserShapes", "../drawings/userShapes1.xml")


def _macros(parts: Parts) -> None:
    parts.edit("[Content_Types].xml", SPREADSHEET + "sheet.main+xml", EXCEL + "sheet.macroEnabled.main+xml")
    parts["xl/vbaProject.bin"] = DECLARATION.encode() + secret("Module", None).encode()
    parts.declare("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject")
    parts.relate("xl/workbook.xml", "rIdVba", MICROSOFT + "2006/relationships/vbaProject", "vbaProject.bin")
    EXPECTED.add(Category.MACROS)
