"""The zip archive as parts: what is refused, what is read, what a save keeps."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pmo_workbook.errors import EncryptedError, InUseError, NotAWorkbookError, UnsupportedError, WriteError
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.ooxml import rawzip
from pmo_workbook.ooxml.inuse import only_run
from pmo_workbook.ooxml.package import Package, check_not_open
from pmo_workbook.ooxml.workbook import Workbook
from tests.foreign import Parts

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "Übung 1.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("It's")
    sheet.add_table("B3:D6", {"name": "T", "columns": [{"header": "a"}, {"header": "b\nc"}, {"header": "d"}]})
    book.add_worksheet("Hidden").hide()
    book.define_name("Tiles", "='It''s'!$F$1:$G$3")
    book.define_name("Sum_Of", "=SUM('It''s'!$F$1:$G$3)")
    book.define_name("Hidden!Tiles", "=Hidden!$A$1")
    book.close()
    return path


def records(path: Path) -> dict[str, tuple[object, ...]]:
    """Everything the archive says of its entries, with their compressed bytes."""
    found: dict[str, tuple[object, ...]] = {}
    with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
        for info in archive.infolist():
            stream.seek(info.header_offset + 6)
            (flags,) = struct.unpack("<H", stream.read(2))
            stream.seek(info.header_offset + 26)
            stream.seek(sum(struct.unpack("<HH", stream.read(4))), os.SEEK_CUR)
            packed = stream.read(info.compress_size)
            attributes = (info.date_time, info.external_attr, info.internal_attr, info.create_system, info.comment)
            found[info.filename] = (packed, info.compress_type, info.CRC, info.file_size, *attributes)
            assert flags == info.flag_bits
    return found


def test_a_save_keeps_the_compressed_bytes_and_attributes_of_untouched_entries(plain: Path) -> None:
    before = records(plain)

    with Package.open(plain) as package:
        package.replace("XL/workbook.xml", package.read("xl/Workbook.xml") + b"<!-- -->")
        package.save()

    after = records(plain)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/workbook.xml"]
    assert before["xl/workbook.xml"][4:] == after["xl/workbook.xml"][4:]


class OnlyForward(io.RawIOBase):
    """A stream that cannot seek, so that zipfile writes sizes after the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:  # type: ignore[override]
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def test_entries_with_data_descriptors_stored_ones_zip64_and_foreign_names_are_copied(plain: Path) -> None:
    parts, stream = Parts.of(plain), OnlyForward()
    parts |= {"xl/media/größe.bin": b"\0" * 9, "xl/media/empty.bin": b""}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (2022, 2, 2, 2, 2, 2))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".bin") else zipfile.ZIP_DEFLATED
            info.comment = b"note"
            with archive.open(info, "w", force_zip64=name.endswith(".rels")) as entry:
                entry.write(data)
        archive.comment = b"whole"
    plain.write_bytes(stream.data)
    before = records(plain)

    with Package.open(plain) as package:
        package.replace("docProps/app.xml", b"<x/>")
        package.save()

    after = records(plain)
    assert [name for name in before if before[name] != after[name]] == ["docProps/app.xml"]
    with zipfile.ZipFile(plain) as archive:
        assert archive.testzip() is None
        assert not any(info.flag_bits & rawzip.STREAMED for info in archive.infolist())
        assert archive.comment == b"whole"
        assert archive.read("xl/media/größe.bin") == bytes(9)


def test_an_extra_field_with_old_large_sizes_is_dropped_and_others_are_kept(plain: Path) -> None:
    large, other = struct.pack("<HHQ", rawzip.ZIP64_EXTRA, 8, 1), struct.pack("<HH4s", 0xCAFE, 4, b"kept")
    entry = rawzip.new_entry("a.xml")
    entry.extra = large + other
    target = io.BytesIO()

    rawzip.write_archive(target, io.BytesIO(), [entry], {"a.xml": b"<a/>"}, b"")

    with zipfile.ZipFile(target) as archive:
        assert archive.getinfo("a.xml").extra == other
        assert archive.read("a.xml") == b"<a/>"


