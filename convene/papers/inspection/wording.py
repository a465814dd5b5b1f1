"""What is said about more than one type of paper, in words for the person who uploads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from convene.findings import Finding
from convene.papers.inspection.verdict import NAMED_TYPES, counted, note, refusal

DAMAGED = "The file is cut off or damaged: it cannot be read to its end. Save or export it again and upload that."
LOCKED = "The file is locked with a password or restrictions; save it without them and upload it again."
TOO_LARGE = "The file unpacks to far more than a paper needs, so it was not opened."
MACROS = "The file holds macros. Save it without macros and upload it again."
EMBEDDED = (
    "The file holds another file, such as the spreadsheet behind a chart. Put a picture in its place, then upload it "
    "again."
)
LINKED = "The file fetches a part of itself from elsewhere. Put that part into the paper and upload it again."
PICTURE = (
    "The file holds a picture of an uncommon kind. Save that picture as PNG or JPEG, insert it anew, then upload the "
    "paper again."
)
AUTHOR = "The file named its author in its properties; the copy that others download does not."
DETAILS = "The file carried hidden details of how it was made; the copy that others download does not."
PICTURE_NOTES = (
    "Pictures in the file carried notes of the camera or program that made them, such as time and place; those in the "
    "copy that others download do not."
)
TWO_KINDS = f"The file is of two kinds at once. Save or export the paper anew as {NAMED_TYPES} and upload that."


def changes_and_comments(changes: int, comments: int) -> Iterator[Finding]:
    """One refusal that counts what was left in the text, and never says by whom; nothing where nothing was."""
    found = [counted(changes, "tracked change")] if changes else []
    found += [counted(comments, "comment")] if comments else []
    if found:
        yield refusal(
            f"The file holds {' and '.join(found)}. Accept all changes and delete the comments, then upload it again."
        )


def left_out(*, links: int, signature: bool) -> Iterator[Finding]:
    """Notes on what the copy that others download lacks."""
    if links:
        leads = (
            "link to a file on somebody's computer leads"
            if links == 1
            else ("links to files on somebody's computer lead")
        )
        yield note(f"{links} {leads} nowhere in the copy that others download.")
    if signature:
        yield note("The digital signature is not in the copy that others download; the file as uploaded keeps it.")


@dataclass(slots=True)
class Hidden:
    """What a file carried that its pages do not show, and that the copy lacks; never whose name it was."""

    author: bool = False
    details: bool = False
    pictures: bool = False

    def notes(self) -> Iterator[Finding]:
        """What was found, in words; the remark on an author's name stands for the other details as well."""
        if self.pictures:
            yield note(PICTURE_NOTES)
        if self.author:
            yield note(AUTHOR)
        elif self.details:
            yield note(DETAILS)
