"""The printed dossier: what stands on it, and that no text breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from convene.bodies.terms import PartyKind, Standing
from convene.findings import Finding, Level
from convene.membership.terms import (
    Applicant,
    Assessment,
    CriterionView,
    Decision,
    DecisionView,
    Dossier,
    EvidenceView,
    Piece,
    Reliability,
    SourceKind,
)
from convene.packs.dossier import dossier_pdf
from tests.packs import read
from tests.packs.test_agenda import PAYLOADS

AT = datetime(2027, 9, 1, 10, 0, tzinfo=UTC)
PIECE = Piece("It sent a battalion.", "Annual report", SourceKind.OFFICIAL, Reliability.RELIABLE)


def a_dossier(text: str = "It sent a battalion.", *, pieces: int = 2) -> Dossier:
    evidence = tuple(EvidenceView("", replace(PIECE, text=text, source=text), text) for _ in range(pieces))
    criteria = tuple(CriterionView("", text, a, text, evidence) for a in Assessment)
    decision = DecisionView(Decision.ADMITTED, date(2027, 9, 1), date(2027, 10, 1), text, "", text, (text, text))
    who = Applicant(text, PartyKind.STATE, "NO", Standing.MEMBER)
    return Dossier("", text, who, date(2027, 5, 3), text, True, text, "", Decision.ADMITTED, criteria, (decision,))


def printed(dossier: Dossier) -> bytes:
    findings = [Finding("A3", level, dossier.words) for level in Level]
    return dossier_pdf(dossier, findings, zone="Europe/Zurich", printed_at=AT)


def test_it_says_what_is_shown_and_what_was_decided() -> None:
    words = read.words(printed(a_dossier()))
    for said in ("Not assessed yet", "Shown in part", "Not shown", "A3 broken.", "Decision: admitted as a member",
                 "holds from 1 October 2027", "What the rules said then"):  # fmt: skip
        assert said in words


def test_a_long_dossier_has_its_head_on_every_page() -> None:
    pages = read.pages(printed(a_dossier("A sentence of evidence. " * 60, pieces=6)))
    assert len(pages) > 3
    assert [n for n, page in enumerate(pages) if "For members of the board" not in page] == []


def test_before_it_is_put_it_says_that_the_secretariat_alone_reads_it() -> None:
    pages = read.pages(printed(replace(a_dossier("A sentence of evidence. " * 60, pieces=6), is_put=False)))
    assert [n for n, page in enumerate(pages) if "For the secretariat alone" not in page] == []
    assert [n for n, page in enumerate(pages) if "For members of the board" in page] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_breaks_it(payload: str) -> None:
    assert read.pictures(printed(a_dossier(payload))) == []


def test_equal_dossiers_give_equal_octets() -> None:
    assert printed(a_dossier()) == printed(a_dossier())
