"""File names as people give them, made fit to be shown and to be sent. The name under which a file is stored is not."""

from __future__ import annotations

import re
import unicodedata

from convene.papers.inspection.verdict import MediaType

LONGEST = 120
# Names in UTF-8 longer than this cannot be unpacked on usual file systems, whose limit is 255 bytes.
LONGEST_IN_BYTES = 240

_ENDINGS = (
    *("bmp", "doc", "docm", "docx", "dot", "dotm", "dotx", "epub", "fodt", "gif", "htm", "html", "jpeg", "jpg", "key"),
    *("md", "numbers", "odg", "odp", "ods", "odt", "ott", "pages", "pdf", "png", "ppt", "pptx", "rtf", "tif", "tiff"),
    *("txt", "webp", "xls", "xlsm", "xlsx", "xml", "zip"),
)
_KNOWN_ENDING = re.compile(rf"\.(?:{'|'.join(_ENDINGS)})$", re.IGNORECASE)
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
_PILED_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3,}")
_JOINERS = "\u200c\u200d"
# Letters and signs that print as nothing, though Unicode does not call them controls or spaces.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"


def safe_file_name(name: str, *, media_type: MediaType | None = None) -> str:
    """The name without folders, control characters, marks of direction and other invisible signs, in NFC.

    At most 120 characters and 240 bytes, never empty. With a media type the name ends in that type's own ending; a
    known ending that says otherwise is replaced, an unknown one is kept before it. Letters of all scripts stay.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    text = re.sub(r"[\t\r\n\u2028\u2029]", " ", text)
    text = "".join(sign for at, sign in enumerate(text) if _may_be_shown(text, at))
    text = _PILED_MARKS.sub(lambda marks: marks[0][:2], _RESERVED.sub("_", text))
    text = " ".join(text.split()).rstrip(". ")
    suffix = media_type.suffix if media_type else ""
    if media_type:
        while _KNOWN_ENDING.search(text) or text.lower().endswith(suffix):
            text = _KNOWN_ENDING.sub("", text).rstrip(". ")
    else:
        text, suffix = _split_ending(text)
    text = _DEVICES.sub(lambda device: f"{device[0]}_", text.strip(". "))
    return (_cut(text, LONGEST - len(suffix), LONGEST_IN_BYTES - len(suffix)) or "paper") + suffix


def neutral_file_name(name: str, word: str) -> str:
    """That word with the known ending of the name: a name as people give it may name a person."""
    ending = _KNOWN_ENDING.search(name.strip())
    return word + (ending[0].lower().replace("jpeg", "jpg") if ending else "")


def _may_be_shown(text: str, at: int) -> bool:
    """Whether that character is visible. Joiners are, between letters: Persian, Dari and Burmese need them."""
    if text[at] in _JOINERS:
        around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        return len(around) == 2 and all(unicodedata.category(sign)[0] in "LM" and sign > "\u02ff" for sign in around)
    category = unicodedata.category(text[at])
    return text[at] not in _BLANKS and (category == "Zs" or category[0] not in "CZ")


def _split_ending(text: str) -> tuple[str, str]:
    ending = _KNOWN_ENDING.search(text)
    return (text[: ending.start()].rstrip(". "), ending[0].lower()) if ending else (text, "")


def _cut(text: str, characters: int, octets: int) -> str:
    shorter = text[:characters].encode()[:octets].decode(errors="ignore")
    while shorter and unicodedata.category(shorter[-1])[0] == "M" and len(shorter) < len(text):
        shorter = shorter[:-1]
    return shorter.rstrip(". " + _JOINERS)
