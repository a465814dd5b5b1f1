"""What the builder's page and the run of show are made of: where each item may go, sums, and the last changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from werkzeug.datastructures import MultiDict

from convene import pages
from convene.agendas import chairing, edits
from convene.agendas.forms import QuickForm
from convene.agendas.models import AgendaEdit
from convene.agendas.terms import Act, AgendaView, ItemView, SessionView
from convene.assembling import FIELD_WORDS, SOMEBODY, value_words, when_words
from convene.meetings.models import Meeting
from convene.people.queries import contact_of, names_by_key
from convene.programme import cut, material
from convene.web.requests import reader

SHOWN = 12
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Ways:
    """Where one item may be put from where it stands, as `assembling.put` reads it; empty where it may not.

    `above` and `beneath` name the session that `up` and `down` lead into, where it is another.
    """

    up: str = ""
    down: str = ""
    above: str = ""
    beneath: str = ""
    below: str = ""
    out: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the book of changes, in words; `when` on the reader's own clocks, else those of the host city."""

    number: int
    when: str
    by: str
    words: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """Minutes over the whole meeting: planned, available, over and free; and by item, with its sub-items."""

    planned: int
    available: int
    over: int
    free: int
    items: int


def prefix(session: str) -> str:
    """What the names of the short form of one session begin with, so that each has fields of its own."""
    return f"new-{session}-"


def blocks(items: tuple[ItemView, ...]) -> list[list[ItemView]]:
    """Items, each with its sub-items."""
    found: list[list[ItemView]] = []
    for item in items:
        if item.sub and found:
            found[-1].append(item)
        else:
            found.append([item])
    return found


def ways_of(sessions: Sequence[SessionView]) -> dict[str, Ways]:
    """Where each item of an agenda may go by one press of a button; beyond the ends of its session into the next."""
    found: dict[str, Ways] = {}
    for n, session in enumerate(sessions):
        above = sessions[n - 1] if n else None
        beneath = sessions[n + 1] if n + 1 < len(sessions) else None
        inside = _ways_within(session)
        heads = [group[0].key for group in blocks(session.items)]
        if heads and above is not None:
            last = [group[0].key for group in blocks(above.items)][-1:]
            wish = _wish(heads[0], above, *last or [""])
            inside[heads[0]] = replace(inside[heads[0]], up=wish, above=above.title)
        if heads and beneath is not None:
            wish = _wish(heads[-1], beneath, "")
            inside[heads[-1]] = replace(inside[heads[-1]], down=wish, beneath=beneath.title)
        found |= inside
    return found


def _ways_within(session: SessionView) -> dict[str, Ways]:
    groups = blocks(session.items)
    heads = [group[0].key for group in groups]
    found: dict[str, Ways] = {}
    for n, (head, *subs) in enumerate(groups):
        above = groups[n - 1] if n else None
        found[head.key] = Ways(
            up=_wish(head.key, session, heads[n - 2] if n > 1 else "") if above else "",
            down=_wish(head.key, session, heads[n + 1]) if n + 1 < len(heads) else "",
            below=_wish(head.key, session, above[-1].key if len(above) > 1 else "", above[0].key)
            if above and not subs
            else "",
        )
        keys = [sub.key for sub in subs]
        for m, key in enumerate(keys):
            found[key] = Ways(
                up=_wish(key, session, keys[m - 2] if m > 1 else "", head.key) if m else "",
                down=_wish(key, session, keys[m + 1], head.key) if m + 1 < len(keys) else "",
                out=_wish(key, session, head.key),
            )
    return found


def _wish(item: str, session: SessionView, after: str, parent: str = "") -> str:
    return f"{item} {session.key} {after or '-'} {parent or '-'}"