def test_removing_a_part_removes_its_relationships_and_content_type(plain: Path) -> None:
    with Package.open(plain) as package:
        assert package.has("xl/worksheets/_rels/sheet1.xml.rels")
        package.remove("xl/worksheets/sheet1.xml")
        package.save()

        assert not package.has("xl/worksheets/sheet1.xml")
        assert not package.has("xl/worksheets/_rels/sheet1.xml.rels")
        assert b"/xl/worksheets/sheet1.xml" not in package.read("[Content_Types].xml")


def test_a_save_to_another_path_leaves_the_first_file(plain: Path, tmp_path: Path) -> None:
    before = plain.read_bytes()

    with Package.open(plain) as package:
        package.replace("docProps/app.xml", b"<x/>")
        package.save(tmp_path / "copy.xlsx")

    assert plain.read_bytes() == before
    with zipfile.ZipFile(tmp_path / "copy.xlsx") as copy:
        assert copy.read("docProps/app.xml") == b"<x/>"


def test_what_is_read_twice_is_the_same_and_pieces_add_up(plain: Path) -> None:
    with Package.open(plain) as package:
        for name in package.names():
            pieces = b"".join(package.chunks(name, 7))
            assert pieces == package.read(name) == package.read(name) == b"".join(package.chunks(name))


def test_the_case_of_a_parts_name_does_not_matter(plain: Path) -> None:
    with Package.open(plain) as package:
        assert package.has("XL/Workbook.xml")
        assert package.read("XL/Workbook.xml") == package.read("xl/workbook.xml")
        assert not package.has("xl/workbooks.xml")


def test_relationships_are_resolved(plain: Path) -> None:
    with Package.open(plain) as package:
        (table,) = package.relations("xl/worksheets/sheet1.xml")

        assert (table.kind, table.target_part, table.external) == ("table", "xl/tables/table1.xml", False)
        assert package.relations("xl/styles.xml") == ()


def test_the_workbook_knows_sheets_tables_and_names(plain: Path) -> None:
    with Package.open(plain) as package:
        book = Workbook(package)

    assert [(sheet.title, sheet.state) for sheet in book.sheets] == [("It's", "visible"), ("Hidden", "hidden")]
    (table,) = book.tables
    assert (table.name, tuple(table.ref), table.columns) == ("T", (3, 2, 6, 4), ("a", "b\nc", "d"))
    tiles = book.name("tiles")
    assert tiles is not None
    assert (tiles.sheet, tiles.area, tiles.scope) == ("It's", (1, 6, 3, 7), "")
    total = book.name("Sum_Of")
    assert total is not None
    assert total.area is None
    assert not book.date1904


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbookError, match=r"There is no file .*gone\.xlsx"):
        Package.open(tmp_path / "gone.xlsx")


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", NotAWorkbookError, "not a readable Excel workbook"),
        (b"a;b;c\n1;2;3\n", NotAWorkbookError, "not a readable Excel workbook"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), EncryptedError, "open password"),
        (COMPOUND + "Workbook".encode("utf-16-le"), NotAWorkbookError, "old .xls kind"),
        (COMPOUND, NotAWorkbookError, "not an Excel workbook"),
    ],
)
def test_other_files_are_refused_with_a_reason(
    tmp_path: Path, content: bytes, error: type[Exception], words: str
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)

    with pytest.raises(error, match=words):
        Package.open(path)


