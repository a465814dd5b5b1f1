"""Addresses of pages: each leads to one view, whatever the words for what stands in it."""

from __future__ import annotations

import re
from collections import defaultdict

from flask import Flask


def test_no_two_views_answer_at_the_same_address(app: Flask) -> None:
    found = defaultdict(list)
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            found[re.sub(r"<[^>]+>", "<>", rule.rule), method].append(rule.endpoint)

    assert {place: views for place, views in found.items() if len(views) > 1} == {}
