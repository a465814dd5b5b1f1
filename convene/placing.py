"""What hangs from items follows them: papers, agendas that were circulated, check-ins; called after every change."""

from __future__ import annotations

from convene.papers import placing as papers
from convene.rounds.placing import place_round
from convene.stages import placing as stages


def place_session(session_id: int) -> None:
    """Everything that hangs from the items of a session, as they are now; also once the session is removed."""
    papers.place_papers(session_id)
    stages.place_session(session_id)


def place_meeting(meeting_id: int) -> None:
    """Everything that hangs from the items of a meeting, as they are now."""
    papers.place_meeting(meeting_id)
    stages.place_meeting(meeting_id)
    place_round(meeting_id)
