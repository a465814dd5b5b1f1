"""Counting words while a text goes by in pieces, without keeping it."""

from __future__ import annotations


class WordCount:
    """Counts what stands between spaces; a paragraph's end, a tab and a line break are spaces as well."""

    def __init__(self) -> None:
        self.words = 0
        self._in_word = False

    def add(self, text: str) -> None:
        """The next piece of text, which may begin or end in the middle of a word."""
        if not text:
            return
        self.words += len(text.split()) - (self._in_word and not text[0].isspace())
        self._in_word = not text[-1].isspace()

    def space(self) -> None:
        """Whatever comes next begins a new word."""
        self._in_word = False
