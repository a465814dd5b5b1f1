"""The wire: what may stand on a line of it, which addresses can be written to, and the one connection to a mail server.

The only importer of smtplib. No letter is composed here, nothing is queued, and no attempt is repeated later: the
outbox decides that from the Delivery.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import tempfile
import unicodedata
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import EmailPolicy
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from convene.mail.terms import Delivery, Outcome

ADDRESS_OCTETS = 254
REPLY_CHARACTERS = 300
ZERO_WIDTH_JOINERS = "\u200c\u200d"
# Hosts that IDNA 2003 and IDNA 2008 spell differently: Python knows the older rule, registries follow the newer.
AMBIGUOUS_IN_DOMAINS = "ßςẞ" + ZERO_WIDTH_JOINERS


class Security(StrEnum):
    """How a connection is protected; a certificate that cannot be verified always ends it."""

    NONE = "smtp"
    TLS = "smtps"
    STARTTLS = "smtp+starttls"


PORTS = {Security.NONE: 25, Security.TLS: 465, Security.STARTTLS: 587}


@dataclass(frozen=True, slots=True)
class SMTPSettings:
    """Where mail is handed over. Times are seconds: to connect, for each command, for the reply to a message."""

    host: str
    port: int
    security: Security = Security.NONE
    user: str = ""
    password: str = field(default="", repr=False)
    connect_seconds: float = 10.0
    command_seconds: float = 30.0
    data_seconds: float = 30.0


def parse_url(url: str) -> SMTPSettings:
    """Settings from `smtp://user:password@host:25`, `smtps://host:465` or `smtp+starttls://host:587`.

    Signs in user and password that an address cannot hold are written as %40 and so on. Raises ValueError with a
    sentence that names what is wrong and never repeats the password.
    """
    if any(not character.isprintable() or character.isspace() for character in url):
        raise ValueError("the address of the mail server holds a space or an invisible character")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as wrong:
        raise ValueError("the address of the mail server has a port that is no number, or a broken host") from wrong
    if parts.scheme not in set(Security):
        raise ValueError("the address of the mail server must begin with smtp://, smtps:// or smtp+starttls://")
    if not host:
        raise ValueError("the address of the mail server names no host; write for example smtp://mail.example:25")
    if re.fullmatch(r"[A-Za-z0-9._:-]+", host) is None:
        raise ValueError("the address of the mail server has a host that is neither a name nor an IP address")
    if port == 0:
        raise ValueError("the address of the mail server has port 0; leave the port out or name a real one")
    if parts.path not in ("", "/") or "?" in url or "#" in url:
        raise ValueError("the address of the mail server has something after the host and port; remove it")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("the address of the mail server needs both a user name and a password, or neither")
    if not all(word.isascii() and (word.isprintable() or not word) for word in (user, password)):
        raise ValueError("user name and password for the mail server may hold only ASCII letters, digits and signs")
    security = Security(parts.scheme)
    return SMTPSettings(host, port or PORTS[security], security, user, password)


def visible(text: str) -> str:
    """The text on one line without anything that cannot be seen.

    Breaks, tabs and control characters become single spaces; marks that turn the writing direction and other
    format characters go (the two joiners stay, Persian and Indic names need them); half characters become U+FFFD.
    """
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")
        elif category != "Cf" or character in ZERO_WIDTH_JOINERS:
            kept.append(character)
    return " ".join("".join(kept).split())


def one_line(text: str, *, limit: int) -> str:
    """The text as a header may hold it: visible, at most `limit` characters, and never itself an encoded word.

    “=?” is broken up because mail programs, and Python's own parser, decode what it opens: line breaks included.
    """
    line = visible(text).replace("=?", "= ?")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def address_problem(address: str) -> str:
    """A sentence for a person on what is wrong with a mail address; empty when it can be written to."""
    if not address:
        return "Write an address such as name@office.example."
    if any(character.isspace() for character in address):
        return "An e-mail address has no spaces or line breaks."
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in address):
        return "The address holds an invisible character; please type it again by hand."
    if "=?" in address:
        return "An address cannot hold “=?”: mail programs read that as a code."
    if address.count("@") != 1:
        return "An e-mail address has exactly one @."
    local, _, domain = address.partition("@")
    if not local or not domain:
        return "An e-mail address has a name before the @ and a domain after it."
    if not _is_local_part(local):
        return "Before the @ only letters, digits, single dots and a few signs such as - _ + ' can stand, at most 64."
    try:
        wire = _ascii_domain(domain)
    except ValueError as problem:
        return str(problem)
    if len(f"{local}@{wire}".encode()) > ADDRESS_OCTETS:
        return f"The address is too long; at most {ADDRESS_OCTETS} characters can be written to."
    return ""


def wire_address(address: str) -> str:
    """The address as servers take it: the domain in ASCII (IDNA), the name before the @ as it is.

    Raises ValueError with the sentence of `address_problem`.
    """
    problem = address_problem(address)
    if problem:
        raise ValueError(problem)
    local, _, domain = address.partition("@")
    return f"{local}@{_ascii_domain(domain)}"


def _is_local_part(local: str) -> bool:
    if len(local.encode()) > 64 or local.startswith(".") or local.endswith(".") or ".." in local:
        return False
    beyond_ascii = (character for character in local if not character.isascii())
    return re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+", local) is not None and all(
        unicodedata.category(character)[0] in "LMN" for character in beyond_ascii
    )


def _ascii_domain(domain: str) -> str:
    if any(character in AMBIGUOUS_IN_DOMAINS for character in domain):
        raise ValueError("The domain can be spelled in two ways; please write it in its form that begins with xn--.")
    try:
        wire = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as unknown:
        raise ValueError("The domain after the @ does not exist in this spelling; please check it.") from unknown
    labels = wire.split(".")
    well_formed = all(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", label) for label in labels)
    if not well_formed or len(wire) > 253 or labels[-1].isdigit():
        raise ValueError("The part after the @ is not a domain such as office.example.")
    if len(labels) == 1 and wire.lower() != "localhost":
        raise ValueError("The domain after the @ needs a dot, as in office.example.")
    return wire


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What goes over the wire for one message: two addresses, MAIL's options, and the octets."""

    sender: str
    recipient: str
    needs_utf8: bool
    content: bytes


