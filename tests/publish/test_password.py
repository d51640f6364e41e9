"""Open passwords: protected as Excel does it, opened again, refused in plain sentences."""

from __future__ import annotations

import sys
from pathlib import Path

import msoffcrypto
import pytest

from pmo_workbook.errors import EncryptedError, InputError, NotAWorkbookError, UnsupportedError
from pmo_workbook.ooxml.package import Package
from pmo_workbook.publish import publish_copy
from pmo_workbook.publish.password import decrypted, encrypted, is_encrypted, readable
from tests.publish import planted

PASSWORD = "Größer als 8 €"


@pytest.fixture(scope="module")
def protected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("protected") / "copy.xlsx"
    publish_copy(source, copy, [planted.BOARD], title="x", password=PASSWORD)
    return copy


def test_a_protected_copy_opens_with_its_password_only(protected: Path, source: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    publish_copy(source, plain, [planted.BOARD], title="x")
    assert is_encrypted(protected)
    assert not is_encrypted(plain)
    assert decrypted(protected, PASSWORD) == plain.read_bytes()
    with pytest.raises(EncryptedError, match="does not open"):
        decrypted(protected, "guess")


def test_the_protection_is_agile_encryption(protected: Path) -> None:
    with protected.open("rb") as stream:
        file = msoffcrypto.OfficeFile(stream)
        assert file.is_encrypted()
        assert file.type == "agile"


def test_a_protected_workbook_is_read_with_its_password_and_leaves_no_trace(protected: Path) -> None:
    with readable(protected, PASSWORD) as path:
        assert path.name == protected.name
        with Package.open(path) as package:
            assert package.has("xl/workbook.xml")
    assert not path.exists()
    with pytest.raises(EncryptedError, match="open password"):
        Package.open(protected)


def test_an_unprotected_workbook_is_read_as_it_is(source: Path) -> None:
    with readable(source, PASSWORD) as path:
        assert path == source
    with readable(source, None) as path:
        assert path == source


@pytest.mark.parametrize("password", ["", "x" * 256])
def test_a_password_that_excel_would_not_take_is_refused(password: str) -> None:
    with pytest.raises(InputError, match="1 to 255"):
        encrypted(b"data", password)


def test_a_file_that_is_not_there_or_is_no_office_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbookError, match="no file"):
        decrypted(tmp_path / "none.xlsx", "x")
    (tmp_path / "text.xlsx").write_text("just text")
    with pytest.raises(UnsupportedError, match=r"text\.xlsx"):
        decrypted(tmp_path / "text.xlsx", "x")


def test_without_the_tool_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    with pytest.raises(UnsupportedError, match="pip install"):
        encrypted(b"data", "secret")
