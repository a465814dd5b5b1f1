"""Reads of shared papers and private notes."""

from __future__ import annotations

from convene.access import rules
from convene.access.scope import guard
from convene.reading.models import PaperNote, PaperShare

guard(PaperShare, rules.sees_share, body=PaperShare.body_id, party=PaperShare.party_id, person=PaperShare.person_id)
guard(PaperNote, rules.sees_self, body=PaperNote.body_id, person=PaperNote.person_id)