def archive_of(path: Path, *entries: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def test_an_open_document_file_and_another_zip_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbookError, match="OpenDocument"):
        Package.open(archive_of(tmp_path / "a.ods", ("mimetype", b"x")))
    with pytest.raises(NotAWorkbookError, match="not a workbook"):
        Package.open(archive_of(tmp_path / "a.zip", ("x", b"x")))


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.xlsx", ("[Content_Types].xml", b"<x/>"), ("xl/a.xml", b""), ("xl/A.xml", b""))

    with pytest.raises(NotAWorkbookError, match="twice"):
        Package.open(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.xlsx", ("[Content_Types].xml", b"<x/>"), ("xl/a.xml", b"a"))
    data = bytearray(path.read_bytes())
    central = data.rfind(b"PK\1\2")
    data[central + 24 : central + 28] = struct.pack("<L", 1 << 30)
    path.write_bytes(data)

    with pytest.raises(NotAWorkbookError, match="would unpack to"):
        Package.open(path)


def test_a_damaged_part_is_named(plain: Path) -> None:
    with zipfile.ZipFile(plain) as archive:
        at = archive.getinfo("xl/styles.xml").header_offset + 60
    data = bytearray(plain.read_bytes())
    data[at : at + 20] = bytes(20)
    plain.write_bytes(data)

    with Package.open(plain) as package, pytest.raises(NotAWorkbookError, match=r"xl/styles\.xml cannot be read"):
        package.read("xl/styles.xml")


def test_a_part_with_a_document_type_is_refused(plain: Path) -> None:
    parts = Parts.of(plain)
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><Relationships>&b;</Relationships>'
    parts["_rels/.rels"] = bomb
    parts.save(plain)

    with Package.open(plain) as package, pytest.raises(NotAWorkbookError, match="document type"):
        Workbook(package)


def test_strict_and_binary_workbooks_are_refused(plain: Path, tmp_path: Path) -> None:
    strict, binary = Parts.of(plain), Parts.of(plain)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    strict.edit("_rels/.rels", kind, "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument")
    strict.save(tmp_path / "strict.xlsx")
    binary.declare("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")
    binary.save(tmp_path / "binary.xlsb")

    with Package.open(tmp_path / "strict.xlsx") as package, pytest.raises(UnsupportedError, match="Strict"):
        Workbook(package)
    with pytest.raises(UnsupportedError, match="binary"):
        Package.open(tmp_path / "binary.xlsb")


def test_a_signed_workbook_can_be_read_and_not_written(plain: Path) -> None:
    parts = Parts.of(plain)
    parts["_xmlsignatures/origin.sigs"] = b""
    parts.save(plain)

    with FileHost(plain) as host, pytest.raises(UnsupportedError, match="digital signature"):
        host.write([])


def test_an_owner_file_of_excel_names_who_has_it_open(plain: Path) -> None:
    name = "Zoë Okafor"
    ansi = name.encode("latin-1").ljust(54)
    wide = struct.pack("<H", len(name)) + name.encode("utf-16-le").ljust(108, b"\0")
    plain.with_name("~$" + plain.name).write_bytes(bytes([len(name)]) + ansi + wide)

    with pytest.raises(InUseError, match="open in Excel by Zoë Okafor; close it"):
        check_not_open(plain)


def test_a_lock_file_of_libreoffice_names_who_has_it_open(plain: Path) -> None:
    plain.with_name(f".~lock.{plain.name}#").write_text(",ann,desk-7,02.01.2024 10:00,file:///x;")

    with pytest.raises(InUseError, match="open in LibreOffice by ann on desk-7; close it"):
        check_not_open(plain)


def test_a_file_that_nobody_has_open_passes(plain: Path) -> None:
    check_not_open(plain)


def test_a_host_does_not_write_while_another_run_does(plain: Path) -> None:
    with FileHost(plain) as host, only_run(plain), pytest.raises(InUseError, match="Another run"):
        host.write([])


def test_two_runs_do_not_work_on_one_file(plain: Path) -> None:
    before = sorted(plain.parent.iterdir())

    with only_run(plain):
        assert sorted(plain.parent.iterdir()) == before
        with pytest.raises(InUseError, match="Another run is working on"), only_run(plain):
            pass
    with only_run(plain):
        pass


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_mode_and_symbolic_link_are_kept(plain: Path, tmp_path: Path) -> None:
    plain.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(plain)

    with Package.open(link) as package:
        package.replace("docProps/app.xml", b"<x/>")
        package.save()

    assert link.is_symlink()
    assert stat.S_IMODE(plain.stat().st_mode) == 0o640
    assert Parts.of(plain)["docProps/app.xml"] == b"<x/>"


def test_a_file_changed_meanwhile_is_not_overwritten(plain: Path) -> None:
    with Package.open(plain) as package:
        package.replace("docProps/app.xml", b"<x/>")
        plain.write_bytes(plain.read_bytes() + b"\0")
        newer = plain.read_bytes()

        with pytest.raises(InUseError, match="changed by somebody"):
            package.save()

    assert plain.read_bytes() == newer


def test_a_folder_that_cannot_be_written_to_says_so(plain: Path, tmp_path: Path) -> None:
    with Package.open(plain) as package, pytest.raises(WriteError, match="could not be written"):
        package.save(tmp_path / "no such folder" / "x.xlsx")
