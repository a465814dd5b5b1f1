"""Uploaded files that are meant to hurt, and the bounds of the process that reads them."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from pypdf.generic import PdfObject

from convene.findings import Level
from convene.papers import inspection
from convene.papers.inspection import Inspection, Limits, PagesAre, inspect, wording
from tests.papers import made_archives, made_pdfs
from tests.papers.inspected import inspected, said
from tests.papers.made_archives import docx
from tests.papers.made_pdfs import TEXT, content_of, packed, picture_of

GIGABYTE = 1024
TOO_DEAR = (
    "The file could not be read within the time and memory that a paper may take. Save or export it anew and upload "
    "that."
)
OUTSIDE = "The file holds a part whose name points outside the file."
TOO_MANY = "The file is made of too many parts to be a paper."
CHILD = Path(inspection.__file__).with_name("child.py")


def picture(content: bytes, **values: PdfObject | str | int) -> bytes:
    return picture_of(packed(content, "/FlateDecode", Subtype="/Image", **values))


def twice_packed() -> bytes:
    content = zlib.compress(made_pdfs.zeros(GIGABYTE))
    return content_of(packed(content, made_pdfs.array("/FlateDecode", "/FlateDecode")))


def packed_as_text() -> bytes:
    """A picture whose packed bytes are written in letters, as some programs do."""
    content = base64.a85encode(made_pdfs.zeros(64)) + b"~>"
    return picture_of(
        packed(content, made_pdfs.array("/ASCII85Decode", "/FlateDecode"), Subtype="/Image", Width=100, Height=100)
    )


def command_lines() -> list[bytes]:
    """What runs on this machine; whatever ends meanwhile does not run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(path.read_bytes())
    return found


HURTING: list[tuple[str, Callable[[], bytes], str]] = [
    ("a gigabyte on a page", lambda: content_of(packed(made_pdfs.zeros(GIGABYTE))), wording.TOO_LARGE),
    ("a gigabyte packed twice", twice_packed, wording.TOO_LARGE),
    ("a gigabyte as ten pixels", lambda: picture(made_pdfs.zeros(GIGABYTE), Width=2, Height=5), wording.TOO_LARGE),
    ("a picture in letters", packed_as_text, wording.TOO_LARGE),
    ("a gigabyte of objects", lambda: made_pdfs.packed_tightly(made_pdfs.zeros(GIGABYTE)), wording.TOO_LARGE),
    (
        "a picture of a square mile",
        lambda: picture(made_pdfs.zeros(1), Width=60_000, Height=60_000),
        "The file holds a picture that is too large to be shown.",
    ),
    ("pages in a circle", made_pdfs.with_endless_tree, wording.DAMAGED),
    ("arrays in arrays", made_pdfs.nested_deeply, wording.DAMAGED),
    ("a large member", lambda: docx(parts={"word/document.xml": bytes(40_000_000)}), wording.TOO_LARGE),
    ("a tightly packed member", lambda: docx(parts={"a": bytes(12_000_000)}), wording.TOO_LARGE),
    ("a member that lies", made_archives.lying_about_its_size, wording.DAMAGED),
    ("members that overlap", made_archives.overlapping, wording.DAMAGED),
    ("many members", lambda: made_archives.many_members(2_000), TOO_MANY),
    ("one name twice", made_archives.twice_the_same_name, "The file is damaged: it holds two parts of one name."),
    ("locked members", made_archives.locked_members, wording.LOCKED),
    ("a folder above", lambda: docx(parts={"../../etc/cron.d/a": "x"}), OUTSIDE),
    ("the root", lambda: docx(parts={"/etc/passwd": "x"}), OUTSIDE),
    ("another drive", lambda: docx(parts={"C:/a": "x"}), OUTSIDE),
    ("a folder above, backwards", lambda: docx(parts={"..\\a": "x"}), OUTSIDE),
    ("a name cut short", made_archives.name_cut_short, OUTSIDE),
    ("a name in two directions", lambda: docx(parts={"a\u202egpj.exe": "x"}), OUTSIDE),
]


@pytest.mark.parametrize("make,text", [row[1:] for row in HURTING], ids=[row[0] for row in HURTING])
def test_file_that_is_meant_to_hurt_is_refused_by_a_verdict(
    make: Callable[[], bytes], text: str, tmp_path: Path
) -> None:
    verdict, _ = inspected(tmp_path, make())

    assert [finding.text for finding in verdict.findings if finding.level is Level.REFUSE] == [text]


