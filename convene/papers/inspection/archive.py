"""ZIP archives from outside: checked before anything is unpacked, read within limits, written the same way each time.

What the members mean is not known here.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from convene.findings import Refused
from convene.papers.inspection import wording
from convene.papers.inspection.verdict import Limits, refusal

# The earliest date that the format can hold: a copy tells nothing about when it was made.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1 | 0x40
_PATCHED = 0x20
# Small members repeat themselves a lot in good faith (empty tables); a bomb is large as well.
_RATIO_COUNTS_FROM = 10_000_000


class Archive:
    """An archive whose table of contents has been found harmless; members are read one at a time."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open and check. Raises Refused, in plain words, for a damaged, locked or dangerous archive."""
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError) as broken:
            raise Refused((refusal(wording.DAMAGED),)) from broken
        members = self._zip.infolist()
        self._check_sizes(members)
        self._check_names(members)
        self._members = {member.filename: member for member in members if not member.is_dir()}

    def _check_sizes(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > self._limits.parts:
            raise Refused((refusal("The file is made of too many parts to be a paper."),))
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise Refused((refusal(wording.LOCKED),))
        if any(
            member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or member.flag_bits & _PATCHED
            for member in members
        ):
            raise Refused((refusal("The file is packed in a way that papers are not."),))
        end = 0
        for member in sorted(members, key=lambda one: one.header_offset):
            if member.header_offset < end:
                raise Refused((refusal(wording.DAMAGED),))
            end = member.header_offset + _LOCAL_HEADER + member.compress_size
        if (
            sum(member.file_size for member in members) > self._limits.unpacked
            or any(member.file_size > self._limits.part for member in members)
            or any(
                member.file_size > _RATIO_COUNTS_FROM and member.file_size > self._limits.ratio * member.compress_size
                for member in members
            )
        ):
            raise Refused((refusal(wording.TOO_LARGE),))

    def _check_names(self, members: list[zipfile.ZipInfo]) -> None:
        names = [member.filename for member in members]
        # Names are compared without case, as the programs that open such files do.
        if len({name.casefold() for name in names}) < len(names):
            raise Refused((refusal("The file is damaged: it holds two parts of one name."),))
        if any(not _is_plain(name, member.orig_filename) for name, member in zip(names, members, strict=True)):
            raise Refused((refusal("The file holds a part whose name points outside the file."),))

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names in the archive's own order, folders left out."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """One member, unpacked. Raises Refused where it is damaged; KeyError where it is not there.

        zipfile reads no more than the size that was checked, and compares the checksum.
        """
        try:
            return self._zip.read(self._members[name])
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as broken:
            raise Refused((refusal(wording.DAMAGED),)) from broken


def write(path: Path, members: Iterable[tuple[str, bytes]], *, stored: tuple[str, ...] = ()) -> None:
    """Write a new archive of these members in this order, without dates, owners or remarks; `stored` are not packed."""
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def _is_plain(name: str, original: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        name == original
        and bool(parts)
        and not name.startswith("/")
        and ".." not in parts
        and "\\" not in name
        and ":" not in name
        and name.isprintable()
        and len(name) <= 240
    )
