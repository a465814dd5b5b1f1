"""Words of meetings."""

from __future__ import annotations

from enum import StrEnum

BY_VIDEO = "by video"


class MeetingState(StrEnum):
    """A draft is told to nobody; the others follow by hand."""

    DRAFT = "draft"
    CONVENED = "convened"
    IN_SESSION = "in session"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class MeetingKind(StrEnum):
    """Kinds of meeting (A10, B2, B6)."""

    REGULAR = "regular meeting"
    SPECIAL = "special meeting"
    WORKING_GROUP = "working group"
    BRIEFING = "briefing"
    GATHERING = "gathering"


class GuestKind(StrEnum):
    """Kinds of guest for whom a session keeps places (settled 9)."""

    CIVIL_SOCIETY = "civil society"
    INTERGOVERNMENTAL = "intergovernmental"
    OTHER = "other"


NEXT_STATES: dict[MeetingState, tuple[MeetingState, ...]] = {
    MeetingState.DRAFT: (MeetingState.CONVENED, MeetingState.CANCELLED),
    MeetingState.CONVENED: (MeetingState.IN_SESSION, MeetingState.CANCELLED),
    MeetingState.IN_SESSION: (MeetingState.CONCLUDED,),
    MeetingState.CONCLUDED: (MeetingState.IN_SESSION,),
    MeetingState.CANCELLED: (),
}


def is_by_video(city: str) -> bool:
    """Whether a meeting is held by video alone, as the place in its city says: nobody travels."""
    return city.lower() == BY_VIDEO
