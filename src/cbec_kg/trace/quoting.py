"""The sentence of a passage, from the reader's own copy of the article."""

from __future__ import annotations

from cbec_kg.store.reading import Place
from cbec_kg.text.anchor import ArticleText
from cbec_kg.text.segment import is_chinese, passages


class Copy:
    """A reader's copy of the article, in which places are looked up.

    Parameters
    ----------
    source : str
        The copy's text.
    """

    def __init__(self, source: str) -> None:
        self._text = ArticleText(source, passages(source))

    def quote(self, place: Place) -> str:
        """Return the sentence at a place, or say that the copy does not have it there.

        The fragment must stand exactly once in the passage of the same locator; failing that, in exactly one passage
        of the copy. A near miss is never taken.
        """
        fitting = [place.locator] if self._has(place.locator, place.fragment) else [
            locator for locator in self._text.passages if self._has(locator, place.fragment)
        ]  # fmt: skip
        if len(fitting) != 1:
            fact = "not found in your copy" if not fitting else f"ambiguous in your copy: {', '.join(fitting)}"
            return f"{place.locator} “{place.fragment}” {fact}"
        return f"{fitting[0]} {self.sentence(fitting[0])}"

    def _has(self, locator: str, fragment: str) -> bool:
        return locator in self._text.passages and len(self._text.find(locator, fragment)) == 1

    def sentence(self, locator: str) -> str:
        """Return a passage's text on one line: Chinese without the white space of its broken lines."""
        passage = self._text.passages[locator]
        source = "".join(self._text.source[start:end] for start, end in passage.spans)
        return ("" if is_chinese(source) else " ").join(source.split())
