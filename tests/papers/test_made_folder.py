"""Every file of the made folder gets its verdict in words, within two seconds and 256 MB, and B5 takes it or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from convene.findings import Level
from convene.papers.inspection import PagesAre, wording
from convene.papers.rules import BriefLimits, b5_brief_findings
from tests.papers.inspected import PATIENT, holds_author, inspected, said
from tests.papers.made_folder import FOLDER, PDF, Made

MEGABYTE = 1024 * 1024
TOLD = (wording.AUTHOR, wording.DETAILS, wording.PICTURE_NOTES, "The copy that others download leaves out")


def test_folder_is_large_and_no_file_has_another_ones_name() -> None:
    assert len({one.name for one in FOLDER}) == len(FOLDER) >= 60
    assert PATIENT.memory == 256 * MEGABYTE


@pytest.mark.parametrize("one", FOLDER, ids=[ascii(one.name)[1:40] for one in FOLDER])
def test_file_gets_the_verdict_that_it_deserves(one: Made, tmp_path: Path) -> None:
    verdict, copy = inspected(tmp_path, one.make(), file_name=one.name)

    refusals = said(verdict, Level.REFUSE)
    assert (verdict.media_type, verdict.pages) == (one.kind, one.pages)
    assert verdict.pages_are is _source(one)
    assert verdict.file_name == (one.shown or one.name)
    if one.refused:
        assert [one.refused in text for text in refusals] == [True]
        assert (verdict.is_clean, copy) == (False, b"")
        return
    assert refusals == []
    assert [text for text in said(verdict, Level.NOTE) if text.startswith(TOLD)] == list(one.notes)
    assert not holds_author(copy)
    assert one.b5 is not None
    level, text = one.b5
    found = b5_brief_findings(
        pages=verdict.pages, pages_are=verdict.pages_are, words=verdict.words, asks=verdict.asks, limits=BriefLimits()
    )
    assert [finding.level for finding in found if text in finding.text] == [level]
    assert max(found, key=lambda finding: list(Level).index(finding.level)).level is level
    assert any(finding.level is Level.REFUSE for finding in found) is (level is Level.REFUSE)


def _source(one: Made) -> PagesAre:
    if one.pages is None:
        return PagesAre.UNKNOWN
    return PagesAre.COUNTED if one.kind is PDF else PagesAre.STATED
