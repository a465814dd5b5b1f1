"""Pictures inside papers: what is taken out of each kind, and that the picture stays as it is."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, PngImagePlugin

from convene.papers.inspection import pictures
from tests.papers.made_pdfs import AUTHOR, photograph

MARK = AUTHOR.encode()


def saved(kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", AUTHOR)
    text.add_itxt("XML:com.adobe.xmp", AUTHOR)
    text.add_text("Comment", AUTHOR, zip=True)
    return saved("PNG", pnginfo=text, dpi=(72, 72)) + MARK


def exif() -> Image.Exif:
    values = Image.Exif()
    values[0x013B] = AUTHOR
    return values


def segment(mark: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, mark, len(content) + 2) + content


def jpeg_with_more() -> bytes:
    """XMP, Photoshop's data, a preview with its own marks and a second picture behind the first."""
    made = saved("JPEG", icc_profile=b"profile", progressive=True)
    more = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + MARK) + segment(0xED, b"Photoshop 3.0\0" + MARK)
    return made[:2] + more + segment(0xE2, b"FPXR\0" + MARK) + made[2:] + photograph()


def gif() -> bytes:
    frames = [Image.new("P", (20, 20), number) for number in (1, 2)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], comment=MARK, loop=0)
    return file.getvalue() + MARK


def jp2() -> bytes:
    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(content), kind) + content

    parts = box(b"jP  ", b"\r\n\x87\n"), box(b"xml ", MARK), box(b"uuid", MARK), box(b"jp2c", b"\xffO")
    return b"".join(parts)


def emf() -> bytes:
    name = AUTHOR.encode("utf-16-le")
    return bytes(40) + b" EMF" + bytes(16) + struct.pack("<II", len(name) // 2, 72) + bytes(4) + name + b"lines"


SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="urn:sodipodi" sodipodi:docname="{AUTHOR}.svg" '
    f'onload="{AUTHOR}()"><metadata>{AUTHOR}</metadata><script>{AUTHOR}</script><!-- {AUTHOR} --><path d="M0 0"/></svg>'
).encode()


@pytest.mark.parametrize(
    "make",
    [png, photograph, jpeg_with_more, gif, lambda: saved("WEBP", exif=exif(), xmp=MARK), jp2, lambda: SVG],
    ids=["PNG", "JPEG", "JPEG with more", "GIF", "WebP", "JPEG 2000", "SVG"],
)
def test_cleaned_picture_does_not_name_its_author(make: Callable[[], bytes]) -> None:
    picture = make()
    assert MARK in picture

    cleaned = pictures.clean(picture)

    assert MARK not in cleaned
    assert zlib.compress(MARK)[2:-4] not in cleaned
    assert pictures.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "make",
    [png, photograph, jpeg_with_more, gif, lambda: saved("WEBP", exif=exif()), lambda: saved("BMP")],
    ids=["PNG", "JPEG", "JPEG with more", "GIF", "WebP", "BMP"],
)
def test_cleaned_picture_shows_the_same(make: Callable[[], bytes]) -> None:
    before, after = Image.open(io.BytesIO(make())), Image.open(io.BytesIO(pictures.clean(make())))

    assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    kept = ("icc_profile", "loop", "background", "transparency")
    assert [after.info.get(key) for key in kept] == [before.info.get(key) for key in kept]
    assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photograph_stays_the_right_way_up(orientation: int) -> None:
    cleaned = Image.open(io.BytesIO(pictures.clean(photograph(orientation=orientation))))

    assert dict(cleaned.getexif()) == ({} if orientation == 1 else {0x0112: orientation})


def test_drawn_size_of_a_picture_stays() -> None:
    assert Image.open(io.BytesIO(pictures.clean(png()))).info["dpi"] == Image.open(io.BytesIO(png())).info["dpi"]


def test_description_of_a_metafile_is_blanked_in_place() -> None:
    cleaned = pictures.clean(emf())

    assert (len(cleaned), AUTHOR.encode("utf-16-le") in cleaned) == (len(emf()), False)
    assert cleaned.endswith(b"lines")


def test_drawing_keeps_its_lines() -> None:
    assert pictures.clean(SVG).endswith(b'<path d="M0 0"/></svg>')


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"II*\0" + MARK,
        b"plain text",
        photograph()[:30],
        photograph().replace(b"\xff\xdb", b"\0\xdb", 1),
        png()[:60],
        gif()[:40],
        jp2()[:-3] + b"\0\0\0\2xxxx",
        struct.pack(">8sI4sII", b"\x89PNG\r\n\x1a\n", 13, b"IHDR", 60_000, 60_000) + bytes(9) + png()[33:],
    ],
    ids=["empty", "TIFF", "text", "cut JPEG", "broken JPEG", "cut PNG", "cut GIF", "broken JPEG 2000", "vast PNG"],
)
def test_picture_that_is_unknown_broken_or_vast_is_said_to_be_so(picture: bytes) -> None:
    with pytest.raises(pictures.Unknown):
        pictures.clean(picture)


def test_photograph_without_its_last_bytes_is_still_cleaned() -> None:
    cleaned = pictures.clean(photograph()[:-2])

    assert (cleaned.endswith(b"\xff\xd9"), MARK in cleaned) == (True, False)
