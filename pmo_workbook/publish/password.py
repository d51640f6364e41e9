"""Open passwords: files encrypted as Excel does it (agile encryption), through msoffcrypto-tool."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from pmo_workbook.errors import EncryptedError, InputError, NotAWorkbookError, UnsupportedError

LONGEST = 255
"""Characters of a password that Excel takes."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def encrypted(data: bytes, password: str) -> bytes:
    """A workbook protected by an open password.

    Args:
        data: The unprotected file.
        password: The password, 1 to 255 characters.

    Returns:
        The protected file.

    Raises:
        InputError: The password is empty or too long.
        UnsupportedError: msoffcrypto-tool is not installed.
    """
    if not 1 <= len(password) <= LONGEST:
        raise InputError(f"An open password has 1 to {LONGEST} characters.")
    tool = _tool()
    from msoffcrypto.format.ooxml import OOXMLFile

    del tool
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, target)
    return target.getvalue()


def decrypted(path: Path, password: str) -> bytes:
    """The unprotected content of a workbook with an open password.

    Args:
        path: The workbook.
        password: Its password.

    Raises:
        NotAWorkbookError: There is no such file, or it is damaged.
        EncryptedError: The password is not the right one.
        UnsupportedError: msoffcrypto-tool is not installed, or the file is protected in another way.
    """
    tool = _tool()
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    try:
        with path.open("rb") as stream:
            file = tool.OfficeFile(stream)
            target = io.BytesIO()
            file.load_key(password=password, verify_password=True)
            file.decrypt(target)
    except FileNotFoundError:
        raise NotAWorkbookError(f"There is no file {path}.") from None
    except InvalidKeyError as error:
        raise EncryptedError(f"The password does not open {path.name}.") from error
    except (DecryptionError, FileFormatError) as error:
        raise UnsupportedError(f"{path.name} is protected in a way that cannot be opened here.") from error
    except OSError as error:
        raise NotAWorkbookError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return target.getvalue()


def is_encrypted(path: Path) -> bool:
    """Whether a file is protected by an open password; False for one that cannot be read."""
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError:
        return False
    return data.startswith(_COMPOUND) and "EncryptedPackage".encode("utf-16-le") in data


@contextmanager
def readable(path: Path, password: str | None) -> Iterator[Path]:
    """A workbook in readable form for as long as the context lasts.

    Args:
        path: The workbook.
        password: Its password, None when it has none.

    Yields:
        `path` itself when it is not protected, else an unprotected file of the same name in a folder that only this
        user can enter and that is gone afterwards.

    Raises:
        WorkbookError: As `decrypted`.
    """
    if password is None or not is_encrypted(path):
        yield path
        return
    with TemporaryDirectory(prefix="pmo-workbook-") as folder:
        plain = Path(folder) / path.name
        plain.write_bytes(decrypted(path, password))
        yield plain


def _tool() -> ModuleType:
    try:
        import msoffcrypto
    except ImportError as error:
        raise UnsupportedError(
            "Open passwords need msoffcrypto-tool, which is not installed: pip install 'pmo-workbook[publish]'."
        ) from error
    return msoffcrypto  # type: ignore[no-any-return]
