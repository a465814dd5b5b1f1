"""Tables of recommendations: what is recommended, the steps of its life, its addressees and their answers.

`announced` is true from the adoption (or issue) on, and of a draft while it is put before the seats; else what is
proposed stays with the secretariat. Steps are appended and never changed: a mapper event in `history` refuses it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.agendas.terms import Theme
from convene.db import Base, Keyed, UtcDateTime, Word, Words
from convene.recommendations.terms import AddresseeKind, LinkKind, Position, Reliability, SourceKind, State, Step


class Recommendation(Keyed, Base):
    """One recommendation. `symbol` is drawn when it is adopted, once; `number` counts within its meeting or year.

    `review_on` is the day from which a meeting reviews it by itself. `cycle` and `recommending` are those of a list of
    recommendations from elsewhere, as it was taken over.
    """

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("body_id", "symbol"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[State] = mapped_column(Word(State), index=True)
    number: Mapped[int | None]
    symbol: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(60))
    countries: Mapped[str] = mapped_column(String(300), default="")
    themes: Mapped[tuple[Theme, ...]] = mapped_column(Words(Theme), default=())
    adopted_on: Mapped[date | None] = mapped_column(Date, index=True)
    review_on: Mapped[date | None] = mapped_column(Date, index=True)
    disclaimer: Mapped[str] = mapped_column(Text, default="")
    cycle: Mapped[str] = mapped_column(String(60), default="")
    recommending: Mapped[str] = mapped_column(String(200), default="")
    revision: Mapped[int] = mapped_column(default=1)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def __repr__(self) -> str:
        return f"<Recommendation {self.symbol or self.key}>"


class RecommendationStep(Base):
    """One step of a life, appended; `announced` says whether it was told to the seats when it was taken."""

    __tablename__ = "recommendation_steps"
    __table_args__ = (UniqueConstraint("recommendation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean)
    number: Mapped[int]
    step: Mapped[Step] = mapped_column(Word(Step))
    state: Mapped[State] = mapped_column(Word(State))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(40))
    addressee: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class RecommendationReview(Base):
    """An item of an agenda, by its key, on which a meeting reviews one recommendation.

    It is `announced` as its recommendation is: only what was adopted is reviewed.
    """

    __tablename__ = "recommendation_reviews"
    __table_args__ = (UniqueConstraint("recommendation_id", "item_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"))
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    item_key: Mapped[str] = mapped_column(String(22), index=True)


class Addressee(Keyed, Base):
    """Whom one recommendation addresses, when it went out to whom, and where their answer stands now.

    `letter` is what the letter said when it was sent; empty where none was, or none was kept.
    `answer`, `answered_on` and `next_on` are those of the last answer filed, `first_answered_on` is of the first,
    where that has a day; `due_on` is when one is asked for. `has_acted` once it reported an action in what it filed, or
    the secretariat noted that it acted.
    `posted_on` is the day on which a letter that goes on paper was posted, as it was noted last; until one is noted the
    letter `is_to_post`, and nothing is awaited of the addressee.
    """

    __tablename__ = "recommendation_addressees"
    # All that the figures need of an addressee stands in the index, in the order in which they are grouped.
    __table_args__ = (
        UniqueConstraint("recommendation_id", "name"),
        Index(
            "ix_recommendation_addressees_figures", "body_id", "name", "announced", "recommendation_id", "sent_on",
            "due_on", "answer", "answered_on", "next_on", "first_answered_on",
            "has_acted", "is_to_post",
        ),
    )  # fmt: skip

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[AddresseeKind] = mapped_column(Word(AddresseeKind))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    sent_on: Mapped[date | None] = mapped_column(Date)
    recipient: Mapped[str] = mapped_column(String(300), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    posted_on: Mapped[date | None] = mapped_column(Date)
    is_to_post: Mapped[bool] = mapped_column(Boolean, default=False)
    letter: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[Position | None] = mapped_column(Word(Position))
    answered_on: Mapped[date | None] = mapped_column(Date)
    first_answered_on: Mapped[date | None] = mapped_column(Date)
    has_acted: Mapped[bool] = mapped_column(Boolean, default=False)
    next_on: Mapped[date | None] = mapped_column(Date)


class WithFile:
    """A file that goes with evidence, without its author's traces; the original is kept nowhere.

    Empty words where there is none.
    """

    file_name: Mapped[str] = mapped_column(String(160), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")


class Answer(WithFile, Keyed, Base):
    """An answer or a later report of one addressee; `announced` says that it is filed, until then it is its draft.

    What was filed is not changed any more: a later report is a row of its own. The secretariat adds who verified it,
    and how far it can be relied on.
    """

    __tablename__ = "recommendation_answers"
    __table_args__ = (UniqueConstraint("addressee_id", "number"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"), index=True)
    addressee_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation_addressees.id", ondelete="RESTRICT"), index=True
    )
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    number: Mapped[int]
    position: Mapped[Position | None] = mapped_column(Word(Position))
    text: Mapped[str] = mapped_column(Text, default="")
    action: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    source_kind: Mapped[SourceKind] = mapped_column(Word(SourceKind), default=SourceKind.NOT_SAID)
    reliability: Mapped[Reliability] = mapped_column(Word(Reliability), default=Reliability.NOT_JUDGED)
    next_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(default=1)
    by: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_on: Mapped[date | None] = mapped_column(Date)
    verified_by: Mapped[str] = mapped_column(String(200), default="")
    verified_on: Mapped[date | None] = mapped_column(Date)

    @property
    def is_verifiable(self) -> bool:
        """Whether it tells of an action, or of what shows it: of a bare position there is nothing to verify."""
        return bool(self.action or self.evidence or self.file_name)


class NotedEvidence(WithFile, Keyed, Base):
    """What an addressee has done, and what shows it, as the secretariat noted it from others; no answer of theirs.

    It is read as filed answers are, and stays: `announced` is always true. Who verified it is added, and how far it can
    be relied on may be judged anew. `look_on` is when the secretariat looks again; what is noted later of the same
    addressee sets it anew, or ends it.
    """

    __tablename__ = "noted_evidence"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"), index=True)
    addressee_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation_addressees.id", ondelete="RESTRICT"), index=True
    )
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    action: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    source_kind: Mapped[SourceKind] = mapped_column(Word(SourceKind))
    reliability: Mapped[Reliability] = mapped_column(Word(Reliability))
    by: Mapped[str] = mapped_column(String(40))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_on: Mapped[date] = mapped_column(Date)
    look_on: Mapped[date | None] = mapped_column(Date)
    verified_by: Mapped[str] = mapped_column(String(200), default="")
    verified_on: Mapped[date | None] = mapped_column(Date)


class OfGuest:
    """What places something that is between the secretariat and one guest."""

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)


class ShadowAsking(OfGuest, Keyed, Base):
    """One guest who is asked for evidence of their own on one recommendation; `asks` is all that they are told.

    Asked again, once the former asking has ended, it is a row of its own: what was handed in stays with its question.
    `due_on` is the day by which they are asked for it; what comes later is taken too.
    """

    __tablename__ = "shadow_askings"

    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    asks: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ShadowEvidence(OfGuest, WithFile, Keyed, Base):
    """What a guest handed in: kept apart from the addressees' own answers, and shown to no other guest.

    Its file bears a neutral name. Once it is not `announced` any more, its giver does not see it on their own page.
    """

    __tablename__ = "shadow_evidence"

    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    asking_id: Mapped[int] = mapped_column(ForeignKey("shadow_askings.id", ondelete="RESTRICT"), index=True)
    text: Mapped[str] = mapped_column(Text)
    source_kind: Mapped[SourceKind] = mapped_column(Word(SourceKind), default=SourceKind.NOT_SAID)
    reliability: Mapped[Reliability] = mapped_column(Word(Reliability), default=Reliability.NOT_JUDGED)
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FedPoint(OfGuest, Keyed, Base):
    """A point that a guest made and that fed a recommendation; `announced` once they were told.

    They are not told before the board agreed: on which day, and at which meeting (by its key) or in which other way.
    `told` is what they are told, in words of the secretariat's own. `item_key` is the open item on which they made it,
    `paragraph_key` what the open record says of it, where that is attributed.
    """

    __tablename__ = "fed_points"

    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id", ondelete="RESTRICT"))
    point: Mapped[str] = mapped_column(Text)
    item_key: Mapped[str] = mapped_column(String(22), default="")
    paragraph_key: Mapped[str] = mapped_column(String(22), default="")
    agreed_on: Mapped[date | None] = mapped_column(Date)
    agreed_meeting: Mapped[str] = mapped_column(String(22), default="")
    agreed_words: Mapped[str] = mapped_column(String(300), default="")
    told: Mapped[str] = mapped_column(Text, default="")
    tied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecommendationRelease(Keyed, Base):
    """A recommendation as it is released to guests: its words, and a symbol of a series of its own (settled 5).

    `is_exact` says that they are the adopted ones, with an ellipsis wherever some of them are left out.
    """

    __tablename__ = "recommendation_releases"
    __table_args__ = (UniqueConstraint("body_id", "number"), UniqueConstraint("recommendation_id"))

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"))
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    is_exact: Mapped[bool] = mapped_column(Boolean)
    released_on: Mapped[date] = mapped_column(Date)


class RecommendationLink(Keyed, Base):
    """What a later recommendation does with an earlier one; `announced` while both are."""

    __tablename__ = "recommendation_links"
    __table_args__ = (UniqueConstraint("later_id", "earlier_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    later_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"), index=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    kind: Mapped[LinkKind] = mapped_column(Word(LinkKind))
    by: Mapped[str] = mapped_column(String(40))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
