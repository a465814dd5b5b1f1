"""The dossier of an application as a PDF for the board: criterion by criterion its evidence. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from convene import clock
from convene.findings import Finding, Level
from convene.membership.terms import Assessment, CriterionView, DecisionView, Dossier, EvidenceView
from convene.packs import sheet
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible
from convene.packs.sheet import WIDTH, Block, Mark, Running, row

_WORD = 92.0
CLOSED = "For members of the board"
NOT_PUT = "For the secretariat alone, not yet before the board"
_LEVELS = {
    Level.KEPT: ("kept", sheet.GREEN),
    Level.NOTE: ("note", sheet.NAVY),
    Level.WARN: ("at risk", sheet.AMBER),
    Level.BROKEN: ("broken", sheet.RED),
}
_TONES = {
    Assessment.SHOWN: sheet.GREEN,
    Assessment.PARTLY: sheet.AMBER,
    Assessment.OPEN: sheet.AMBER,
    Assessment.NOT_SHOWN: sheet.RED,
}


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=leading, textColor=colour, **more)


_BODY_NAME = _style(STRONG, 11, 14, sheet.NAVY)
_KICKER = _style(TEXT, 11, 14, sheet.SOFT)
_TITLE = _style(TITLE, 20, 25)
_HEADING = _style(TITLE, 13, 17)
_SMALL = _style(TEXT, 9.5, 13, sheet.SOFT)
_TEXT = _style(TEXT, 10.5, 14)


def dossier_pdf(dossier: Dossier, findings: Sequence[Finding], *, zone: str, printed_at: datetime) -> bytes:
    """The dossier as an A4 PDF; equal input gives equal bytes. `printed_at` (UTC) stands in the foot, in `zone`.

    No text of any kind or length raises.
    """
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        canvas.setTitle(_property(f"Application of {dossier.applicant.name}"))
        canvas.setAuthor(_property(dossier.body_name))
        canvas.setSubject("Dossier of an application")
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        running = Running(
            foot_left=" ".join(printable(dossier.body_name).split()),
            foot_middle=f"as of {clock.moment_words(printed_at, zone)}",
            head=_closed(dossier),
            head_colour=sheet.RED,
        )
        sheet.draw(canvas, sheet.paginate(_blocks(dossier, findings)), running)
        canvas.save()
        return out.getvalue()


def _closed(dossier: Dossier) -> str:
    """Who may read it at that time, on every page."""
    return CLOSED if dossier.is_put else NOT_PUT


def _property(text: str) -> str:
    return " ".join(visible(text).split())


def _blocks(dossier: Dossier, findings: Sequence[Finding]) -> Iterator[Block]:
    who = dossier.applicant
    head = (
        row(markup(dossier.body_name), _BODY_NAME, width=WIDTH - (162 if dossier.is_put else 270)),
        row(f"Application to be {_as(dossier)}", _KICKER, above=1),
    )
    closed = Mark(_closed(dossier), WIDTH, sheet.RED, is_right=True, face=STRONG, size=10.5)
    yield Block(head, marks=(closed,), below=12)
    facts = [str(who.kind).capitalize() if str(who.kind).islower() else str(who.kind)]
    facts.append(f"received on {clock.day_words(dossier.opened_on, weekday=False)}")
    if dossier.meeting:
        facts.append(f"for the {dossier.meeting}")
    rows = [row(markup(who.name, face=TITLE), _TITLE), row(markup(", ".join(facts) + "."), _SMALL, above=4)]
    yield Block(tuple(rows), above=12, rule=sheet.NAVY, rule_width=1.4)
    if dossier.words:
        yield Block(
            (row("What it writes", _HEADING), row(markup(dossier.words), _TEXT, above=3)), before=14, splits=True
        )
    for finding in findings:
        yield _finding(finding)
    for number, criterion in enumerate(dossier.criteria, start=1):
        yield from _criterion(number, criterion)
    for decision in dossier.decisions:
        yield _decision(decision)


def _as(dossier: Dossier) -> str:
    words = {"member": "a member", "observer": "an observer"}
    return words.get(str(dossier.applicant.standing), "associated without joining")


def _finding(finding: Finding) -> Block:
    word, colour = _LEVELS.get(finding.level, ("note", sheet.NAVY))
    told = f"<b>{markup(f'{finding.rule} {word}'.strip())}.</b> {markup(finding.text)}"
    return Block((row(told, _TEXT, left=10, width=WIDTH - 10),), before=6, bar=colour)


def _criterion(number: int, criterion: CriterionView) -> Iterator[Block]:
    rows = [row(markup(f"{number}. {criterion.words}", face=TITLE), _HEADING, width=WIDTH - _WORD)]
    if criterion.remark:
        rows.append(row(markup(criterion.remark), _TEXT, above=4))
    word = str(criterion.assessment).capitalize()
    mark = Mark(word, WIDTH, _TONES[criterion.assessment], is_right=True, face=STRONG, size=9.5)
    yield Block(
        tuple(rows),
        marks=(mark,),
        before=18,
        above=8,
        below=4,
        rule=sheet.NAVY,
        rule_width=0.9,
        stays_with_next=bool(criterion.evidence),
        bookmark=_property(criterion.words),
    )
    if not criterion.evidence:
        yield Block((row("No evidence is in the dossier.", _SMALL),), above=2)
    for piece in criterion.evidence:
        yield _evidence(piece)


def _evidence(shown: EvidenceView) -> Block:
    piece = shown.piece
    source = f"{piece.source} ({piece.source_kind}; reliability: {piece.reliability}). {shown.entered}."
    return Block(
        (row(markup(piece.text), _TEXT), row(markup(source), _SMALL, above=2)),
        above=5,
        below=6,
        rule=sheet.LINE,
        splits=True,
    )


def _decision(decision: DecisionView) -> Block:
    taken = f"on {clock.day_words(decision.decided_on, weekday=False)}"
    by = f"Taken by the {decision.meeting} {taken}" if decision.meeting else f"Taken in writing {taken}"
    if decision.from_on:
        by += f"; holds from {clock.day_words(decision.from_on, weekday=False)}"
    rows = [
        row(markup(f"Decision: {decision.decision}", face=TITLE), _HEADING),
        row(markup(f"{by}."), _SMALL, above=2),
        row(markup(decision.words), _TEXT, above=4),
    ]
    rows += [row(markup(f"What the rules said then: {line}"), _SMALL, above=2) for line in decision.findings]
    return Block(tuple(rows), before=20, above=8, rule=sheet.NAVY, rule_width=1.4, splits=True)
