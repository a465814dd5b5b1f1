"""Where one sentence ends and the next begins: pure, and the same for whatever compares what was said."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[.!?]+[”’\"')\]]*|\n")
_BLANK = re.compile(r"\s*")
# Their stop ends nothing: a title before a name, what stands before a number, and what explains.
_TITLE = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Amb|Gen|Col|Maj|Capt|Lt|Sen|Rev|Hon|St|H\.E)$")
_BEFORE_NUMBER = re.compile(r"(?<!\w)(?:No|[Nn]os|[Aa]rts?|[Pp]aras?|[Cc]h|[Ss]ec|[Ff]ig|[Vv]ol|pp?|[Rr]es)$")
_EXPLAINS = re.compile(r"(?<![\w.])(?:e\.g|i\.e|cf|ca|vs|viz|approx|incl|[Ee]\.g|[Ii]\.e)$")
_COUNTS, _COUNTS_LATER = re.compile(r"(?:^|\n)\s*\d{1,3}$"), re.compile(r"\n\s*\d{1,3}$")
_LONGEST = 12


def sentences(text: str) -> list[str]:
    """A text sentence by sentence, each with the blank behind it; a line without a stop is a sentence too."""
    return cut("\n".join(text.splitlines()).rstrip())


def cut(text: str) -> list[str]:
    """The sentences of a text as it stands: put together again they are the text."""
    found, begins = [], 0
    for mark in _MARKS.finditer(text):
        if mark.start() < begins or not _ends(text, mark):
            continue
        blank = _BLANK.match(text, mark.end())
        ends = blank.end() if blank else mark.end()
        found.append(text[begins:ends])
        begins = ends
    return [*found, text[begins:]] if begins < len(text) else found


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Whether a sentence ends there: at any mark but a stop within a symbol, a number or an address, or of a word."""
    if mark[0] != ".":
        return True
    before = text[max(0, mark.start() - _LONGEST) : mark.start()]
    after = text[mark.end() : mark.end() + 2]
    if after and not after[0].isspace():
        # Whoever types in a hurry leaves out the blank: “agreed.Then”.
        return before[-2:].islower() and before[-2:].isalpha() and after[0].isupper() and after[-1].islower()
    following = after[1:]
    if _TITLE.search(before) and following.isupper():
        return False
    if _BEFORE_NUMBER.search(before) and following.isdigit():
        return False
    is_first = mark.start() <= _LONGEST  # Else `before` begins in the middle of a line, which counts nothing.
    counts = (_COUNTS if is_first else _COUNTS_LATER).search(before)
    return not (_EXPLAINS.search(before) or counts)
