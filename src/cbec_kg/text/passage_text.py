"""A passage's text on its own: one line for grammars to search, and short fragments that occur in it exactly once."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from cbec_kg.text.normalise import normalise, one_line, one_line_offsets, plain
from cbec_kg.text.segment import Passage
from cbec_kg.text.selectors import longest, sole_position

_STOPS = ("，", "；", "、", ",", ";", "]", "］", "】")


class PassageText:
    """One passage of a source text; `text` is `plain`, pieces separated by page furniture joined by a new line."""

    def __init__(self, source: str, passage: Passage) -> None:
        self.passage = passage
        self.text = plain("\n".join(source[start:end] for start, end in passage.spans))
        self._source = source
        self._offsets = [offset for start, end in passage.spans for offset in (*range(start, end), end)]
        self._normalised = normalise(source, passage.spans)

    @cached_property
    def shown(self) -> tuple[str, list[int]]:
        """Return the passage on one line, and of each of its characters the offset in `text`."""
        return one_line_offsets(self.text)

    def shown_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a range of the source, which lies in the passage, stands in the line that is shown."""
        return self.shown_range(self.text_offset(start), self.text_offset(end))

    def shown_range(self, start: int, end: int) -> tuple[int, int]:
        """Return where a range of `text` stands in the line that is shown."""
        return bisect_left(self.shown[1], start), bisect_left(self.shown[1], end)

    def text_offset(self, offset: int) -> int:
        """Return the offset in `text` of a character of the source."""
        return bisect_left(self._offsets, offset)

    def opening(self, length: int = 12) -> str:
        """Return the first characters of the passage on one line."""
        return one_line(self.text[: 4 * length + 40])[:length]

    def fragment(self, start: int, end: int, least: int = 0, *, fixed_end: bool = False) -> str | None:
        """Return a fragment around a range of `text` that occurs in the passage once, or None when none is short enough.

        At the left `least` characters are added, so that a reader recognises the place: as many as fit, up to a comma or
        another marker; a word or number is not split where it fits whole. With `fixed_end` the fragment ends where the range
        does; otherwise it may grow to the right too.
        """
        best: str | None = None
        left, right = start, end
        while True:
            fragment = one_line(self.text[left:right])
            if not 0 < len(fragment) <= longest(fragment) or not fragment.isprintable():
                break  # not what a data file may have
            if best is not None and len(normalise(fragment).text) >= len(self._normalised.text):
                break  # a passage is not quoted whole while a shorter fragment will do
            cut = left > 0 and all("!" <= character <= "~" for character in self.text[left - 1 : left + 1])
            if self._occurs_once(fragment, right) and (best is None or not cut):
                best = fragment
                if not cut and (start - left >= least or self.text[left - 1 : left] in _STOPS):
                    break
            if left > 0 and (best is None or cut or start - left < least):
                left -= 1
            elif right < len(self.text) and not fixed_end and best is None:
                right += 1
            else:
                break
        return best

    def _occurs_once(self, fragment: str, end: int) -> bool:
        wanted = normalise(fragment).text
        place = sole_position(self._normalised, wanted, self._source)
        return place is not None and place + len(wanted) == self._normalised.position(self._offsets[end - 1] + 1)
