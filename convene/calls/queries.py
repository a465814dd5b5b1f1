"""Reads of calls for papers."""

from __future__ import annotations

from convene.access import rules
from convene.access.scope import guard
from convene.calls.models import PaperCall

guard(
    PaperCall,
    rules.sees_called,
    body=PaperCall.body_id,
    party=PaperCall.party_id,
    person=PaperCall.person_id,
    announced=PaperCall.announced,
)
