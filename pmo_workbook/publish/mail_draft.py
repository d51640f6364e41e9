"""A mail that is written but not sent: as a file that opens as a draft, or straight into classic Outlook."""

from __future__ import annotations

import mimetypes
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pmo_workbook.errors import PmoError

PICTURE: Final = "summary@publication"
"""Content id of the picture, as ``cid:`` in the body."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html",
}
_CONTENT_ID: Final = "http://schemas.microsoft.com/mapi/proptag/0x3712001F"


@dataclass(frozen=True)
class MailDraft:
    """A mail to be looked at and sent by a person.

    Attributes:
        subject: Its subject.
        to: Addresses that everybody sees.
        bcc: Addresses that nobody sees.
        text: The body as plain text.
        html: The body as markup.
        picture: A PNG that the markup shows as `PICTURE`; None when it shows none.
        attachments: Files that go with it.
    """

    subject: str
    to: tuple[str, ...]
    bcc: tuple[str, ...]
    text: str
    html: str
    picture: bytes | None = None
    attachments: tuple[Path, ...] = ()


def address(text: str) -> str | None:
    """A mail address fit for a header: plain ASCII, a foreign domain in its ASCII form; None if it is none.

    Args:
        text: What a cell says.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return f"{local}@{ascii_domain}"


def one_line(text: str) -> str:
    """A text without line breaks and other control characters, fit for a header or a file name.

    Args:
        text: Any text.
    """
    return " ".join(_CONTROLS.sub(" ", text).split())


def to_eml(draft: MailDraft) -> bytes:
    """The draft as a file that mail programs open for editing (``X-Unsent``).

    Args:
        draft: The mail.

    Raises:
        OSError: An attachment cannot be read.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = one_line(draft.subject)
    for header, given in (("To", draft.to), ("Bcc", draft.bcc)):
        if given:
            message[header] = tuple(Address(addr_spec=one) for one in _known(given))
    message.set_content(draft.text)
    message.add_alternative(draft.html, subtype="html")
    if draft.picture is not None:
        _body(message).add_related(
            draft.picture, "image", "png", cid=f"<{PICTURE}>", filename="summary.png", disposition="inline"
        )
    for path in draft.attachments:
        main, _, sub = _type(path).partition("/")
        message.add_attachment(path.read_bytes(), main, sub, filename=one_line(path.name))
    return message.as_bytes()


def _body(message: EmailMessage) -> MIMEPart:
    """The part of the mail that is markup."""
    return next(part for part in message.walk() if part.get_content_type() == "text/html")


def _type(path: Path) -> str:
    return _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _known(given: Iterable[str]) -> list[str]:
    """Each sound address once, in the order given."""
    found = {sound.casefold(): sound for sound in reversed([address(one) for one in given]) if sound}
    return list(reversed(found.values()))


def to_outlook(draft: MailDraft) -> bool:
    """Open the draft in classic Outlook on Windows; nothing is sent.

    Args:
        draft: The mail.

    Returns:
        False where there is no Outlook that can be driven; then the file is the way.

    Raises:
        PmoError: Outlook is there and refused.
    """
    if sys.platform != "win32":
        return False
    return _show(draft)


def _show(draft: MailDraft) -> bool:
    try:
        dispatch = import_module("win32com.client").Dispatch
    except ImportError:
        return False
    try:
        outlook: Any = dispatch("Outlook.Application")
    # The class of pywin32's fault cannot be imported everywhere; a missing Outlook is no fault of ours.
    except Exception:  # noqa: BLE001
        return False
    try:
        _fill(outlook.CreateItem(0), draft)
    except Exception as error:
        raise PmoError(f"Outlook did not take the draft: {error}") from error
    return True


def _fill(item: Any, draft: MailDraft) -> None:
    """Fill a new item of Outlook and show it."""
    import tempfile

    item.Subject = one_line(draft.subject)
    item.To = "; ".join(_known(draft.to))
    item.BCC = "; ".join(_known(draft.bcc))
    for path in draft.attachments:
        item.Attachments.Add(str(path.resolve()))
    if draft.picture is not None:
        # Outlook copies the file as it is added.
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            picture = Path(folder) / "summary.png"
            picture.write_bytes(draft.picture)
            added = item.Attachments.Add(str(picture))
            added.PropertyAccessor.SetProperty(_CONTENT_ID, PICTURE)
    item.HTMLBody = draft.html
    item.Display(False)