def sums_of(view: AgendaView) -> Sums:
    """Sums over the meeting."""
    return Sums(
        planned=sum(i.minutes for s in view.sessions for i in s.items),
        available=sum(int((s.ends_at - s.starts_at).total_seconds()) // 60 for s in view.sessions),
        over=sum(s.overrun for s in view.sessions),
        free=sum(s.slack for s in view.sessions),
        items=sum(1 for s in view.sessions for _ in s.items),
    )


def half_typed(session: str, typed: Mapping[str, str]) -> bool:
    """Whether something stands in the short form of a session that nobody added yet."""
    form, name = QuickForm(formdata=None), prefix(session)
    given = [(typed.get(f"{name}{field.short_name}", "").strip(), str(field.default or "")) for field in form.short]
    return any(value not in ("", usual) for value, usual in given)


def holds_typed(typed: Mapping[str, str]) -> bool:
    """Whether a page that was sent holds anything typed that is not kept: minutes, or an item half typed."""
    short = (name for name in typed if name.startswith("new-") and name.endswith("-title"))
    sessions = [name.removeprefix("new-").removesuffix("-title") for name in short]
    return bool(_typed_minutes(typed)) or any(half_typed(session, typed) for session in sessions)


def builder_page(
    meeting: Meeting,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    quick: tuple[str, QuickForm] | None = None,
    here: str = "",
) -> str:
    """The builder; with what was typed and not kept, where there is such. `here` is the item that was just put."""
    rows = material(meeting).without_check_ins()
    view = cut(rows, reader(), zone=pages.own_zone())
    pages.note_sessions(meeting, view)
    lines, undo, redo = history(meeting, {i.key: i.title for i in rows.items}, {s.key: s.title for s in rows.sessions})
    forms = {s.key: _quick_form(s.key, typed or {}) for s in view.sessions}
    if quick is not None:
        forms[quick[0]] = quick[1]
    return render_template(
        "agendas/builder.html",
        meeting=meeting,
        view=view,
        ways=ways_of(view.sessions),
        sums=sums_of(view),
        totals={group[0].key: sum(i.minutes for i in group) for s in view.sessions for group in blocks(s.items)},
        revisions={i.key: i.revision for i in rows.items},
        typed=_typed_minutes(typed or {}),
        wrong=wrong or {},
        forms=forms,
        refused=quick[0] if quick else "",
        lines=lines,
        undo=undo,
        redo=redo,
        here=here,
        zone=pages.own_zone(),
    )


def _quick_form(session: str, typed: Mapping[str, str]) -> QuickForm:
    """The short form of a session, with what was typed into it and not added."""
    given = MultiDict(typed) if half_typed(session, typed) else None
    return QuickForm(formdata=given, prefix=prefix(session))


def typed_again(meeting: Meeting, typed: Mapping[str, str], wrong: Mapping[str, str], *, here: str = "") -> str:
    """The builder after an act, where something typed beside it was not kept; empty where nothing was.

    Of the minutes only those come back that could not be kept.
    """
    rest = {n: v for n, v in typed.items() if not n.startswith("minutes-") or n.removeprefix("minutes-") in wrong}
    return builder_page(meeting, typed=rest, wrong=wrong, here=here) if wrong or holds_typed(rest) else ""


def _typed_minutes(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed by item's key, where it is not what stood there."""
    given = ((name.removeprefix("minutes-"), value) for name, value in typed.items() if name.startswith("minutes-"))
    return {key: value for key, value in given if value != typed.get(f"was-{key}", value)}


def history(
    meeting: Meeting, titles: Mapping[str, str], sessions: Mapping[str, str]
) -> tuple[list[Line], Line | None, Line | None]:
    """The last changes, newest first; the one that is undone next, and the one that is done again next."""
    book = edits.last_edits(meeting.id, LOOKED_AT)
    names = names_by_key(meeting.body_id, {e.by for e in book})
    known = _titles(book) | dict(titles)
    lines = {
        e.number: Line(
            e.number,
            when_words(e.at, meeting.zone)[0],
            names.get(e.by, SOMEBODY),
            words_of(e, known, sessions),
            e.is_undone,
        )
        for e in book
    }
    by_number = {e.number: e for e in book}
    standing = next((e for e in book if e.undoes is None and not e.is_undone), None)
    back = next((e for e in book if _may_redo(e, by_number)), None)
    if back is not None and standing is not None and standing.number > back.number:
        back = None
    undo = lines[standing.number] if standing else None
    # What is done again is told as it was done first, not as it was taken back.
    redo = replace(lines[back.undoes], number=back.number) if back and back.undoes is not None else None
    return list(lines.values())[:SHOWN], undo, redo


def _may_redo(edit: AgendaEdit, book: Mapping[int, AgendaEdit]) -> bool:
    first = book.get(edit.undoes) if edit.undoes is not None else None
    return first is not None and not edit.is_undone and first.undoes is None and first.is_undone


def _titles(book: list[AgendaEdit]) -> dict[str, str]:
    """Titles of items that are gone, as the book has them."""
    found: dict[str, str] = {}
    for edit in book:
        side = edits.read(edit.before if edit.act == Act.REMOVE else edit.after)
        if edit.act in {Act.ADD, Act.REMOVE}:
            found.setdefault(edit.item_key, str(side["title"]))
    return found


def words_of(edit: AgendaEdit, titles: Mapping[str, str], sessions: Mapping[str, str]) -> str:
    """One line of the book as a sentence without its subject: “moved “Opening” to First day”."""
    before, after = edits.read(edit.before), edits.read(edit.after)
    title = f"“{titles.get(edit.item_key, 'an item')}”"
    return {
        Act.ADD: lambda: f"put {title} back" if edit.undoes is not None else f"added {title}",
        Act.REMOVE: lambda: f"removed {title}",
        Act.CHANGE: lambda: f"changed {title}: {_changes(before, after)}",
        Act.MOVE: lambda: f"moved {title}{_where(before, after, titles, sessions)}",
        Act.NARROW: lambda: f"{'narrowed' if after['members'] else 'opened'} {title} to {_members(after['members'])}",
        Act.CLOSE: lambda: f"marked {title} as {after['progress']}",
    }[Act(edit.act)]()


def _members(members: list[int]) -> str:
    return {0: "every member", 1: "one member"}.get(len(members), f"{len(members)} members")


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    short = {"minutes", "kind", "audience"}
    return ", ".join(
        f"{FIELD_WORDS[n]} {value_words(n, before[n])} → {value_words(n, after[n])}" if n in short else FIELD_WORDS[n]
        for n in after
    )


def _where(
    before: Mapping[str, Any], after: Mapping[str, Any], titles: Mapping[str, str], sessions: Mapping[str, str]
) -> str:
    was, now = before.get("place", {}), after.get("place", {})
    if now.get("session") != was.get("session"):
        return f" to {sessions.get(now.get('session', ''), 'another session')}"
    if now.get("parent"):
        return f" below “{titles.get(now['parent'], 'an item')}”"
    if now.get("after"):
        return f" after “{titles.get(now['after'], 'an item')}”"
    return " to the top" if now else ""


def run_of_show_page(
    meeting: Meeting, *, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
) -> str:
    """The agenda with the chair's notes, in one form."""
    view = pages.view_for_reading(meeting)
    notes = chairing.notes_of(meeting)
    given = typed or {}
    shown = {
        i.key: _note(given.get(f"note-{i.key}"), given.get(f"was-{i.key}", ""), notes.get(i.key, ""))
        for s in view.sessions
        for i in s.items
    }
    return render_template(
        "agendas/run_of_show.html",
        meeting=meeting,
        view=view,
        notes=shown,
        marks={key: chairing.mark_of(notes.get(key, "")) for key in shown},
        wrong=wrong or {},
        chair=chair_name(meeting),
        zone=pages.own_zone(),
    )


def _note(typed: str | None, was: str, now: str) -> str:
    """What stands in the box: what was typed, unless that was only what stood there when the page was opened."""
    if typed is None or chairing.mark_of(typed) == was:
        return now
    return chairing.plain(typed)


def chair_name(meeting: Meeting) -> str:
    """Who takes the chair, as the body knows them; empty where nobody is named."""
    found = contact_of(meeting.body_id, meeting.chair_id)
    return found.name if found else ""
