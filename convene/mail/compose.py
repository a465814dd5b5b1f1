"""One letter becomes one message: headers, text, HTML and calendar. Knows no database, no server and no clock."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import textwrap
from datetime import UTC, datetime
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UniqueSingleAddressHeader, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from convene.mail.smtp import one_line, visible, wire_address
from convene.mail.terms import Letter, Mail

PACKAGE = Path(__file__).resolve().parents[1]
ATTACHMENT_NAME = "invitation.ics"
ATTACHMENT_OCTETS = 5 * 2**20
NAME_CHARACTERS = 120
SUBJECT_CHARACTERS = 200
TEXT_COLUMNS = 72
LABEL_COLUMNS = 18
FIELDS_OF_SEVERAL_LINES = frozenset({"text", "value", "was", "when", "when_was", "yours", "where", "where_was"})


class _Words(UniqueUnstructuredHeader):
    """The Subject. Folded here, since Python's own folding drops the spaces between two encoded words."""

    name: str  # From the registry's base class, which is joined to this one when a header is made.

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {_encoded(str(self), self.name)}".replace("\n", policy.linesep) + policy.linesep


class _Person(UniqueSingleAddressHeader):
    """From, To and Reply-To. Folded here, since Python's own folding loses the quotes of a long name with commas.

    What follows each comma would then be read as a further recipient.
    """

    name: str  # From the registry's base class, which is joined to this one when a header is made.

    def fold(self, *, policy: Policy) -> str:
        name, address = self.address.display_name, self.address.addr_spec
        words = _phrase(name, self.name)
        on_one_line = f"{self.name}: {words} <{address}>" if words else f"{self.name}: {address}"
        if len(on_one_line) > 78 and words:
            on_one_line = f"{self.name}: {words}\n <{address}>"
        return on_one_line.replace("\n", policy.linesep) + policy.linesep


def _encoded(text: str, header: str) -> str:
    """The text as it stands in a header, folded at spaces; as encoded words when it is not ASCII."""
    return Header(text, "us-ascii" if text.isascii() else "utf-8", maxlinelen=76, header_name=header).encode()


def _phrase(name: str, header: str) -> str:
    """A display name: bare, quoted, or as encoded words when it is not ASCII."""
    if not name.isascii():
        return _encoded(name, header)
    if re.fullmatch(r"[A-Za-z0-9 '-]*", name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _policy(*, is_international: bool) -> EmailPolicy[EmailMessage]:
    registry = HeaderRegistry()
    for header, kind in {"subject": _Words, "from": _Person, "to": _Person, "reply-to": _Person}.items():
        # The registry joins a mix-in to its base class, as its documentation says; the stubs ask for the base class.
        registry.map_to_type(header, kind)  # type: ignore[arg-type]
    return SMTP.clone(header_factory=registry, utf8=is_international)


def as_message(mail: Mail, *, at: datetime) -> EmailMessage:
    """The message for one mail, dated `at` (aware; any zone), ready for the wire with CRLF and no line over 998.

    The same mail and instant give the same octets, so an attempt can be repeated. Names, subject and text may hold
    anything: what cannot stand in a header or be seen is left out. Raises ValueError for an address that cannot be
    written to, a Message-ID that is none, a naive `at`, and a calendar whose METHOD is not `calendar_method`, which
    Outlook shows as an unknown attachment (interop.md A2, row 1).
    """
    if at.utcoffset() is None:
        raise ValueError("the date of a mail needs a zone")
    addresses = [wire_address(address) for address in (mail.from_address, mail.to_address)]
    reply_to = wire_address(mail.reply_to) if mail.reply_to else ""
    is_international = not "".join([*addresses, reply_to]).isascii()
    message = EmailMessage(policy=_policy(is_international=is_international))
    message["From"] = _address(mail.from_name, addresses[0])
    message["To"] = _address(mail.to_name, addresses[1])
    if reply_to:
        message["Reply-To"] = _address("", reply_to)
    message["Subject"] = one_line(mail.letter.subject, limit=SUBJECT_CHARACTERS)
    message["Date"] = at.astimezone(UTC)
    message["Message-ID"] = _message_id(mail.message_id)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(mail.letter), cte="quoted-printable")
    message.add_alternative(html_of(mail.letter), subtype="html", cte="quoted-printable")
    if mail.calendar is not None:
        _add_calendar(message, mail.calendar, mail.calendar_method)
    if mail.attachment is not None:
        _add_pdf(message, mail.attachment, mail.attachment_name)
    for part in message.walk():
        if part is not message:
            del part["MIME-Version"]
    for depth, part in enumerate(part for part in message.walk() if part.is_multipart()):
        # Neither base64 nor quoted-printable can hold “=_”, so no text can end its own part.
        part.set_boundary(f"=_{hashlib.sha256(f'{depth} {mail.message_id}'.encode()).hexdigest()[:40]}")
    return message


