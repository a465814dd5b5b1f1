"""Pages of recommendations: their life, the addressees' own pages, lineage, guests, lists to take over and away."""

from __future__ import annotations

from convene.recommendations.views import answers, evidence, guests, life, lineage, lists, meeting

BLUEPRINTS = (life.views, meeting.views, answers.views, evidence.views, lineage.views, guests.views, lists.views)
