"""The faces that packs are set in, and which letters they have. What is printed with them is decided elsewhere."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from importlib.resources import as_file, files
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

TEXT = "SourceSansPro"
STRONG = "SourceSansPro-Semibold"
TITLE = "SourceSerifPro-Semibold"

# One document at a time: a TTFont keeps its reading position in the file, so two threads would mix their subsets.
PRESS = threading.RLock()

_SANS, _SERIF = "font_source_sans_pro", "font_source_serif_pro"
_FACES = {
    TEXT: (_SANS, "SourceSansPro-Regular.ttf"),
    STRONG: (_SANS, "SourceSansPro-Semibold.ttf"),
    "SourceSansPro-It": (_SANS, "SourceSansPro-It.ttf"),
    "SourceSansPro-SemiboldIt": (_SANS, "SourceSansPro-SemiboldIt.ttf"),
    "SourceSerifPro": (_SERIF, "SourceSerifPro-Regular.ttf"),
    TITLE: (_SERIF, "SourceSerifPro-Semibold.ttf"),
    "SourceSerifPro-It": (_SERIF, "SourceSerifPro-It.ttf"),
    "SourceSerifPro-SemiboldIt": (_SERIF, "SourceSerifPro-SemiboldIt.ttf"),
}
_ORDINARY_WHITESPACE = "\t\n\r"


@cache
def register_faces() -> None:
    """Make both families, with their bold (semibold) and italic, known to reportlab; later calls do nothing.

    The italics have neither Greek nor Cyrillic: text that people write is never set in them.
    """
    with PRESS:
        for name, (package, file_name) in _FACES.items():
            with as_file(files(package) / "files" / file_name) as path:
                # Only the letters in use go into the file, which makes it a fifth smaller.
                pdfmetrics.registerFont(TTFont(name, str(path), asciiReadable=False))
        for family in ("SourceSansPro", "SourceSerifPro"):
            pdfmetrics.registerFontFamily(
                family,
                normal=family,
                bold=f"{family}-Semibold",
                italic=f"{family}-It",
                boldItalic=f"{family}-SemiboldIt",
            )


@cache
def _letters_of(face: str) -> frozenset[int]:
    register_faces()
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)


def _is_space(letter: str) -> bool:
    return letter in _ORDINARY_WHITESPACE or unicodedata.category(letter) == "Zs"


def _is_invisible(letter: str) -> bool:
    """Control and format characters (direction marks among them), halves of surrogate pairs, odd line ends."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def missing_letters(text: str) -> str:
    """The characters of a text that the text face lacks, each once, in their order; empty when all can be printed.

    Control characters and direction marks count as missing, since they change a line without being seen; spaces,
    tabs and line ends do not. To be asked on saving, so that the letter can be named (settled 33).
    """
    if text.isascii() and text.isprintable():
        return ""
    known = _letters_of(TEXT)
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        letter
        for letter in dict.fromkeys(composed)
        if not _is_space(letter) and (_is_invisible(letter) or ord(letter) not in known)
    )


class _Printed(dict[int, str]):
    """What stands on paper for each code point; only letters of the face are kept, so that it stays small."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter == "\n":
            return "\n"
        if letter in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}":
            return "\N{NO-BREAK SPACE}"
        if _is_space(letter):
            return " "
        if code not in _letters_of(TEXT):
            return "?"
        return self.setdefault(code, letter)


_PRINTED = _Printed()


def visible(text: str) -> str:
    """The text composed and without invisible characters, which may stand between a letter and its accent."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", "".join(x for x in text if _is_space(x) or not _is_invisible(x)))


def printable(text: str) -> str:
    """The text as it can be printed: what is visible of it, with “?” for a letter that the text face lacks.

    Line ends are kept; every other space becomes a plain one, and a no-break space stays one.
    """
    return text if text.isascii() and text.isprintable() else visible(text).translate(_PRINTED)


def markup(text: str, *, face: str = TEXT) -> str:
    """The text for a reportlab Paragraph: printable, escaped, lines kept; nothing in it is read as a tag.

    A letter that the serif lacks and the sans has (a Sámi name in a title) is set in the sans.
    """
    shown = printable(text).strip()
    if face != TEXT and not shown.isascii():
        known = _letters_of(face)
        return "".join(
            escape(letter) if ord(letter) in known or letter.isspace() else f'<font name="{STRONG}">{letter}</font>'
            for letter in shown
        ).replace("\n", "<br/>")
    return escape(shown).replace("\n", "<br/>")
