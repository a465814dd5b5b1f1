"""Every template parses, keeps to the content security policy, decides nothing, and imports only what it uses."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError, nodes

from tests.contracts.sources import ROOT

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
JINJA = Environment(autoescape=True)
LOADING = frozenset({"src", "srcset", "data", "poster"})


class Markup(HTMLParser):
    """Collects what the content security policy would refuse."""

    def __init__(self, *, is_mail: bool) -> None:
        super().__init__()
        self.is_mail = is_mail
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one opening tag."""
        given = {name: (value or "").strip().lower() for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in given):
            self._refuse(f"inline <{tag}>")
        for name, value in given.items():
            loads = name in LOADING or (name == "href" and tag == "link")
            if (name == "style" and not self.is_mail) or name.startswith("on"):
                self._refuse(f"{name}= on <{tag}>")
            elif value.startswith("javascript:"):
                self._refuse(f"a script in {name}=")
            elif loads and value.startswith(("http:", "https:", "//")):
                self._refuse(f"{name}= from elsewhere on <{tag}>")

    def _refuse(self, what: str) -> None:
        self.refused.append(f"line {self.getpos()[0]}: {what}")


def outside_policy(text: str, *, is_mail: bool = False) -> list[str]:
    """What a browser under our policy would not run, apply or load. What Jinja prints counts as one letter.

    A mail may carry styles on its elements, since mail programs read no style sheet; it runs and loads nothing either.
    """
    printed = []
    for _, kind, value in JINJA.lex(text):
        if kind == "data":
            printed.append(value)
        else:
            printed.append(("x" if kind == "variable_begin" else "") + "\n" * value.count("\n"))
    reader = Markup(is_mail=is_mail)
    reader.feed("".join(printed))
    reader.close()
    return reader.refused


def roles_compared(text: str) -> list[str]:
    """Comparisons and tests of a role, which belong in access.rules: a template gets a boolean."""
    tree = JINJA.parse(text)
    found = []
    for comparison in tree.find_all(nodes.Compare):
        sides = [comparison.expr, *(operand.expr for operand in comparison.ops)]
        found += [f"line {comparison.lineno}" for side in sides if _is_role(side)]
    found += [
        f"line {t.lineno}" for t in tree.find_all(nodes.Test) if _is_role(t.node) and t.name not in {"defined", "none"}
    ]
    return found


def _is_role(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _is_role(node.node)
    if isinstance(node, nodes.Getattr):
        return node.attr in {"role", "roles"}
    return isinstance(node, nodes.Name) and node.name in {"role", "roles"}


def unused_imports(text: str) -> list[str]:
    """Names that a template imports and does not use."""
    tree = JINJA.parse(text)
    imported = {n[1] if isinstance(n, tuple) else n for node in tree.find_all(nodes.FromImport) for n in node.names}
    imported |= {node.target for node in tree.find_all(nodes.Import)}
    return sorted(imported - {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"})


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_templates_to_check() -> None:
    assert (ROOT / "templates" / "layout.html") in TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_template_is_sound(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert roles_compared(text) == []
    assert unused_imports(text) == []
    assert outside_policy(text, is_mail="mail" in path.parts) == []


def test_a_template_that_does_not_parse_is_caught() -> None:
    with pytest.raises(TemplateSyntaxError):
        JINJA.parse("{% if open %}")


@pytest.mark.parametrize(
    "text, what",
    [
        ('<p style="color: red">', "style= on <p>"),
        ("<p style='color: {{ colour }}'>", "style= on <p>"),
        ('<p{% if a %} style="x"{% endif %}>', "style= on <p>"),
        ('<button type="button" onclick="go()">', "onclick= on <button>"),
        ("<script>go()</script>", "inline <script>"),
        ('<script type="module">go()</script>', "inline <script>"),
        ("<style>p {}</style>", "inline <style>"),
        ('<a href=" JavaScript:go()">', "a script in href="),
        ('<img src="https://pictures.example/a.png">', "src= from elsewhere on <img>"),
        ('<link rel="stylesheet" href="//styles.example/a.css">', "href= from elsewhere on <link>"),
    ],
)
def test_what_the_policy_refuses_is_caught(text: str, what: str) -> None:
    assert outside_policy("\n" + text) == [f"line 2: {what}"]


def test_a_mail_may_be_styled_and_no_more() -> None:
    text = '<p style="margin: 0"><img src="https://counter.example/a.png"></p>'

    assert outside_policy(text, is_mail=True) == ["line 1: src= from elsewhere on <img>"]


@pytest.mark.parametrize(
    "text",
    [
        '{{ macro(a, only=true, style="x") }}',
        "{# <p style=''> #}",
        "<script src=\"{{ url_for('static', filename='a.js') }}\" defer></script>",
        '<a href="https://venue.example/">the venue</a>',
        "<p>Say once = twice</p>",
    ],
)
def test_what_the_policy_allows_passes(text: str) -> None:
    assert outside_policy(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% if me.role == 'secretary' %}a{% endif %}",
        "{{ 'a' if 'chair' in term.roles }}",
        "{% if role != 'chair' %}a{% endif %}",
        "{% if me.role | lower == 'chair' %}a{% endif %}",
        "{% if me.role is eq 'chair' %}a{% endif %}",
    ],
)
def test_a_compared_role_is_caught(text: str) -> None:
    assert roles_compared(text) == ["line 1"]


def test_a_printed_role_passes() -> None:
    assert roles_compared("{{ me.role }}{% if me.may_convene %}a{% endif %}") == []


def test_an_unused_import_is_caught() -> None:
    text = '{% from "a.html" import one, two as deux, three %}{% import "b.html" as four %}{{ one() }}{{ two }}'

    assert unused_imports(text) == ["deux", "four", "three"]
