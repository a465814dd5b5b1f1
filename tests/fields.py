"""What a form that came back says at its fields, and what it kept of what was typed."""

from __future__ import annotations

import html
import re

from werkzeug.test import TestResponse


def said_at(response: TestResponse, field: str) -> list[str]:
    """The messages at one field; none where the field has no complaint."""
    found = re.search(rf'id="{field}-error">(.*?)</div>', response.text, re.DOTALL)
    return [html.unescape(words) for words in re.findall(r"<p>(.*?)</p>", found[1])] if found else []


def complaints(response: TestResponse) -> list[str]:
    """The ids of all fields with a complaint, in the order of the page."""
    return re.findall(r'id="([\w-]+)-error">', response.text)


def summary(response: TestResponse) -> str:
    """The words at the top of a form that came back."""
    found = re.search(r'<div class="errors".*?</div>', response.text, re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found[0]).split())) if found else ""


def typed(response: TestResponse, field: str) -> str:
    """The text in one field of a page."""
    tag = re.search(rf'<(input|textarea|select)[^>]*\bid="{field}"[^>]*>([^<]*)', response.text)
    assert tag, field
    if tag[1] == "textarea":
        return html.unescape(tag[2].removeprefix("\r\n"))
    if tag[1] == "select":
        options = response.text[tag.start() : response.text.index("</select>", tag.start())]
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        return html.unescape(chosen[1]) if chosen else ""
    value = re.search(r'\bvalue="([^"]*)"', tag[0])
    return html.unescape(value[1]) if value else ""


def ticked(response: TestResponse, field: str) -> list[str]:
    """The values of the boxes or buttons of one field that are ticked."""
    tags = re.findall(rf'<input[^>]*\bname="{field}"[^>]*>', response.text)
    return [re.findall(r'\bvalue="([^"]*)"', tag)[0] for tag in tags if re.search(r"\bchecked\b", tag)]
