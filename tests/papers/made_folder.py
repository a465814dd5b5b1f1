"""A folder of files as people upload them, in good faith and in bad, each with the verdict that it deserves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from convene.findings import Level
from convene.papers.inspection import MediaType, signs, wording
from tests.papers import made_archives, made_briefs, made_pdfs
from tests.papers.made_briefs import brief, brief_changed, brief_docx, brief_doing, brief_odt, brief_with, change
from tests.papers.made_pdfs import content_of, dictionary, packed, zeros

PDF, DOCX, ODT = MediaType.PDF, MediaType.DOCX, MediaType.ODT
KEPT, WARN, REFUSE = Level.KEPT, Level.WARN, Level.REFUSE

TOO_LONG = "at most 3 are taken. Shorten it and upload it again."
AS_PDF = "Save the brief as PDF and upload that."
GOOD = (KEPT, "3 pages, 602 words, about 5 minutes to speak at 130 words a minute.")
STATED = (REFUSE, f"The file states 3 pages, which cannot be checked; at most 3 are taken. {AS_PDF}")
UNKNOWN = (REFUSE, f"The pages of a DOCX or ODT cannot be counted, and at most 3 are taken. {AS_PDF}")
SILENT = (REFUSE, "The brief does not say what is asked.")
ACCEPT = "Accept all changes and delete the comments, then upload it again."
DELETE = "Delete all comments, or export the paper without them, then upload it again."
OUTSIDE = "The file holds a part whose name points outside the file."
NO_PAPER = f"This is not a paper in PDF, DOCX or ODT. {signs.SAVE}"


def not_taken(what: str) -> str:
    return f"This is {what}, and not PDF, DOCX or ODT. {signs.SAVE}"


@dataclass(frozen=True, slots=True)
class Made:
    """One file. Where `refused` is not empty the inspection says it; otherwise `b5` is what becomes of it as a brief.

    `shown` is the name that the verdict gives it, where that is another; `notes` what is told of the copy.
    """

    name: str
    make: Callable[[], bytes]
    kind: MediaType | None
    pages: int | None = None
    refused: str = ""
    b5: tuple[Level, str] | None = None
    shown: str = ""
    notes: tuple[str, ...] = (wording.AUTHOR,)


LENGTHS = (
    Made("3.0 pages.pdf", brief, PDF, 3, b5=GOOD, notes=()),
    Made("3.1 pages.pdf", lambda: brief(151), PDF, 4, b5=(REFUSE, f"The brief has 4 pages; {TOO_LONG}"), notes=()),
    Made("4.0 pages.pdf", lambda: brief(200), PDF, 4, b5=(REFUSE, TOO_LONG), notes=()),
    Made("1 page.pdf", lambda: brief(50), PDF, 1, b5=(KEPT, "1 page, 202 words, about 2 minutes"), notes=()),
    Made("40 pages.pdf", lambda: brief(2000), PDF, 40, b5=(REFUSE, f"The brief has 40 pages; {TOO_LONG}"), notes=()),
    Made(
        "long to speak.pdf",
        lambda: brief(line="Villages burn at night again."),
        PDF,
        3,
        b5=(WARN, "The brief has 751 words, about 6 minutes to speak at 130 words a minute; about 5, or 650 words,"),
        notes=(),
    ),
    Made("asks nothing.pdf", lambda: brief(first="The situation"), PDF, 3, b5=SILENT, notes=()),
    Made("asks in French.pdf", lambda: brief(first="Ce qui est demandé au conseil"), PDF, 3, b5=GOOD, notes=()),
    Made("states 3 pages.docx", brief_docx, DOCX, 3, b5=STATED),
    Made(
        "states 4 pages.docx",
        lambda: brief_docx(pages="4"),
        DOCX,
        4,
        b5=(REFUSE, "which cannot be checked; at most 3 are taken. Shorten the brief, save it as PDF and upload that."),
    ),
    Made("states nothing.docx", lambda: brief_docx(pages=""), DOCX, b5=UNKNOWN),
    Made("states no number.docx", lambda: brief_docx(pages="-3"), DOCX, b5=UNKNOWN),
    Made("main part elsewhere.docx", made_briefs.hidden_document, DOCX, b5=UNKNOWN, notes=()),
    Made("states 3 pages.odt", brief_odt, ODT, 3, b5=STATED, notes=()),
    Made("states 4 pages.odt", lambda: brief_odt(pages="4"), ODT, 4, b5=(REFUSE, "The file states 4 pages"), notes=()),
    Made("states nothing.odt", lambda: brief_odt(pages=""), ODT, b5=UNKNOWN, notes=()),
)

PAGES = (
    Made("turned by 90.pdf", lambda: brief(turned=90), PDF, 3, b5=GOOD, notes=()),
    Made("turned by 270.pdf", lambda: brief(turned=270), PDF, 3, b5=GOOD, notes=()),
    Made("cut at the edges.pdf", lambda: brief(boxes="crop"), PDF, 3, b5=GOOD, notes=()),
    Made("strange boxes.pdf", lambda: brief_changed(made_briefs.with_strange_boxes), PDF, 3, b5=GOOD, notes=()),
    Made(
        "from a copier.pdf",
        made_briefs.brief_in_pictures,
        PDF,
        2,
        b5=(WARN, "The brief holds no text, only pictures: nobody can search it or have it read aloud."),
        notes=(),
    ),
    Made("many spaces.pdf", made_briefs.padded_page, PDF, 1, b5=(KEPT, "1 page, 7 words, about 1 minute to speak")),
    Made("packed tightly.pdf", made_pdfs.packed_tightly, PDF, 1, b5=SILENT),
    Made("two revisions.pdf", made_pdfs.revised, PDF, 1, b5=SILENT),
    Made("wrong table.pdf", made_briefs.wrong_table, PDF, 3, b5=GOOD, notes=()),
    Made("no pages.pdf", made_pdfs.without_pages, PDF, refused="The file has no pages."),
)

TRACES = (
    Made("insertion.docx", lambda: brief_docx(change("ins")), DOCX, 3, f"The file holds 1 tracked change. {ACCEPT}"),
    Made(
        "deletion.docx",
        lambda: brief_docx(change("del", "delText")),
        DOCX,
        3,
        f"The file holds 1 tracked change. {ACCEPT}",
    ),
    Made(
        "move.docx",
        lambda: brief_docx(change("moveFrom") + change("moveTo")),
        DOCX,
        3,
        f"The file holds 2 tracked changes. {ACCEPT}",
    ),
    Made("two comments.docx", lambda: made_briefs.commented_docx(2), DOCX, 3, f"The file holds 2 comments. {ACCEPT}"),
    Made(
        "insertion.odt",
        lambda: made_briefs.tracked_odt("insertion"),
        ODT,
        3,
        f"The file holds 1 tracked change. {ACCEPT}",
    ),
    Made(
        "deletion and format.odt",
        lambda: made_briefs.tracked_odt("deletion", "format-change"),
        ODT,
        3,
        f"The file holds 2 tracked changes. {ACCEPT}",
    ),
    Made(
        "comment.odt",
        lambda: brief_odt("<text:p>So<office:annotation/></text:p>"),
        ODT,
        3,
        f"The file holds 1 comment. {ACCEPT}",
    ),
    Made(
        "sticky note.pdf",
        lambda: brief_with(Subtype="/Text", Contents="Why?"),
        PDF,
        3,
        f"The file holds 1 comment. {DELETE}",
    ),
    Made(
        "struck out.pdf",
        lambda: brief_with(Subtype="/StrikeOut", Contents="No"),
        PDF,
        3,
        f"The file holds 1 comment. {DELETE}",
    ),
    Made("blacked out.pdf", lambda: brief_with(Subtype="/Redact"), PDF, 3, "marked to be blacked out but can still"),
    Made("by its author.pdf", made_pdfs.pdf, PDF, 1, b5=SILENT),
    Made("details.pdf", lambda: brief_changed(made_briefs.with_details), PDF, 3, b5=GOOD, notes=(wording.DETAILS,)),
    Made(
        "photograph.docx",
        made_briefs.with_notes_of_a_camera,
        DOCX,
        3,
        b5=STATED,
        notes=(wording.PICTURE_NOTES, wording.AUTHOR),
    ),
)

LOCKED = (
    Made("password to open.pdf", lambda: made_pdfs.encrypted("secret"), PDF, refused=wording.LOCKED),
    Made("password to change.pdf", lambda: made_pdfs.encrypted(""), PDF, refused=wording.LOCKED),
    Made("newer lock.pdf", made_pdfs.encrypted_by_unknown_cipher, PDF, refused=wording.LOCKED),
    Made("password.docx", made_briefs.locked_office_file, None, refused=wording.LOCKED),
    Made("locked parts.docx", made_archives.locked_members, None, refused=wording.LOCKED),
    Made("password.odt", made_briefs.locked_odt, ODT, refused=wording.LOCKED),
)

PROGRAMS = (
    Made("macros.docm", made_archives.macro_document, None, refused=wording.MACROS),
    Made("renamed.docx", made_archives.macro_document, None, refused=wording.MACROS),
    Made("macros beside.docx", made_briefs.macros_beside, DOCX, 3, wording.MACROS),
    Made("macros.odt", lambda: made_archives.odt(parts={"Basic/M.xml": "<a/>"}), ODT, 4, wording.MACROS),
    Made(
        "script.pdf",
        lambda: brief_changed(made_briefs.with_script),
        PDF,
        3,
        b5=GOOD,
        notes=("The copy that others download leaves out: what was to happen on opening.",),
    ),
    Made(
        "starts something.pdf",
        lambda: brief_doing(dictionary(S="/Launch", F="calc.exe")),
        PDF,
        3,
        b5=GOOD,
        notes=("The copy that others download leaves out: commands to open something.",),
    ),
    Made(
        "sends a form.pdf",
        lambda: brief_doing(dictionary(S="/SubmitForm", F="https://body.example")),
        PDF,
        3,
        b5=GOOD,
        notes=("The copy that others download leaves out: commands to open something.",),
    ),
    Made(
        "file inside.pdf",
        lambda: brief_changed(made_briefs.with_file),
        PDF,
        3,
        b5=GOOD,
        notes=("The copy that others download leaves out: attached files.",),
    ),
    Made("object inside.docx", lambda: made_archives.linked("oleObject", "a.bin"), DOCX, 3, wording.EMBEDDED),
    Made(
        "fetched text.docx",
        lambda: made_archives.linked("image", "https://body.example/a.png", external=True),
        DOCX,
        3,
        wording.LINKED,
    ),
)

BOMBS = (
    Made("gigabyte.pdf", lambda: content_of(packed(zeros(1024))), PDF, refused=wording.TOO_LARGE),
    Made("streams in streams.pdf", made_briefs.streams_in_streams, PDF, refused=wording.TOO_LARGE),
    Made("objects in streams.pdf", lambda: made_pdfs.packed_tightly(zeros(1024)), PDF, refused=wording.TOO_LARGE),
    Made("wide rows.pdf", made_briefs.wide_predictor, PDF, refused=wording.TOO_LARGE),
    Made("pages in a circle.pdf", made_pdfs.with_endless_tree, PDF, refused=wording.DAMAGED),
    Made("arrays in arrays.pdf", made_pdfs.nested_deeply, PDF, refused=wording.DAMAGED),
    Made("bomb.docx", made_briefs.unpacked_too_far, None, refused=wording.TOO_LARGE),
    Made("archives in an archive.docx", made_briefs.archive_of_archives, None, refused=NO_PAPER),
    Made("billion laughs.docx", made_briefs.laughing_docx, DOCX, refused=wording.DAMAGED),
    Made("billion laughs.odt", made_briefs.laughing_odt, ODT, refused=wording.DAMAGED),
    Made("way out.docx", made_briefs.folder_above, None, refused=OUTSIDE),
)

ENDINGS = (
    Made("PDF.docx", brief, PDF, 3, b5=GOOD, shown="PDF.pdf", notes=()),
    Made("DOCX.pdf", brief_docx, DOCX, 3, b5=STATED, shown="DOCX.docx"),
    Made("ODT.doc", brief_odt, ODT, 3, b5=STATED, shown="ODT.odt", notes=()),
    Made("no ending", brief, PDF, 3, b5=GOOD, shown="no ending.pdf", notes=()),
    Made("picture.pdf", made_briefs.picture_file, None, refused=not_taken("a picture")),
    Made("photograph.pdf", made_pdfs.photograph, None, refused=not_taken("a picture")),
    Made("page.docx", lambda: b"<html><body>Dear all</body></html>", None, refused=not_taken("a web page")),
    Made("archive.docx", lambda: made_archives.archive({"a.txt": "x"}), None, refused=NO_PAPER),
    Made("brief.exe", lambda: b"MZ\x90\x00" + bytes(400), None, refused=not_taken("a program"), shown="brief.exe"),
    Made("program.pdf", lambda: b"\x7fELF" + bytes(400), None, refused=not_taken("a program")),
    Made("rich text.docx", lambda: b"{\\rtf1 Dear all}", None, refused=not_taken("an RTF text")),
    Made("empty.pdf", lambda: b"", None, refused="The file is empty."),
    Made("text.pdf", lambda: b"Dear all", None, refused=not_taken("no paper")),
    Made("half.pdf", lambda: brief()[:2000], PDF, refused=wording.DAMAGED),
    Made("half.docx", lambda: brief_docx()[:1500], None, refused=wording.DAMAGED),
    Made("half.odt", lambda: brief_odt()[:1200], None, refused=wording.DAMAGED),
    Made("last line missing.pdf", lambda: brief().rpartition(b"startxref")[0], PDF, refused=wording.DAMAGED),
    Made("PDF and archive.pdf", lambda: brief() + brief_docx(), None, refused=wording.TWO_KINDS),
    Made("page and PDF.pdf", lambda: b"<html><body>x\n" + brief(), PDF, refused=wording.TWO_KINDS),
    Made("picture and PDF.pdf", lambda: b"GIF89a\n" + brief(), PDF, refused=wording.TWO_KINDS),
    Made("DOCX and ODT.odt", made_briefs.docx_and_odt, None, refused=wording.TWO_KINDS),
)

NAMES = (
    Made("Доклад Совета.pdf", brief, PDF, 3, b5=GOOD, notes=()),
    Made("Записка.docx", brief_docx, DOCX, 3, b5=STATED),
    Made("تقرير المجلس.pdf", brief, PDF, 3, b5=GOOD, notes=()),
    Made("简报.pdf", brief, PDF, 3, b5=GOOD, notes=()),
    Made("brief\u202efdp.exe", brief, PDF, 3, b5=GOOD, shown="brieffdp.exe.pdf", notes=()),
    Made("\u2066note\u2069\u200f.pdf", brief, PDF, 3, b5=GOOD, shown="note.pdf", notes=()),
    Made("../../etc/passwd", brief, PDF, 3, b5=GOOD, shown="passwd.pdf", notes=()),
    Made("C:\\Users\\me\\note.pdf", brief, PDF, 3, b5=GOOD, shown="note.pdf", notes=()),
    Made("no\x00te\x1b\x7f\r\n.pdf", brief, PDF, 3, b5=GOOD, shown="note.pdf", notes=()),
    Made(f"{'x' * 300}.pdf", brief, PDF, 3, b5=GOOD, shown=f"{'x' * 116}.pdf", notes=()),
    Made("Д" * 300, brief, PDF, 3, b5=GOOD, shown=f"{'Д' * 116}.pdf", notes=()),
)

FOLDER = (*LENGTHS, *PAGES, *TRACES, *LOCKED, *PROGRAMS, *BOMBS, *ENDINGS, *NAMES)
