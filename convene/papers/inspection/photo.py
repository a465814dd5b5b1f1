"""A photograph as evidence: place, time, camera and author are taken out, the picture itself stays as it is."""

from __future__ import annotations

from pathlib import Path

from convene.findings import Refused
from convene.papers.inspection import pictures
from convene.papers.inspection.verdict import MediaType, PagesAre, Reading, note, refusal

DAMAGED = (
    "The picture is cut off, damaged or far too large to be shown. Save it again as JPEG or PNG, smaller if need be, "
    "and upload that."
)
NOTES = (
    "The picture carried notes of the camera or program that made it, such as place and time; the copy that others "
    "download does not."
)


def read(content: bytes, kind: MediaType, clean_to: Path) -> Reading:
    """The verdict on a photograph; its clean copy is written. Raises Refused for what is no whole picture."""
    try:
        made = pictures.photograph(content)
    except pictures.Unknown as damaged:
        raise Refused((refusal(DAMAGED),)) from damaged
    clean_to.write_bytes(made)
    notes = (note(NOTES),) if pictures.tells(content) else ()
    return Reading(kind, None, PagesAre.UNKNOWN, None, None, "", notes)
