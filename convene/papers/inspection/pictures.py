"""Pictures inside papers: camera, place, author and remarks are taken out, the picture itself stays bit for bit.

Nothing is decoded or compressed anew.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"hIST"),
        *(b"pHYs", b"sPLT", b"cICP", b"acTL", b"fcTL", b"fdAT"),
    )
)
_PNG_PHOTO = _PNG_KEPT - {b"iCCP", b"sPLT"}
_JPEG_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]")
_WEBP_DROPPED = (b"EXIF", b"XMP ")
_JP2 = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_JP2_DROPPED = (b"xml ", b"uuid", b"uinf")
_METAFILE = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"VCLMTF", b"BM")
# In the coded part of a JPEG, FF is followed by 00 or by a restart mark; anything else ends it.
_JPEG_MARK = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_ORIENTATION = 0x0112
_NOTES = (b"Exif\0", b"EXIF", b"eXIf", b"ns.adobe.com/xap", b"XML:com.adobe.xmp", b"Photoshop 3.0")
_NOTES_WITHIN = 262_144
# Width times height; more than that is meant to fill a reader's memory, not a page.
MOST_PIXELS = 150_000_000
# What drawing programs write beside the drawing (the author's folders among it), and what would run on opening.
_SVG_DROPPED = re.compile(rb"""\s(?:(?:inkscape|sodipodi):[\w.-]+|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


class Unknown(ValueError):
    """A kind of picture that cannot be cleaned here, one that is damaged, or one too large to be shown."""


def tells(data: bytes) -> bool:
    """Whether the picture carries what a camera or a program notes: the place, the time, the author."""
    return any(sign in data[:_NOTES_WITHIN] for sign in _NOTES)


def photograph(data: bytes) -> bytes:
    """A JPEG or PNG without metadata and without its colour profile, which may name a screen or a device.

    Raises Unknown for a damaged one, one too large to be shown, and what holds no picture at all.
    """
    try:
        made = clean_jpeg(data, keeps_profile=False) if data[:2] == b"\xff\xd8" else _clean_png(data, _PNG_PHOTO)
    except (struct.error, IndexError) as cut_off:
        raise Unknown from cut_off
    holds = (_JPEG_FRAME.search(made) and b"\xff\xda" in made) or (made.startswith(_PNG) and b"IDAT" in made)
    if not holds:
        raise Unknown
    return made


def clean(data: bytes) -> bytes:
    """The same picture without metadata. Raises Unknown for a kind that is not known or a damaged picture."""
    try:
        return _clean(data)
    except (struct.error, IndexError) as cut_off:
        raise Unknown from cut_off


def _clean(data: bytes) -> bytes:
    if data.startswith(b"\xff\xd8\xff"):
        return clean_jpeg(data)
    if data.startswith(_PNG):
        return _clean_png(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _clean_gif(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _clean_webp(data)
    if data.startswith(_JP2):
        return clean_jp2(data)
    if data[40:44] == b" EMF":
        return _clean_emf(data)
    if data.startswith(_METAFILE):
        return data
    if b"<svg" in data[:4096]:
        return _clean_svg(data)
    raise Unknown


def clean_jpeg(data: bytes, *, keeps_profile: bool = True) -> bytes:
    """A JPEG with its colour profile and its orientation and nothing else beside the picture. Raises Unknown."""
    kept, at, orientation = [b"\xff\xd8"], 2, 1
    while True:
        if at + 4 > len(data) or data[at] != 0xFF:
            raise Unknown
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xD9:
            break
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data):
            raise Unknown
        content = data[at + 4 : end]
        if mark == 0xE1 and content.startswith(b"Exif\0\0"):
            orientation = _orientation(content[6:])
        if 0xC0 <= mark <= 0xCF and mark not in {0xC4, 0xC8, 0xCC}:
            _check_size(*struct.unpack_from(">HH", content, 1))
        if _jpeg_keeps(mark, content) and (keeps_profile or mark != 0xE2):
            kept.append(data[at:end])
        at = end
        if mark == 0xDA:
            following = _JPEG_MARK.search(data, at)
            coded_to = following.start() if following else len(data)
            kept.append(data[at:coded_to])
            at = coded_to
            if following is None or at + 4 > len(data):
                break
    if orientation != 1:
        kept.insert(1, _jpeg_orientation(orientation))
    return b"".join(kept) + b"\xff\xd9"


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unknown


def _jpeg_keeps(mark: int, content: bytes) -> bool:
    if mark == 0xE0:
        return content.startswith(b"JFIF\0")
    if mark == 0xE2:
        return content.startswith(b"ICC_PROFILE\0")
    return mark == 0xEE or not (0xE0 <= mark <= 0xEF or mark == 0xFE)


def _orientation(tiff: bytes) -> int:
    """Which way up the picture is shown (1 to 8), as the camera's record says; 1 where it does not say."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        at = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for entry in range(struct.unpack_from(f"{order}H", tiff, at)[0]):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except (KeyError, struct.error):
        return 1
    return 1


def _jpeg_orientation(orientation: int) -> bytes:
    """A record that holds the orientation alone; without it, a photograph from a telephone would lie on its side."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return struct.pack(">BBH", 0xFF, 0xE1, 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def _clean_png(data: bytes, keeps: frozenset[bytes] = _PNG_KEPT) -> bytes:
    kept, at = [_PNG], len(_PNG)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise Unknown
        if kind == b"IHDR":
            _check_size(*struct.unpack_from(">II", data, at + 8))
        if kind in keeps:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _clean_gif(data: bytes) -> bytes:
    """Comments, plain-text blocks and applications' data go, but for the loop count of an animation."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    kept = [data[:at]]
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            at += 10 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0) + 1
            keeps = True
        elif data[at] == 0x21:
            keeps = data[at + 1] == 0xF9 or data[at + 3 : at + 14] == b"NETSCAPE2.0"
            at += 2
        else:
            raise Unknown
        while data[at]:
            at += 1 + data[at]
        at += 1
        if keeps:
            kept.append(data[start:at])
    return b"".join(kept) + b"\x3b"


def _clean_webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at < len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        chunk = data[at:end]
        if kind == b"VP8X":
            # The flags that announce what is dropped here are taken back.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def clean_jp2(data: bytes) -> bytes:
    """A JPEG 2000 file without its boxes of XML and of private data; a bare code stream stays as it is."""
    if not data.startswith(_JP2):
        return data
    kept, at = [], 0
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if length == 1:
            length = struct.unpack_from(">Q", data, at + 8)[0]
        end = at + length if length else len(data)
        if length and length < 8:
            raise Unknown
        if kind not in _JP2_DROPPED:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _clean_emf(data: bytes) -> bytes:
    """The description in the header, which names program and document, is blanked where it stands."""
    length, start = struct.unpack_from("<II", data, 60)
    end = start + 2 * length
    return data[:start] + bytes(end - start) + data[end:] if 0 < start < end <= len(data) else data


def _clean_svg(data: bytes) -> bytes:
    # Photographs in a PDF are cleaned without the XML parser being loaded.
    from convene.papers.inspection import markup

    def opens(name: str, attributes: Mapping[str, str]) -> markup.Fate:
        tells = name.partition("}")[0].partition("#")[0].lower()
        if markup.local(name) in {"metadata", "script", "foreignObject"} or "inkscape" in tells or "sodipodi" in tells:
            return markup.Fate.CUT
        address = next((value for key, value in attributes.items() if markup.local(key) == "href"), "#")
        return markup.Fate.KEEP if address.startswith(("#", "data:")) else markup.Fate.UNLINK

    return _SVG_DROPPED.sub(b"", markup.edit(data, opens))
