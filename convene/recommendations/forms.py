"""Forms of recommendations: drafting, sending, answering, following up, tying, taking a list over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from convene import clock
from convene.agendas.terms import Theme
from convene.bodies.models import Party
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import refuse
from convene.people.forms import A_DAY, Day
from convene.recommendations.actions import FollowUp
from convene.recommendations.addressing import all_named, read_as
from convene.recommendations.likeness import Alike
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.naming import unknown_countries
from convene.recommendations.telling import Sending
from convene.recommendations.terms import (
    TEXT_MOST,
    AddresseeKind,
    Given,
    LinkKind,
    Named,
    Noting,
    Position,
    Reliability,
    Signed,
    SourceKind,
    Step,
    Wording,
)
from convene.recommendations.ties import Closes
from convene.web.forms import Boxes, Form, Seen, at_most, is_web_address, options, wanted, whole_number

OTHERS_MOST = 40
SAID_MOST = 4000
READ = "I have read what may give a speaker away"
NEW = "new"
POSITIONS = {
    Position.SUPPORTED: "We support it",
    Position.IN_PART: "We support it in part",
    Position.NOTED: "We take note of it",
    Position.DECLINED: "We decline it",
}
STEPS = {
    Step.FOLLOW_UP: "Followed up: it goes on",
    Step.IMPLEMENT: "Closed: implemented",
    Step.LAPSE: "Closed: lapsed",
    Step.SUPERSEDE: "Closed: superseded",
}


def capital(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]


def shortened(words: str, most: int = 160) -> str:
    """As much of a text as tells it from others, cut between words."""
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


# Nothing is preset: what is tied wrongly stays tied.
DOES = [("", "Choose"), *((kind.value, capital(kind.value)) for kind in LinkKind)]


class ClosingForm(Form):
    """A form by which an earlier one may be closed that still awaits answers: it asks first."""

    closes = Boxes("Answers are awaited", validate_choice=False)

    def ask(self, found: Closes | None) -> None:
        """Set what is asked; what was ticked when something else was asked is ticked no more."""
        self.closes.choices = (
            options([(found.mark, f"Close {found.symbol}, though answers to it are awaited")]) if found else []
        )
        self.closes.description = found.finding.text if found and not self.closes.errors else ""

    def meant_to_close(self) -> list[str]:
        """What was ticked as meant, by its mark."""
        return list(self.closes.data or ())


class WordingForm(ClosingForm):
    """The text word for word, its kind, and whom it addresses."""

    revision = Seen(default="0", widget=HiddenInput())
    text = TextAreaField("Text, as it is to be adopted", [wanted("Enter the text."), at_most(TEXT_MOST)])
    kind = SelectField("Kind", [wanted("Choose the kind.")])
    countries = StringField("Countries", [at_most(300)])
    meant = Boxes("These names are meant as they stand", validate_choice=False)
    themes = Boxes("Themes", choices=options((t.value, capital(t.value)) for t in Theme))
    parties = Boxes("Addressed to", validate_choice=False)
    others = TextAreaField("And to others, one a line", [at_most(4000)])
    earlier = RadioField("What it takes up", [Optional()], validate_choice=False)
    takes_up = SelectField("What it does with it", choices=options(DOES), validate_choice=False)
    all_the_same = BooleanField(READ)
    shown = Boxes("What may give a speaker away", validate_choice=False)
    # Under what other names parties were typed, in words.
    read_as: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, parties: Sequence[Party], kinds: Sequence[str], row: Recommendation | None, known: Sequence[Addressee] = ()
    ) -> WordingForm:
        """The form; filled with a draft that is to be changed."""
        kept = {} if row is None else {"revision": str(row.revision), "text": row.text, "kind": row.kind}
        form = cls(**kept, countries=row.countries if row is not None else "")
        form.kind.choices = options([("", "Choose the kind"), *((k, capital(k)) for k in kinds)])
        form.parties.choices = options((p.key, p.name) for p in parties)
        form.meant.choices = []
        if row is not None and not form.is_submitted():
            form.themes.data = [str(t) for t in row.themes]
            keys = {p.id: p.key for p in parties}
            form.parties.data = [keys[a.party_id] for a in known if a.party_id in keys]
            form.others.data = "\n".join(f"{a.name} ({a.kind})" for a in known if a.party_id not in keys)
        return form

    def name_text(self, done: str) -> None:
        """Say what is to come of the text: a body that adopts nothing issues it."""
        self.text.label.text = f"Text, as it is to be {done}"

    def offer(self, near: Sequence[Alike]) -> None:
        """Set which adopted texts it may take up, of those that read alike; none is chosen unless somebody did."""
        pairs = [
            (each.key, f"It takes up {each.symbol}" + (f", said last as {each.last[1]}" if each.last[1] else ""))
            for each in near
            if each.symbol
        ]
        is_new = "It takes up none of them: it is new" if pairs else "It is another one than that draft"
        self.earlier.choices = options([*pairs, (NEW, is_new)]) if near else []
        # What was refused for something else keeps these ticks.
        self.meant.choices = self.meant.choices or _meant_so(self.meant.data or ())

    def taken_up(self) -> str | None:
        """The key of what it takes up; empty where it is said to be new, None where nothing is said."""
        chosen = self.earlier.data or None
        return "" if chosen == NEW else chosen

    def does(self) -> LinkKind:
        """What it does with what it takes up. Raises Refused where nothing was chosen: it is not guessed."""
        if self.takes_up.data not in set(LinkKind):
            raise Refused((Finding("", Level.REFUSE, "Choose what it does with what it takes up.", "takes_up"),))
        return LinkKind(self.takes_up.data)

    def seen(self) -> int:
        """The revision that the person saw; -1 for what is no number."""
        found = whole_number(self.revision.data or "")
        return -1 if found is None else found

    def read(self) -> list[str]:
        """The words that may give a speaker away, as the page showed them, where somebody ticks to have read them."""
        return list(self.shown.data or ()) if self.all_the_same.data else []

    def wording(self, parties: Sequence[Party], countries: Iterable[str], used: Iterable[str] = ()) -> Wording:
        """What was entered; a party that is typed is that party.

        Raises Refused for a name that may be meant for another, or says not what it is; `countries` are known besides
        all States, those `used` before where they are no slip.
        """
        chosen = set(self.parties.data or ())
        named = [Named(AddresseeKind.PARTY, p.name, p.id) for p in parties if p.key in chosen]
        themes = set(self.themes.data or ())  # One that is none is refused at its field; what is typed is read anyway.
        lines = [line.strip() for line in (self.others.data or "").splitlines() if line.strip()]
        if len(lines) > OTHERS_MOST:
            raise Refused((Finding("", Level.REFUSE, f"At most {OTHERS_MOST} lines.", "others"),))
        theirs, findings = all_named(lines, {p.name: p for p in parties})
        self.read_as = read_as(theirs)
        refuse([*self._unknown(countries, used), *findings])
        return Wording(
            self.text.data,
            self.kind.data,
            self.countries.data or "",
            tuple(theme for theme in Theme if theme.value in themes),
            (*named, *(to for _, to in theirs)),
        )

    def _unknown(self, known: Iterable[str], used: Iterable[str]) -> list[Finding]:
        """The names of no country that is known, but for those that are ticked to be meant so."""
        unknown = unknown_countries(self.countries.data or "", known, used)
        self.meant.choices = _meant_so(name for name, _ in unknown)
        ticked = set(self.meant.data or ())
        return [
            Finding("", Level.REFUSE, _asked(name, near), "countries") for name, near in unknown if name not in ticked
        ]


def _meant_so(names: Iterable[str]) -> list[tuple[str, str]]:
    return options((name, f"“{name}” is meant") for name in names)


def _asked(name: str, near: Sequence[str]) -> str:
    """“Did you mean Nigeria or Niger?”, of a name that is no country's."""
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"“{name}” is the name of no country that is known here.{meant} If it is meant so, tick that below."


