"""Whether a text says what is asked of its readers, found while the text goes by in pieces.

It is told by the words alone, in the six languages of the United Nations and four more; what they mean is not judged.
"""

from __future__ import annotations

import re
import unicodedata

# After casefold; a space stands for any white space, so that a phrase may run over the end of a line.
_PHRASES = (
    # English
    r"recommend(?:s|ed|ing|ations?)?",
    r"what (?:is|are) (?:being )?(?:asked|requested|sought)",
    r"(?:we|i) (?:therefore |respectfully |also )?(?:ask|request|urge|call (?:for|on|upon))",
    r"(?:is|are) (?:therefore )?(?:asked|requested|urged|invited|called upon) (?:to|for)",
    r"(?:the|our|key|main|specific) asks?",
    r"(?:asks?|urges?|requests?) (?:that|(?:the )?(?:board|council|governments?|members?|states?))",
    r"calls? (?:on|upon) (?:all |the )?(?:board|council|governments?|members?|states?)",
    r"calls? to action|requested actions?|actions? requested",
    # French
    r"recommand(?:e|ent|ons|ations?)",
    r"ce qui est demandé|ce que (?:nous )?demand(?:e|ent|ons)",
    r"nous (?:vous )?(?:demandons|appelons|exhortons|prions)|il est (?:demandé|recommandé)",
    r"(?:est|sont) (?:priée?s?|invitée?s?|appelée?s?) (?:de|à)",
    # Spanish and Portuguese
    r"recomend(?:ación|aciones|ação|ações|amos)|recomiendan?|recomendan?",
    r"se (?:pide|solicita|insta)|pedimos|solicitamos|instamos",
    # German
    r"\w{0,40}empfehlung(?:en)?|empfiehlt|empfehlen",
    r"wir (?:bitten|ersuchen|fordern)|(?:wird|werden) (?:gebeten|ersucht|empfohlen)|(?:gebeten|erbeten|empfohlen) wird",
    # Italian, Dutch, Danish
    r"raccomandazion[ei]|raccomandiamo|chiediamo",
    r"aanbeveling(?:en)?|wij? vragen|anbefaling(?:er|erne)?|anbefaler",
    # Russian and Arabic
    r"рекомендаци(?:и|я|й)|рекоменду(?:ем|ет|ется|ют)|просим|предлагается",
    r"(?:ال)?توصيات|نوصي|نطلب|المطلوب",
)
# A line of its own, perhaps with a number before it.
_HEADINGS = r"asks?|requests?|demandes?|demandas?|peticione?s?|solicitudes|bitten|forderungen|richieste"
# Chinese is written without spaces between words.
_UNSPACED = r"建议|建議|请求|請求"
_ASKS = re.compile(
    rf"(?<!\w)(?:{'|'.join(_PHRASES)})(?=\W)|{_UNSPACED}".replace(" ", r"\s")
    + rf"|(?<=\n)(?:[\divx]{{1,4}}[.)]?\s)?(?:{_HEADINGS})\s?[:.]?(?=\n)"
)
# What cannot be matched without one of these is not worth the search, which is slow.
_STEMS = (
    *("ask", "recom", "reque", "urge", "call", "invit", "demand", "nous", "raccom", "pide", "pedi", "petic", "solici"),
    *("insta", "empf", "bitten", "beten", "ersuch", "forder", "pri", "appel", "chied", "richi", "aanbev", "vrag"),
    *("anbef", "реком", "прос", "предл", "توصي", "نوصي", "نطلب", "المطلوب", "建", "请", "請", "sought"),
)

_HYPHENATED = re.compile(r"(?<=\w)[-\u2010]\n")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")
_AT_ONCE = 4_096
# Longer than any phrase.
_KEPT = 200
# A paper is shorter by far; what is longer is a trap for time.
_LONGEST = 2_000_000


class AskSearch:
    """Looks for a heading or a sentence that states what is asked; keeps no more than a few lines of the text."""

    def __init__(self) -> None:
        self._is_found = False
        # The line's beginning is looked back to, and never a part of what is found.
        self._tail = "\n"
        self._waiting: list[str] = []
        self._length = 0
        self._searched = 0

    def add(self, text: str) -> None:
        """The next piece of text, which may begin or end in the middle of a word."""
        for at in range(0, len(text), _AT_ONCE):
            if self._is_found or self._searched > _LONGEST:
                return
            piece = text[at : at + _AT_ONCE]
            self._waiting.append(piece)
            self._length += len(piece)
            if self._length >= _AT_ONCE:
                self._search()

    @property
    def is_found(self) -> bool | None:
        """Whether what went by until now says what is asked; None where it was too long to be searched to its end."""
        if self._searched > _LONGEST and not self._is_found:
            return None
        return self._is_found or _ASKS.search(_plain(f"{self._tail}{''.join(self._waiting)}\n"), 1) is not None

    def _search(self) -> None:
        text = _plain(self._tail + "".join(self._waiting))
        self._searched += self._length
        self._waiting, self._length = [], 0
        self._is_found = any(stem in text for stem in _STEMS) and _ASKS.search(text, 1) is not None
        self._tail = text[-_KEPT:]


def _plain(text: str) -> str:
    """In small letters, words that were parted at a line's end joined again, each white space a single one."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return _LINES.sub("\n", _HYPHENATED.sub("", _BLANKS.sub(" ", text)))