def _add_calendar(message: EmailMessage, calendar: bytes, method: str) -> None:
    """The calendar twice: as an alternative that programs act on, and as a file that a person can open (A2, row 2)."""
    try:
        text = calendar.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise ValueError("the calendar of a mail must be UTF-8") from broken
    methods = re.findall(r"^METHOD(?:;[^:\r\n]*)?:([^\r\n]*)\r?$", text, re.MULTILINE | re.IGNORECASE)
    if re.fullmatch(r"[A-Z]+", method) is None or methods != [method]:
        raise ValueError(f"the calendar's METHOD {methods} and the mail's “{method}” must be one and the same")
    message.add_alternative(text, subtype="calendar", params={"method": method}, cte="base64")
    message.add_attachment(calendar, "application", "ics", filename=ATTACHMENT_NAME, params={"name": ATTACHMENT_NAME})


def _add_pdf(message: EmailMessage, content: bytes, name: str) -> None:
    """A PDF beside the text. Raises ValueError for what is none, is too large for mailboxes, or has an odd name."""
    if not content.startswith(b"%PDF-") or len(content) > ATTACHMENT_OCTETS:
        raise ValueError(f"an attachment is a PDF of {ATTACHMENT_OCTETS // 2**20} MiB at most")
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,80}\.pdf", name) is None:
        raise ValueError("the name of an attachment has plain letters, digits and hyphens, and ends in .pdf")
    message.add_attachment(content, "application", "pdf", filename=name)


def _address(name: str, wire: str) -> Address:
    local, _, domain = wire.partition("@")
    return Address(one_line(name, limit=NAME_CHARACTERS), local, domain)


def _message_id(given: str) -> str:
    if re.fullmatch(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,120}@[A-Za-z0-9.-]{1,120}>", given) is None:
        raise ValueError("a Message-ID looks like <key@domain>, in ASCII and without spaces")
    return given


def text_of(letter: Letter) -> str:
    """The letter as plain text, wrapped at 72 columns; addresses of pages are never broken."""
    text = _rendered(letter, "letter.txt")
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def html_of(letter: Letter) -> str:
    """The letter as one whole HTML document that says the same words in the same order, and loads nothing."""
    return _rendered(letter, "letter.html").strip() + "\n"


def _rendered(letter: Letter, template: str) -> str:
    clean = _cleaned(letter)
    label_columns = min(LABEL_COLUMNS, max((len(fact.label) + 2 for fact in clean.facts), default=0))
    return _environment().get_template(template).render(letter=clean, columns=TEXT_COLUMNS, label_columns=label_columns)


def template_folder(package: Path = PACKAGE) -> Path:
    """Where the letters' templates lie: inside the package in a wheel, beside it in the repository.

    Raises FileNotFoundError that names both places.
    """
    places = (package / "data" / "templates" / "mail", package.parent / "templates" / "mail")
    for place in places:
        if (place / "letter.txt").is_file():
            return place
    raise FileNotFoundError(f"no letter.txt in {places[0]} nor in {places[1]}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(template_folder()),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"wrapped": _wrapped, "page": _page, "shown": _shown, "call": _call, "unbroken": _unbroken}
    return environment


def _cleaned(value: Any, name: str = "") -> Any:
    """The same letter with every string visible, and on one line where the field `name` has only one."""
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        rows = [visible(row) for row in value.strip().splitlines()] if name in FIELDS_OF_SEVERAL_LINES else []
        return "\n".join(rows) or visible(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(one, name) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {each.name: _cleaned(getattr(value, each.name), each.name) for each in dataclasses.fields(value)}
        return dataclasses.replace(value, **changes)
    return value


def _wrapped(text: str, indent: int = 0, label: str = "") -> str:
    """Each line of the text wrapped and indented by so many columns; `label` stands in the first line's indent."""
    rows = [
        row
        for line in text.split("\n")
        for row in textwrap.wrap(line, TEXT_COLUMNS - indent, break_long_words=False, break_on_hyphens=False) or [""]
    ]
    hangs = len(label) >= indent > 0
    labels = [*([] if hangs else [label]), *[""] * len(rows)]
    body = [f"{before:<{indent}}{row}".rstrip() for before, row in zip(labels, rows, strict=False)]
    return "\n".join([*([label] if hangs else []), *body])


def _page(address: str) -> str:
    """The address when it may be followed, else nothing: a link never runs a script, whoever typed it."""
    may_follow = re.fullmatch(r"(https?://[^\s/]|mailto:[^\s@]+@|tel:\+?[0-9])\S*", address, re.IGNORECASE)
    return address if may_follow else ""


def _shown(address: str) -> str:
    """The address as it is printed: whole, without the word that tells programs how to open it."""
    return re.sub(r"^(mailto|tel):", "", address) if _page(address) else address


def _call(telephone: str) -> str:
    """The number as a link that a telephone dials; nothing where there are too few digits or words beside them."""
    number = re.sub(r"[ ()./-]", "", telephone)
    return f"tel:{number}" if re.fullmatch(r"\+?[0-9]{5,15}", number) else ""


def _unbroken(text: str) -> Markup:
    """The text for HTML, with “09:30–13:00” kept on one line."""
    pieces = re.split(r"(\d\d:\d\d–\d\d:\d\d)", text)
    span = Markup('<span style="white-space:nowrap">{}</span>')
    return Markup("").join(span.format(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces))