class _ConnectionLostError(Exception):
    """The connection is of no use any more. `early` when the server cannot have taken the message yet."""

    def __init__(self, text: str, *, early: bool) -> None:
        super().__init__(text)
        self.text = one_line(text, limit=REPLY_CHARACTERS)
        self.early = early


class Sender:
    """One connection for many messages, opened when first needed and closed on leaving the `with`.

    A server that has dropped an idle connection is called again at once; after a refusal the transaction is reset.
    """

    def __init__(self, settings: SMTPSettings) -> None:
        self._settings = settings
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self.close()
        else:
            # The connection may be in the middle of a message, where QUIT would be read as a line of it.
            self._drop()

    def close(self) -> None:
        """Say goodbye and close; a server that no longer listens is no error."""
        if self._client is not None:
            try:
                self._client.quit()
            except (smtplib.SMTPException, OSError):
                self._client.close()
            self._client = None

    def send(self, message: EmailMessage, *, to_address: str, from_address: str) -> Delivery:
        """Hand one message to the server for one recipient, and say what became of it. Never raises for mail.

        SENT is the server's own “250” after the whole message. REFUSED is its 5xx to this sender, recipient or
        message. Everything else is RETRY: 4xx, a lost connection, and also a refused sign-in or certificate, since
        these are the installation's fault and no letter may be given up for them. A connection lost after the
        message went out is RETRY too, so the recipient may get it twice, with the same Message-ID.
        """
        try:
            sender, recipient = wire_address(from_address), wire_address(to_address)
        except ValueError as problem:
            return Delivery(Outcome.REFUSED, str(problem))
        has_utf8_headers = isinstance(message.policy, EmailPolicy) and message.policy.utf8
        needs_utf8 = has_utf8_headers or not (sender + recipient).isascii()
        envelope = _Envelope(sender, recipient, needs_utf8, message.as_bytes())
        was_open = self._client is not None
        try:
            return self._transaction(envelope)
        except _ConnectionLostError as lost:
            if not (was_open and lost.early):
                return Delivery(Outcome.RETRY, lost.text)
        try:
            return self._transaction(envelope)
        except _ConnectionLostError as lost:
            return Delivery(Outcome.RETRY, lost.text)

    def connection_problem(self) -> str:
        """Connect and sign in, for `convene doctor`: empty when that works, else one line on what failed."""
        try:
            self._opened()
        except _ConnectionLostError as failed:
            return failed.text
        return ""

    def _transaction(self, envelope: _Envelope) -> Delivery:
        """MAIL, RCPT, DATA. Raises _ConnectionLostError, with the connection dropped, when the server is gone."""
        client, early = self._opened(), True
        if envelope.needs_utf8 and not client.has_extn("smtputf8"):
            return Delivery(Outcome.REFUSED, "The mail server takes no address with letters outside ASCII (SMTPUTF8).")
        options = ["SMTPUTF8", "BODY=8BITMIME"] if envelope.needs_utf8 else []
        if client.has_extn("size"):
            options.append(f"SIZE={len(envelope.content)}")
        code: int
        reply: bytes | str
        try:
            code, reply = client.mail(envelope.sender, options)
            if code == 250:
                code, reply = client.rcpt(envelope.recipient)
            if code not in (250, 251):
                return self._not_taken(code, reply, early=early)
            early = False
            code, reply = self._data(client, envelope.content)
        except (smtplib.SMTPException, OSError) as lost:
            self._drop()
            raise _ConnectionLostError(f"The mail server was lost: {_reason(lost)}", early=early) from lost
        if code == 250:
            return Delivery(Outcome.SENT, _words(code, reply))
        return self._not_taken(code, reply, early=False)

    def _data(self, client: smtplib.SMTP, content: bytes) -> tuple[int, bytes | str]:
        """Send the message itself, for whose reply the settings allow a time of its own."""
        _allow(client, self._settings.data_seconds)
        code: int
        reply: bytes | str
        try:
            code, reply = client.data(content)
        except smtplib.SMTPDataError as refused:
            # The answer to the command DATA was not 354, and nothing of the message was sent.
            code, reply = refused.smtp_code, refused.smtp_error
        _allow(client, self._settings.command_seconds)
        return code, reply

    def _not_taken(self, code: int, reply: bytes | str, *, early: bool) -> Delivery:
        """Make the connection ready for the next message, and say whether this one may be tried again."""
        if code == 421:
            # The server says that it closes the connection; on one that had been idle that is no news about the mail.
            self._drop()
            raise _ConnectionLostError(_words(code, reply), early=early)
        try:
            is_ready = self._client is not None and self._client.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            is_ready = False
        if not is_ready:
            self._drop()
        is_final = 500 <= code <= 599 and code not in (530, 534, 535, 538)
        return Delivery(Outcome.REFUSED if is_final else Outcome.RETRY, _words(code, reply))

    def _opened(self) -> smtplib.SMTP:
        """The connection, greeted and signed in. Raises _ConnectionLostError where that fails."""
        if self._client is None:
            settings = self._settings
            try:
                self._client = _connected(settings)
                if settings.user:
                    self._client.login(settings.user, settings.password)
            except (smtplib.SMTPException, OSError) as failed:
                self._drop()
                where = f"{settings.host}:{settings.port}"
                text = f"The mail server {where} could not be used: {_reason(failed)}"
                raise _ConnectionLostError(text, early=True) from failed
        return self._client

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _connected(settings: SMTPSettings) -> smtplib.SMTP:
    """A greeted connection, protected as the settings say. Raises SMTPException or OSError, with nothing left open."""
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.connect_seconds, context=context)
        if settings.security is Security.TLS
        else smtplib.SMTP(settings.host, settings.port, timeout=settings.connect_seconds)
    )
    try:
        _allow(client, settings.command_seconds)
        if settings.security is Security.STARTTLS:
            client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        client.close()
        raise
    return client


