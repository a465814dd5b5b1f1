"""Lineage: ties between recommendations, never in a circle; all that hangs together with one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select

from convene import journal
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import refuse
from convene.recommendations import repeating, rules
from convene.recommendations.actions import FollowUp, announce_links, check_wish, close_as_superseded
from convene.recommendations.cutting import contains
from convene.recommendations.history import adopts, take
from convene.recommendations.likeness import alike
from convene.recommendations.models import Addressee, Recommendation, RecommendationLink
from convene.recommendations.terms import DRAFTED, REPEATING, Knot, Lineage, LinkKind, State, Step, Tie
from convene.recommendations.ties import Closes, closes_awaited, names_as_later, refuse_unmeant, superseded_words

# So many are offered at once to be tied to; a search finds the others.
OFFERED = 20
TEXTS_MOST = 20_000
SAID_AGAIN = REPEATING | {LinkKind.SUPERSEDES}
# By time, as a list that was taken over later may tell of earlier ones; those without a day last.
_LATEST_FIRST = (
    Recommendation.adopted_on.desc().nulls_last(),
    Recommendation.number.desc().nulls_last(),
    Recommendation.id.desc(),
)


def links_of(body_id: int) -> list[RecommendationLink]:
    """All ties of a body that this reader may see; one statement."""
    wanted = select(RecommendationLink).where(RecommendationLink.body_id == body_id)
    return list(db.session.scalars(wanted.order_by(RecommendationLink.id)))


def tie(
    later: Recommendation,
    earlier: Recommendation,
    kind: LinkKind,
    body: Body,
    *,
    by: str,
    at: datetime,
    reason: str = "",
    meant: Collection[str] | None = None,
) -> None:
    """Say what a recommendation does with an earlier one. Raises Refused for a circle, or a tie that is there.

    What it supersedes is closed by that as soon as it is adopted; the `reason` stands with that step. Where answers to
    it are awaited, a person must have ticked that this is `meant`, by the mark of what was shown.
    """
    if earlier.state in DRAFTED:
        raise Refused((Finding("", Level.REFUSE, "The earlier one must have been adopted.", "earlier"),))
    if later.state is State.WITHDRAWN:
        raise Refused((Finding("", Level.REFUSE, "The draft was withdrawn: it does nothing with another."),))
    refuse(rules.order_findings(later.adopted_on, earlier.adopted_on))
    ids = [(link.later_id, link.earlier_id) for link in links_of(body.id)]
    refuse(rules.link_findings(str(later.id), str(earlier.id), [(str(a), str(b)) for a, b in ids]))
    if meant is not None:
        refuse_unmeant(closes_awaited(later, earlier, kind), meant)
    row = RecommendationLink(
        body_id=body.id, later_id=later.id, earlier_id=earlier.id, kind=kind, by=by, linked_at=at, announced=False
    )
    db.session.add(row)
    db.session.flush()
    take(later, Step.TIE, body=body, by=by, at=at, note=tie_words(kind, earlier))
    announce_links(later, body, by=by, at=at, reason=reason)
    journal.record(
        "recommendation.tie",
        by=by,
        at=at,
        body=body.id,
        kind="recommendation",
        key=later.key,
        change={"symbol": later.symbol or "", "kind": kind, "to": earlier.symbol or ""},
    )


def tie_words(kind: LinkKind, earlier: Recommendation) -> str:
    """“it strengthens TNAP/2027/1/R.3”: what the step of a tie says."""
    return f"it {kind} {earlier.symbol}"


def supersede(
    earlier: Recommendation,
    symbol: str,
    body: Body,
    wish: FollowUp,
    *,
    by: str,
    at: datetime,
    meant: Collection[str] | None = None,
) -> None:
    """Close a recommendation as superseded by the one with that symbol: by their tie, in one step. Raises Refused.

    Where the two are tied already, that the later one strengthens it, say, their tie stays: it is what the count of
    repetitions is made from. `meant` as for a tie.
    """
    check_wish(earlier, body, wish, at=at)
    refuse(rules.step_findings(earlier.state, Step.SUPERSEDE, adopts=adopts(body)))
    later = on_record(symbol, body.id)
    if later is None:
        text = (
            "No recommendation on record has this symbol." if symbol.strip() else "Say by which one: enter its symbol."
        )
        raise Refused((Finding("A18", Level.REFUSE, text, "later"),))
    pairs = [(str(link.later_id), str(link.earlier_id)) for link in links_of(body.id)]
    refuse(
        rules.successor_findings(
            later.adopted_on,
            earlier.adopted_on,
            is_itself=later.id == earlier.id,
            follows=str(later.id) in rules.ancestors(str(earlier.id), pairs),
        )
    )
    if meant is not None:
        refuse_unmeant(closes_awaited(later, earlier, LinkKind.SUPERSEDES), meant)
    known = select(RecommendationLink).where(
        RecommendationLink.later_id == later.id,
        RecommendationLink.earlier_id == earlier.id,
        RecommendationLink.kind != LinkKind.SUPERSEDES,
    )
    if db.session.scalars(known).first() is not None:
        close_as_superseded(earlier, later, body, wish.note, by=by, at=at)
        return
    tie(later, earlier, LinkKind.SUPERSEDES, body, by=by, at=at, reason=wish.note)


def on_record(symbol: str, body_id: int) -> Recommendation | None:
    """The one of a body, no draft, with that symbol, however it is written; None where there is none."""
    wanted = select(Recommendation).where(
        Recommendation.body_id == body_id,
        Recommendation.state.not_in(sorted(DRAFTED)),
        func.lower(Recommendation.symbol) == symbol.strip().lower(),
    )
    return db.session.scalars(wanted).one_or_none() if symbol.strip() else None


def drop_tie(
    link: RecommendationLink, later: Recommendation, earlier: Recommendation, body: Body, *, by: str, at: datetime
) -> None:
    """Take a tie away: the lineage shows it no more, and the steps of the later one keep that it was."""
    db.session.delete(link)
    take(later, Step.UNTIE, body=body, by=by, at=at, note=f"{tie_words(link.kind, earlier)} no longer")
    journal.record(
        "recommendation.untie",
        by=by,
        at=at,
        body=body.id,
        kind="recommendation",
        key=later.key,
        change={"symbol": later.symbol or "", "kind": link.kind, "to": earlier.symbol or ""},
    )


def successors_of(found: Recommendation) -> list[Recommendation]:
    """The adopted ones that may have superseded this: those that read alike first, then the latest; two statements."""
    likest = [each.key for each in alike(found.text, adopted_texts(found.body_id, but=found.id))]
    which = [
        Recommendation.body_id == found.body_id,
        Recommendation.id != found.id,
        Recommendation.state.not_in(sorted(DRAFTED)),
    ]
    if found.adopted_on is not None:
        which.append(or_(Recommendation.adopted_on.is_(None), Recommendation.adopted_on >= found.adopted_on))
    order = (Recommendation.key.not_in(likest), *_LATEST_FIRST)
    return list(db.session.scalars(select(Recommendation).where(*which).order_by(*order).limit(OFFERED)))


def lineage_of(found: Recommendation) -> Lineage:
    """All that hangs together with a recommendation, as far as this reader may see it; three statements."""
    return lineages_of([found])[found.id]


def lineages_of(rows: Sequence[Recommendation]) -> dict[int, Lineage]:
    """The same of several of one body, by internal id; three statements."""
    if not rows:
        return {}
    links = links_of(rows[0].body_id)
    near: dict[int, set[int]] = {}
    for link in links:
        near.setdefault(link.later_id, set()).add(link.earlier_id)
        near.setdefault(link.earlier_id, set()).add(link.later_id)
    together = {row.id: _together(row.id, near) for row in rows}
    wanted = select(Recommendation).where(Recommendation.id.in_(sorted(set().union(*together.values()))))
    known = {row.id: row for row in db.session.scalars(wanted)}
    closed = [row.key for row in known.values() if row.state is State.SUPERSEDED]
    words = superseded_words(closed) if closed else {}
    return {row.id: _lineage(row, [known[i] for i in together[row.id] if i in known], links, words) for row in rows}


def with_answers(lineage: Lineage) -> Lineage:
    """The same, with how many addressees of each have answered, as a list says it; one statement for all."""
    keys = [knot.key for knot in lineage.knots]
    wanted = select(Recommendation.key, func.count(Addressee.answer), func.count(Addressee.id))
    wanted = wanted.join_from(Addressee, Recommendation, Recommendation.id == Addressee.recommendation_id)
    rows = db.session.execute(wanted.where(Recommendation.key.in_(keys)).group_by(Recommendation.key))
    counts = {key: (answered, asked) for key, answered, asked in rows}
    of = ((knot, *counts.get(knot.key, (0, 0))) for knot in lineage.knots)
    return replace(lineage, knots=tuple(replace(knot, answered=answered, asked=asked) for knot, answered, asked in of))


def _together(start: int, near: Mapping[int, set[int]]) -> set[int]:
    ids, waiting = {start}, [start]
    while waiting:
        fresh = near.get(waiting.pop(), set()) - ids
        ids |= fresh
        waiting += fresh
    return ids


def place_in_time(row: Recommendation) -> tuple[bool, date, int, int]:
    """By what recommendations are put in order, the earliest first, drafts last."""
    return (row.adopted_on is None, row.adopted_on or row.proposed_at.date(), row.number or 0, row.id)


def _lineage(
    found: Recommendation, rows: list[Recommendation], links: Iterable[RecommendationLink], words: Mapping[str, str]
) -> Lineage:
    """`words` are those of the steps by which what is superseded is closed now, by key."""
    rows.sort(key=place_in_time)
    known = {row.id: row for row in rows}
    # Who sees a tie sees both ends: it is told once both are adopted.
    told = [link for link in links if link.later_id in known and link.earlier_id in known]
    closed_by = {
        link.earlier_id: known[link.later_id].symbol or ""
        for link in told
        if names_as_later(words.get(known[link.earlier_id].key, ""), known[link.later_id].symbol)
    }
    knots = tuple(
        Knot(
            row.key, row.symbol or "", row.adopted_on, str(row.state), row.text, is_here=row.id == found.id,
            closed_by=closed_by.get(row.id, ""),
        )
        for row in rows
    )  # fmt: skip
    ties = tuple(Tie(known[link.later_id].key, known[link.earlier_id].key, link.kind, link.key) for link in told)
    return Lineage(knots, ties, repeating.lineage_sentence(found.key, knots, ties))


def candidates_for(found: Recommendation, words: str = "") -> list[Recommendation]:
    """The adopted ones that can be earlier than this and are not tied to it, latest first; three statements.

    Those with these words in text or symbol; without words those that read alike come first, with what says these
    again: a text that was repeated is offered as its latest. Never more than `OFFERED`.
    """
    links = links_of(found.body_id)
    earlier: dict[int, set[int]] = {}
    for link in links:
        earlier.setdefault(link.earlier_id, set()).add(link.later_id)
    taken = _together(found.id, earlier) | {link.earlier_id for link in links if link.later_id == found.id}
    which = [
        Recommendation.body_id == found.body_id,
        Recommendation.state.not_in(sorted(DRAFTED)),
        Recommendation.id.not_in(sorted(taken)),
    ]
    if found.adopted_on is not None:
        is_before = or_(Recommendation.adopted_on.is_(None), Recommendation.adopted_on < found.adopted_on)
        same_day = Recommendation.adopted_on == found.adopted_on
        by_number = Recommendation.meeting_id.is_distinct_from(found.meeting_id) | (
            Recommendation.number < (found.number or 0)
        )
        which.append(or_(is_before, same_day & by_number))
    likest: set[int] = set()
    if words:
        which.append(or_(contains(Recommendation.text, words), contains(Recommendation.symbol, words)))
    else:
        likest = _likest(found.text, which, links)
    order = (Recommendation.id.not_in(sorted(likest)), *_LATEST_FIRST)
    return list(db.session.scalars(select(Recommendation).where(*which).order_by(*order).limit(OFFERED)))


def _likest(text: str, which: Sequence[ColumnElement[bool]], links: Iterable[RecommendationLink]) -> set[int]:
    """Of those that can be chosen, the ones that read alike, and what says these again; one statement."""
    wanted = select(Recommendation.id, Recommendation.symbol, Recommendation.text).where(*which)
    rows = db.session.execute(wanted.order_by(*_LATEST_FIRST).limit(TEXTS_MOST))
    near = [each.key for each in alike(text, [(str(of), symbol or "", said) for of, symbol, said in rows])]
    follows = [(str(link.earlier_id), str(link.later_id)) for link in links if link.kind in SAID_AGAIN]
    return {int(of) for each in near for of in {each, *rules.ancestors(each, follows)}}


def comparable(found: Recommendation, words: str) -> list[Recommendation]:
    """Those of its body that this reader may see, with these words in text or symbol, latest first; one statement.

    Where one has just this symbol, it is the only one. Never more than `OFFERED`.
    """
    which = [
        Recommendation.body_id == found.body_id,
        Recommendation.id != found.id,
        Recommendation.state != State.WITHDRAWN,
    ]
    if words:
        which.append(or_(contains(Recommendation.text, words), contains(Recommendation.symbol, words)))
    is_it = func.lower(func.coalesce(Recommendation.symbol, "")) == words.lower()
    order = (is_it.desc(), *_LATEST_FIRST)
    rows = list(db.session.scalars(select(Recommendation).where(*which).order_by(*order).limit(OFFERED)))
    return rows[:1] if rows and words and (rows[0].symbol or "").lower() == words.lower() else rows


def closed_by_choice(later: Recommendation | None, key: str | None, body_id: int, does: str | None) -> Closes | None:
    """What is closed though answers are awaited, by what is chosen on a page so far: an earlier one, and the kind."""
    earlier = _of_body(key, body_id) if key and does == LinkKind.SUPERSEDES else None
    return closes_awaited(later, earlier, LinkKind.SUPERSEDES) if earlier else None


def _of_body(key: str, body_id: int) -> Recommendation | None:
    wanted = select(Recommendation).where(Recommendation.key == key, Recommendation.body_id == body_id)
    return db.session.scalars(wanted).one_or_none()


def one_of_body(key: str, body_id: int) -> Recommendation:
    """The one with that key in a body. Raises Refused, as for one that is missing."""
    found = _of_body(key, body_id)
    if found is None:
        raise Refused((Finding("", Level.REFUSE, "Choose the earlier one.", "earlier"),))
    return found


def adopted_texts(body_id: int, *, but: int | None = None) -> list[tuple[str, str, str]]:
    """Key, symbol and text of what a body has adopted and this reader may see; one statement."""
    wanted = select(Recommendation.key, Recommendation.symbol, Recommendation.text).where(
        Recommendation.body_id == body_id, Recommendation.state.not_in(sorted(DRAFTED)), Recommendation.id != (but or 0)
    )
    rows = db.session.execute(wanted.order_by(*_LATEST_FIRST).limit(TEXTS_MOST))
    return [(key, symbol or "", text) for key, symbol, text in rows]


def adopted_marks(body_id: int) -> list[tuple[int, int, str]]:
    """By what is seen whether these texts are the same still: each is changed, taken back or adopted under another."""
    wanted = select(Recommendation.id, Recommendation.revision, Recommendation.symbol).where(
        Recommendation.body_id == body_id, Recommendation.state.not_in(sorted(DRAFTED))
    )
    rows = db.session.execute(wanted.order_by(*_LATEST_FIRST).limit(TEXTS_MOST))
    return [(of, revision, symbol or "") for of, revision, symbol in rows]


def drafted_texts(body_id: int, *, but: int | None = None) -> list[tuple[str, str, str]]:
    """Key, “a draft” and text of what is proposed and not yet adopted, for whoever may see it; one statement."""
    wanted = select(Recommendation.key, Recommendation.text).where(
        Recommendation.body_id == body_id, Recommendation.state == State.PROPOSED, Recommendation.id != (but or 0)
    )
    rows = db.session.execute(wanted.order_by(Recommendation.id.desc()).limit(TEXTS_MOST))
    return [(key, "", text) for key, text in rows]