@pytest.mark.parametrize(
    "make",
    [
        made_pdfs.with_outline_in_a_circle,
        lambda: docx("<w:p>" * 20_000 + f"<w:r><w:t>{TEXT}</w:t></w:r>" + "</w:p>" * 20_000),
        lambda: docx(f"{made_archives.PARAGRAPH}" * 20_000),
        lambda: made_pdfs.pdf(*[TEXT] * 300),
    ],
    ids=["outline in a circle", "deep", "long", "three hundred pages"],
)
def test_file_that_is_only_odd_or_long_is_taken_in_time(make: Callable[[], bytes], tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, make())

    assert (verdict.refused, verdict.is_clean) == (False, True)


def test_reading_that_takes_too_much_processor_time_is_ended_by_a_verdict(tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, made_pdfs.endless_numbers(), limits=Limits(cpu_seconds=1))

    assert said(verdict, Level.REFUSE) == [TOO_DEAR]


def test_reading_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, made_pdfs.endless_numbers(), limits=Limits(seconds=0.4))

    assert verdict == Inspection(
        media_type=None,
        pages=None,
        pages_are=PagesAre.UNKNOWN,
        words=None,
        asks=None,
        title="",
        file_name="paper",
        findings=verdict.findings,
        is_clean=False,
    )
    assert said(verdict, Level.REFUSE) == [TOO_DEAR]
    assert [line for line in command_lines() if str(tmp_path / "source").encode() in line] == []


def test_reading_that_takes_too_much_memory_is_ended_by_a_verdict(tmp_path: Path) -> None:
    content = content_of(packed(made_pdfs.zeros(30)))

    assert inspected(tmp_path, content)[0].refused is False
    verdict, _ = inspected(tmp_path, content, limits=Limits(memory=64 * 1024 * 1024))
    assert said(verdict, Level.REFUSE) == [wording.TOO_LARGE]


def test_words_are_left_uncounted_when_that_takes_too_long(tmp_path: Path) -> None:
    content = made_pdfs.pdf(*[TEXT] * 200)

    verdict, copy = inspected(tmp_path, content, limits=Limits(words_seconds=0.01))

    assert (verdict.words, verdict.pages, verdict.refused, bool(copy)) == (None, 200, False, True)


def test_child_bounds_itself_before_it_reads() -> None:
    program = (
        f"import resource, runpy; child = runpy.run_path({str(CHILD)!r});"
        "child['bound'](memory=1 << 28, cpu_seconds=3, file_size=1000);"
        "print([resource.getrlimit(getattr(resource, 'RLIMIT_' + what)) for what in"
        " ('AS', 'CPU', 'FSIZE', 'CORE', 'NPROC', 'NOFILE')]);"
        "bytearray(1 << 28)"
    )

    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)

    bounds = [(1 << 28, 1 << 28), (3, 3), (1000, 1000), (0, 0), (0, 0), (32, 32)]
    assert (done.stdout.strip(), done.stderr.strip().splitlines()[-1]) == (str(bounds), "MemoryError")


def test_child_loads_neither_web_nor_database_nor_pictures() -> None:
    program = (
        f"import importlib, runpy, sys; child = runpy.run_path({str(CHILD)!r}); child['start_light']();"
        "[importlib.import_module('convene.papers.inspection.' + name) for name in ('reading', 'pdf', 'docx', 'odt')];"
        "print(*sorted({name.partition('.')[0] for name, module in sys.modules.items() if module}))"
    )

    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert {"pypdf", "defusedxml"} <= loaded
    assert loaded & {"flask", "sqlalchemy", "werkzeug", "PIL", "cryptography", "socket", "ssl"} == set()


def test_child_is_not_told_what_the_file_is_called(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(made_pdfs.pdf())
    arguments = [str(source), str(tmp_path / "copy"), json.dumps(asdict(Limits()))]

    done = subprocess.run([sys.executable, "-I", str(CHILD), *arguments], capture_output=True, text=True, check=True)

    started, verdict, words = (json.loads(line) for line in done.stdout.splitlines())
    assert (started, verdict["pages"], words["words"]) == ("started", 1, len(TEXT.split()))


def test_source_that_cannot_be_read_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect(tmp_path / "missing", clean_to=tmp_path / "copy", file_name="a.pdf")


def test_copy_that_exists_already_is_not_overwritten(tmp_path: Path) -> None:
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.write_bytes(made_pdfs.pdf())
    copy.write_bytes(b"somebody else's")

    with pytest.raises(FileExistsError):
        inspect(source, clean_to=copy, file_name="a.pdf")

    assert copy.read_bytes() == b"somebody else's"


def test_child_that_cannot_start_is_the_programs_fault(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(made_pdfs.pdf())

    with pytest.raises(RuntimeError, match="Papers cannot be read"):
        inspect(source, clean_to=tmp_path / "copy", file_name="a.pdf", limits=Limits(memory=1 << 24))