class AdoptForm(Form):
    """Which drafts the meeting has adopted, and on which of its days."""

    chosen = Boxes("Adopted", validate_choice=False)
    on = SelectField("Adopted on", validate_choice=False)
    all_the_same = BooleanField(READ)

    def offer(self, days: Iterable[date], done: str) -> None:
        """Set the days that can be chosen; what is not adopted is issued."""
        self.on.label.text = f"{done.capitalize()} on"
        self.on.choices = options((day.isoformat(), clock.day_words(day)) for day in days)

    def day(self) -> date | None:
        """The day chosen; None where none was."""
        try:
            return date.fromisoformat(self.on.data or "")
        except ValueError:
            return None


class DraftsForm(Form):
    """Which drafts are put before the members."""

    chosen = Boxes("Put before the members", validate_choice=False)
    all_the_same = BooleanField(READ)


class SendForm(Form):
    """Which recommendations go out, and by when an answer is asked for."""

    letters = Boxes("Send the letters of", validate_choice=False)
    due_on = Day("Answers are asked for by", [wanted(A_DAY)])
    recipients = TextAreaField("Who receives those on paper, one a line", [at_most(4000)])
    signatory = StringField("Who signs", [wanted("Say who signs the letters."), at_most(120)])
    title = StringField("As what", [wanted("Say in what office they sign."), at_most(160)])

    def offer(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Set what can be ticked: key, symbol and text of each."""
        self.letters.choices = options((key, f"{symbol}: {shortened(text)}") for key, symbol, text in rows)

    def how(self, names: Iterable[str]) -> Sending:
        """What was entered; a line reads “United Nations: the Joint Office”. Raises Refused for one of nobody's.

        A name may have a colon of its own: it is told by the `names` of those whom the letters address.
        """
        known = sorted(set(names), key=len, reverse=True)
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, (self.recipients.data or "").splitlines())):
            name = next((n for n in known if line.casefold().startswith(f"{n}:".casefold())), None)
            if name is None:
                text = f"“{shortened(line, 60)}” begins with no addressee of these letters. Write “Name: recipient”."
                raise Refused((Finding("", Level.REFUSE, text, "recipients"),))
            found[name] = line[len(name) + 1 :].strip()[:300]
        return Sending(self.due_on.data, found, self.signs())

    def signs(self) -> Signed:
        """Who signs, and as what."""
        return Signed(self.signatory.data, self.title.data)


class PostedForm(Form):
    """Which letters on paper were posted, and on which day."""

    letters = Boxes("Letters that were posted", validate_choice=False)
    on = Day("Posted on", [wanted(A_DAY)])


class AnswerForm(Form):
    """Where an addressee stands, what was done, what shows it, and when it reports again."""

    revision = Seen(default="0", widget=HiddenInput())
    position = RadioField(
        "Where do you stand?", [Optional()], choices=options((p.value, w) for p, w in POSITIONS.items())
    )
    text = TextAreaField("Your answer in words", [at_most(SAID_MOST)])
    action = TextAreaField("What has been done", [at_most(SAID_MOST)])
    evidence = TextAreaField("What shows it", [at_most(SAID_MOST)])
    source_kind = SelectField(
        "Where that comes from", choices=options((s.value, capital(s.value)) for s in SourceKind), default="not said"
    )
    reliability = SelectField(
        "How far it can be relied on",
        choices=options((r.value, capital(r.value)) for r in Reliability),
        default="not judged",
    )
    next_on = Day("You report again by", [Optional()])
    file = FileField("A file that shows it (optional)")
    held = HiddenField()
    without_file = BooleanField("Take the file away")
    as_it_stands = BooleanField("File it as it stands")
    shown = Boxes("Where adopted text is altered", validate_choice=False)

    def as_own(self) -> AnswerForm:
        """For the addressee itself: how far its word can be relied on is for the secretariat to say."""
        del self.reliability
        others = (s for s in SourceKind if s is not SourceKind.OWN)
        self.source_kind.choices = options((s.value, capital(s.value)) for s in others)
        return self

    @classmethod
    def of(cls, given: Given | None, revision: int) -> AnswerForm:
        """The form filled with what was said."""
        if given is None:
            return cls(revision=str(revision))
        return cls(
            revision=str(revision),
            position=str(given.position or ""),
            text=given.text,
            action=given.action,
            evidence=given.evidence,
            source_kind=str(given.source_kind),
            reliability=str(given.reliability),
            next_on=given.next_on,
        )

    def given(self) -> Given:
        """What was entered."""
        chosen = self.position.data
        return Given(
            Position(chosen) if chosen else None,
            self.text.data or "",
            self.action.data or "",
            self.evidence.data or "",
            SourceKind(self.source_kind.data),
            Reliability(self.reliability.data) if self.reliability is not None else Reliability.NOT_JUDGED,
            self.next_on.data,
        )

    def written(self) -> list[str]:
        """The words in which adopted text may be quoted: the answer, what has been done, and what shows it.

        What is too long is refused, and not looked through.
        """
        said = (self.text.data or "", self.action.data or "", self.evidence.data or "")
        return [words if len(words) <= SAID_MOST else "" for words in said]

    def looked_at(self) -> list[str]:
        """The altered quotations that the page showed, where somebody ticks to file them as they stand."""
        return list(self.shown.data or ()) if self.as_it_stands.data else []

    def seen(self) -> int:
        """The revision that the person saw; -1 for what is no number."""
        found = whole_number(self.revision.data or "")
        return -1 if found is None else found


class NoteForm(Form):
    """What the secretariat notes of an addressee from others, and how far it can be relied on."""

    action = TextAreaField("What the addressee has done, or has not", [at_most(4000)])
    evidence = TextAreaField("What shows it, in words", [at_most(4000)])
    has_acted = BooleanField("The addressee has acted: it counts as followed up")
    link = StringField("A link to it", [at_most(500), is_web_address])
    source_kind = SelectField(
        "Where it comes from",
        choices=options(
            [("", "Choose the source"), *((s.value, capital(s.value)) for s in SourceKind if s != SourceKind.NOT_SAID)]
        ),
    )
    reliability = SelectField(
        "How far it can be relied on",
        choices=options((r.value, capital(r.value)) for r in Reliability),
        default="not judged",
    )
    verified_by = StringField("Verified by", [at_most(200)])
    look_on = Day("Look again on", [Optional()])
    file = FileField("A file that shows it (optional)")
    held = HiddenField()

    def noting(self) -> Noting:
        """What was entered."""
        return Noting(
            self.action.data or "",
            self.evidence.data or "",
            self.link.data or "",
            SourceKind(self.source_kind.data or SourceKind.NOT_SAID),
            Reliability(self.reliability.data),
            self.verified_by.data or "",
            self.look_on.data,
            self.has_acted.data,
        )


class VerifyForm(Form):
    """Who verified a report, and how far it can be relied on."""

    verified_by = StringField("Verified by", [wanted("Say who has verified it."), at_most(200)])
    reliability = SelectField(
        "How far it can be relied on", choices=options((r.value, capital(r.value)) for r in Reliability)
    )

    def judged(self) -> Reliability | None:
        """How far it can be relied on, where that was said."""
        return Reliability(self.reliability.data) if self.reliability.data else None


class FollowForm(ClosingForm):
    """What became of a recommendation."""

    step = RadioField("What is noted", choices=options((s.value, w) for s, w in STEPS.items()), default=Step.FOLLOW_UP)
    later = StringField("By which one", [at_most(80)])
    note = TextAreaField("On what it rests", [wanted("Say in a sentence what this rests on."), at_most(2000)])
    review_on = Day("A meeting reviews it from", [Optional()])

    def wish(self) -> FollowUp:
        """What was entered."""
        return FollowUp(Step(self.step.data), self.note.data, self.review_on.data)

    def successor(self) -> str:
        """The symbol of the one by which it is superseded."""
        return self.later.data or ""


class DraftAgainForm(Form):
    """Why what was adopted is a draft again."""

    note = TextAreaField("Why it is made a draft again", [wanted("Say why it is made a draft again."), at_most(2000)])


class ReopenForm(Form):
    """Why a closed recommendation is opened again."""

    note = TextAreaField("Why it is opened again", [wanted("Say why it is opened again."), at_most(2000)])
    review_on = Day("A meeting reviews it from", [Optional()])


class TieForm(ClosingForm):
    """What a recommendation does with an earlier one."""

    kind = SelectField("What it does", [wanted("Choose what it does with the earlier one.")], choices=options(DOES))
    earlier = RadioField("Which earlier recommendation", [wanted("Choose the earlier one.")], validate_choice=False)

    def offer(self, rows: Iterable[Recommendation]) -> None:
        """Set what can be chosen."""
        self.earlier.choices = options((r.key, f"{r.symbol}: {shortened(r.text)}") for r in rows)

    def kind_chosen(self) -> LinkKind:
        """The kind chosen."""
        return LinkKind(self.kind.data)


class ReleaseForm(Form):
    """The words in which a recommendation is released to guests."""

    text = TextAreaField("Text, as guests read it", [wanted("Enter the text."), at_most(TEXT_MOST)])
    in_other_words = BooleanField("Release it in other words than those adopted")
    all_the_same = BooleanField(READ)


class ImportForm(Form):
    """A file of past recommendations."""

    file = FileField("The file, as CSV or XLSX")
    all_the_same = BooleanField("I have read what may give somebody away, and take it over all the same")
