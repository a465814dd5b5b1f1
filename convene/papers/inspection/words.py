"""Counting words, and looking for what is asked, while a text goes by in pieces, without keeping it."""

from __future__ import annotations

from convene.papers.inspection.asks import AskSearch


class WordCount:
    """Counts what stands between spaces; a paragraph's end, a tab and a line break are spaces as well."""

    def __init__(self) -> None:
        self.words = 0
        self._in_word = False
        self._search = AskSearch()

    def add(self, text: str) -> None:
        """The next piece of text, which may begin or end in the middle of a word."""
        if not text:
            return
        self.words += len(text.split()) - (self._in_word and not text[0].isspace())
        self._in_word = not text[-1].isspace()
        self._search.add(text)

    def space(self) -> None:
        """Whatever comes next begins a new word."""
        self._in_word = False
        self._search.add("\n")

    @property
    def asks(self) -> bool | None:
        """Whether the text says what is asked; None where there is no text to read, or far too much."""
        return self._search.is_found if self.words else None
