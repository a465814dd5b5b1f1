"""What hangs from items follows them: papers, and the agendas that were circulated; called after every change."""

from __future__ import annotations

from convene.papers import placing as papers


def place_session(session_id: int) -> None:
    """Everything that hangs from the items of a session, as they are now."""
    papers.place_papers(session_id)


def place_meeting(meeting_id: int) -> None:
    """Everything that hangs from the items of a meeting, as they are now."""
    papers.place_meeting(meeting_id)
