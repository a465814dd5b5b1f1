"""What may stand in a field of a calendar: text, names, addresses and links made safe to write on one content line."""

from __future__ import annotations

import re
from urllib.parse import quote

from icalendar import vText

# Everything that any reader takes for the end of a line, U+2028 and its like included: some split on those too.
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# U+FEFF marks the beginning of a file; readers drop it wherever it stands.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_URI_SAFE = "!#$%&'()*+,-./:;=?@[]_~"
_ADDRESS_SAFE = "!$&'*+-./=@_{|}~^`"


class Text(vText):
    r"""A TEXT value (RFC 5545, 3.3.11).

    The library reads the two letters `\N` as a line break while it writes, so that “C:\Norway” would be broken in
    two; here they stay what they are.
    """

    def to_ical(self) -> bytes:
        r"""The escaped value: backslash, semicolon, comma and line break."""
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def many_lines(text: str) -> str:
    """The text with its line breaks as LF, tabs as spaces and every other control character dropped."""
    return _CONTROL.sub("", _BREAK.sub("\n", text).replace("\t", " "))


def one_line(text: str) -> str:
    """The text on one line: a line break becomes a space, control characters are dropped."""
    return many_lines(text).replace("\n", " ")


def name(text: str) -> str:
    """A person's name for CN: one line, without the double quote and the backslash, which CN cannot carry safely.

    RFC 6868 has a way to write a double quote, but common readers show it as “^'”.
    """
    return one_line(text).replace('"', "'").replace("\\", "/").strip()


def uri(text: str) -> str:
    """An address on the web, in ASCII: whatever a URI cannot hold is percent-encoded, control characters dropped."""
    return quote(many_lines(text).replace("\n", "").strip(), safe=_URI_SAFE)


def mailto(address: str) -> str:
    """The mailto: URI of a mail address (RFC 6068). Raises ValueError when there is no address in it."""
    plain = many_lines(address).replace("\n", "").strip()
    if "@" not in plain:
        raise ValueError(f"“{plain}” is not a mail address")
    return "mailto:" + quote(plain, safe=_ADDRESS_SAFE)
