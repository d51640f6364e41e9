"""Text files come in as they are written: encodings, delimiters, titles, blank lines, long cells."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.errors import InputError
from pmo_workbook.importing.source import ReadOptions, Source, read_sources
from pmo_workbook.importing.source.text_files import read_text

TABLE = "Ticket;Created;Title\nR1;2026-03-02 09:00;Access\nR2;2026-03-03 09:00;\n"


def read(data: bytes | str, **options: object) -> Source:
    raw = data.encode() if isinstance(data, str) else data
    return read_text("log.csv", raw, ReadOptions(**options))  # type: ignore[arg-type]


def rows(source: Source) -> list[list[object]]:
    return [list(row) for row in zip(*source.columns, strict=True)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    source = read(TABLE.replace(";", delimiter))
    assert source.headers == ("Ticket", "Created", "Title")
    assert rows(source)[1] == ["R2", "2026-03-03 09:00", None]
    assert (source.lines, source.notes) == ([2, 3], ())


def test_delimiters_within_quotation_marks_do_not_count() -> None:
    source = read('Ticket;"Title, in short, of the request, or its subject, or both"\nR1;"a, b"\n')
    assert (len(source.headers), rows(source)) == (2, [["R1", "a, b"]])


def test_the_line_that_excel_writes_for_itself_is_no_header() -> None:
    assert read("sep=;\n" + TABLE).lines == [3, 4]
    assert read('"sep=\t"\r\nA\tB\r\n1\t2\r\n').headers == ("A", "B")


def test_a_title_above_the_headers_is_left_aside_and_told() -> None:
    source = read("Tickets of March\nPrinted 2026-04-01\n\n" + TABLE)
    assert (source.headers[0], source.lines) == ("Ticket", [5, 6])
    assert source.notes == ("log.csv: the headers are in line 4; 2 lines above left aside.",)


def test_the_mapping_says_where_the_headers_are() -> None:
    text = "A;B;C\nfirst;second;third\n" + TABLE
    assert read(text, header_row=3).headers[0] == "Ticket"
    assert read(text, headers=("created", "TITLE")).headers[0] == "Ticket"
    assert read(text).headers[0] == "A"
    with pytest.raises(InputError, match="no headers in line 9"):
        read(text, header_row=9)


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    source = read('Ticket,Text\nR1,"one\ntwo\r\nthree"\n\n , \nR2,x\n\n\n')
    assert source.lines == [2, 7]
    assert source.place(1, 0) == "line 7"
    assert source.notes == ("log.csv: 2 empty lines skipped.",)
    assert read("A,B\rR1,x\rR2,y\r").lines == [2, 3]


def test_a_cell_may_be_as_long_as_it_likes() -> None:
    limit = csv.field_size_limit()
    source = read(f"Ticket,Comments\nR1,{'x' * 300_000}\n")
    assert len(str(source.columns[1][0])) == 300_000
    assert csv.field_size_limit() == limit


def test_cells_beyond_the_headers_are_told() -> None:
    source = read("Ticket,Title\nR1,Access, please\nR2,x\nR3,y,,\n")
    assert rows(source) == [["R1", "Access"], ["R2", "x"], ["R3", "y"]]
    assert "line 2 has more cells than there are headers, the first of them 'please'" in source.notes[0]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="opened in line 3 and never closed"):
        read('Ticket,Title\nR1,a\nR2,"b\nR3,c\nR4,d\n')
    with pytest.raises(InputError, match="opened in line 2 and never closed"):
        read('Ticket,Title\n"R1,a')


def test_inches_within_a_text_open_nothing() -> None:
    assert rows(read('Ticket,Title\nR1,a 5" pipe\nR2,b\n'))[0] == ["R1", 'a 5" pipe']


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("utf-8", "Größe 東京"),
        ("utf-8-sig", "Größe"),
        ("utf-16", "Größe"),
        ("utf-16-le", "Größe"),
        ("utf-16-be", "Größe"),
        ("utf-32", "Größe"),
    ],
)
def test_unicode_is_read_with_or_without_a_mark(encoding: str, title: str) -> None:
    source = read(TABLE.replace("Access", title).encode(encoding))
    assert (source.columns[2][0], source.notes) == (title, ())


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("windows-1252", "Größe prüfen für Müller"),
        ("windows-1252", "L’équipe a été créée – déjà"),
        ("windows-1250", "Proszę o dostęp do narzędzi i zgłoszeń"),
        ("windows-1250", "Žádost o přístup k příručce"),
        ("windows-1251", "Доступ к проекту"),
        ("windows-1253", "Πρόσβαση στο έργο"),
        ("windows-1254", "Proje erişimi için şifre"),
        ("gb18030", "项目访问权限申请"),
    ],
)
def test_other_encodings_are_guessed_and_said_to_be(encoding: str, title: str) -> None:
    source = read(TABLE.replace("Access", title).encode(encoding))
    assert source.columns[2][0] == title
    assert "is a guess" in source.notes[0]
    told = read(TABLE.replace("Access", title).encode(encoding), encoding=encoding)
    assert (told.columns[2][0], told.notes) == (title, ())


def test_an_encoding_that_is_told_is_checked() -> None:
    with pytest.raises(InputError, match="'latin-99' in the mapping file is unknown"):
        read(TABLE, encoding="latin-99")
    with pytest.raises(InputError, match="not written in utf-8: line 2 cannot be read so"):
        read(TABLE.replace("Access", "Größe").encode("cp1252"), encoding="utf-8")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="not a text file"):
        read(bytes(range(256)) * 4)


def test_what_kind_of_file_it_is_its_bytes_say(tmp_path: Path) -> None:
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress(TABLE.encode()))
    assert read_sources(tmp_path / "log.csv.gz", ReadOptions())[0].height == 2
    (tmp_path / "log.xls").write_text(f"<html><table><tr><td>{TABLE}</td></tr></table></html>", encoding="utf-8")
    with pytest.raises(InputError, match="web page"):
        read_sources(tmp_path / "log.xls", ReadOptions())
    (tmp_path / "cut.gz").write_bytes(gzip.compress(TABLE.encode())[:20])
    with pytest.raises(InputError, match="damaged"):
        read_sources(tmp_path / "cut.gz", ReadOptions())
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InputError, match="no rows"):
        read_sources(tmp_path / "empty.csv", ReadOptions())


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\u2028\u2029"), max_size=12)


@given(
    table=st.lists(
        st.lists(CELLS | st.sampled_from(["a\nb", 'say "x"', "a;b", "a,b"]), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    ),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_comes_back(table: list[list[str]], delimiter: str, encoding: str, end: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
    writer.writerows([["Request ID", "Title", "Text"], *table])
    source = read(file.getvalue().encode(encoding), delimiter=delimiter)

    wanted = [[cell.strip() or None for cell in row] for row in table]
    kept = [row for row in wanted if any(row)]
    assert rows(source) == kept if kept else source.height == 0
    lines, line = [], 2
    for row, cells in zip(wanted, table, strict=True):
        lines += [line] if any(row) else []
        line += 1 + sum(cell.count("\n") for cell in cells)
    assert list(source.lines) == lines