def _allow(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)


def send(message: EmailMessage, *, to_address: str, from_address: str, settings: SMTPSettings) -> Delivery:
    """Send one message over a connection of its own; see `Sender.send`."""
    with Sender(settings) as sender:
        return sender.send(message, to_address=to_address, from_address=from_address)


def _words(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(f"{code} {text}", limit=REPLY_CHARACTERS)


def _reason(failed: Exception) -> str:
    """The server's words where it spoke, else the system's."""
    if isinstance(failed, smtplib.SMTPResponseException):
        return _words(failed.smtp_code, failed.smtp_error)
    if isinstance(failed, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({failed.verify_message})"
    if isinstance(failed, OSError) and failed.strerror:
        return failed.strerror
    return str(failed) or type(failed).__name__


def write_eml(message: EmailMessage, folder: Path, name: str) -> Path:
    """Write the message as `folder/name.eml`, for an installation without a mail server, and return the path.

    The file is there whole or not at all, also after a kill or a power cut; writing the same name again replaces
    it. Only its owner may read it, since letters hold links. Raises ValueError for a name that is not a plain file
    name, OSError where the disk refuses.
    """
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}", name) is None:
        raise ValueError("the name of a letter's file may hold only letters, digits, dots, - and _")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = message.as_bytes()
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name[:60]}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path = folder / f"{name}.eml"
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return path
