"""W3C selectors: where fragments occur in an article's text, and the prefix or suffix that makes each unique.

Third in the flow, after `normalise` and `segment`. A fragment counts as found only where all its characters occur in a row,
white space and width forms aside; a figure's digits must not go on to the left or right of it, so that ``4.40`` is not
found within ``14.40``. Out of scope: near matches and other editions of the text (`locate`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cbec_kg.text.normalise import NormalisedText, has_chinese, normalise
from cbec_kg.text.segment import Passage

MAX_FRAGMENT = 20
"""Most characters of a fragment that contains Chinese; see `longest`."""

CONTEXT = 8
"""Most characters of prefix and of suffix that make a fragment unique."""


def longest(fragment: str) -> int:
    """Return how many characters a fragment may have: 20 when it contains Chinese, 60 when it is Latin."""
    return MAX_FRAGMENT if has_chinese(fragment) else 3 * MAX_FRAGMENT


class Found(NamedTuple):
    """One place of a fragment: half-open source offsets, and the normalised context where it needs one to be unique."""

    start: int
    end: int
    prefix: str = ""
    suffix: str = ""


class Quoted(NamedTuple):
    """A place of a quote: half-open source offsets, and how many characters of the context given with it are there."""

    start: int
    end: int
    context: int


class ArticleText:
    """An article's untouched text with its passages, as `cbec_kg.text.segment.passages` gives them, ready to be searched."""

    def __init__(self, source: str, passages: list[Passage]) -> None:
        self.source = source
        self.passages = {passage.locator: passage for passage in passages}
        self._normalised: dict[str, NormalisedText] = {}
        spans = sorted(span for passage in passages for span in passage.spans)
        self._body = normalise(source, spans)
        self._found: dict[tuple[str, str], list[Found]] = {}
        self._everywhere: dict[str, dict[int, None]] = {}
        self._contexts: dict[tuple[str, int], tuple[Counter[str], Counter[str]]] = {}

    def text(self, locator: str) -> str:
        """Return the normalised text of a passage; KeyError when there is none."""
        return self._passage(locator).text

    def _passage(self, locator: str) -> NormalisedText:
        if locator not in self._normalised:
            self._normalised[locator] = normalise(self.source, self.passages[locator].spans)
        return self._normalised[locator]

    def find(self, locator: str, fragment: str) -> list[Found]:
        """Return every place of a fragment in one passage, in order."""
        if (locator, fragment) not in self._found:
            passage, wanted = self._passage(locator), normalise(fragment).text
            starts = positions(passage, wanted, self.source)
            spans = [passage.source_span(position, position + len(wanted)) for position in starts]
            self._found[locator, fragment] = [Found(start, end, *self._context(start, wanted)) for start, end in spans]
        return self._found[locator, fragment]

    def find_cells(self, locator: str, printed: Sequence[str]) -> list[Found | None]:
        """Return where the cells of a table's row stand, given in order; None for those that it does not have in this order.

        They are looked for from the end of the row, since its name, which may have digits too, comes first.
        """
        passage, end = self._passage(locator), len(self._passage(locator).text)
        found: list[Found | None] = []
        for cell in reversed(printed):
            wanted = normalise(cell).text
            start = max((at for at in positions(passage, wanted, self.source) if at + len(wanted) <= end), default=-1)
            if start < 0:
                found.append(None)
                continue
            end = start
            place = passage.source_span(start, start + len(wanted))
            found.append(Found(*place, *self._context(place[0], wanted)))
        return found[::-1]

    def quoted(self, exact: str, prefix: str = "", suffix: str = "") -> tuple[list[Quoted], int]:
        """Return every place of a quote in the whole article, in order, and how many characters its context has.

        A quote may go on over several passages; page furniture between them is no part of the article.
        """
        wanted, before, after = (normalise(text).text for text in (exact, prefix, suffix))
        body, found = self._body.text, []
        for at in positions(self._body, wanted, self.source):
            end = at + len(wanted)
            same = _shared(body[max(0, at - len(before)) : at][::-1], before[::-1])
            same += _shared(body[end : end + len(after)], after)
            found.append(Quoted(*self._body.source_span(at, end), same))
        return found, len(before) + len(after)

    def offset(self, locator: str, found: Found) -> int:
        """Return how many normalised characters of a passage precede a place that was found in it."""
        return self._passage(locator).position(found.start)

    def _context(self, start: int, wanted: str) -> tuple[str, str]:
        """Return the least context before or after that distinguishes this place from all others in the article."""
        body = self._body.text
        here = self._body.position(start)
        end = here + len(wanted)
        if wanted not in self._everywhere:
            self._everywhere[wanted] = dict.fromkeys(positions(self._body, wanted, self.source))
        everywhere = self._everywhere[wanted]
        itself = here in everywhere
        for size in range(CONTEXT + 1):
            before, after = body[max(0, here - size) : here], body[end : end + size]
            if len(before) < size or len(after) < size:  # at an end of the text: a part of others' context
                for prefix, suffix in ((before, ""), ("", after)):
                    others = (other for other in everywhere if other != here)
                    if not any(in_context(body, other, len(wanted), prefix, suffix) for other in others):
                        return prefix, suffix
                continue
            preceding, following = self._counted(wanted, size)
            if preceding[before] == itself:
                return before, ""
            if following[after] == itself:
                return "", after
        return before, after

    def _counted(self, wanted: str, size: int) -> tuple[Counter[str], Counter[str]]:
        """Return how often each text of a size precedes, and follows, a fragment that was looked for everywhere."""
        if (wanted, size) not in self._contexts:
            body, length, found = self._body.text, len(wanted), self._everywhere[wanted]
            preceding = Counter(body[max(0, place - size) : place] for place in found)
            following = Counter(body[place + length : place + length + size] for place in found)
            self._contexts[wanted, size] = preceding, following
        return self._contexts[wanted, size]

    def _is_unique(self, text: str) -> bool:
        first = self._body.text.find(text)
        return first >= 0 and self._body.text.find(text, first + 1) < 0

    def _only(self, locator: str, fragment: str) -> Found | None:
        """Return the place of a fragment in a passage where it has one alone."""
        passage = self._passage(locator)
        place = sole_position(passage, fragment, self.source)
        if place is None:
            return None
        start, end = passage.source_span(place, place + len(fragment))
        return Found(start, end, *self._context(start, fragment))

    def opening(self, locator: str, least: int = 8, limit: int = 20) -> tuple[str, Found]:
        """Return a fragment that identifies a passage, with its place: its beginning, as long as needed to be unique.

        The fragment and its context have at most `limit` characters together where that suffices; where a passage begins
        like another, its end is taken.
        """
        text = self.text(locator)
        room = max(1, min(limit, len(text) - 1)) if len(text) > least else len(text)
        shortest = min(least, room)
        heads, tails = [text[:size] for size in range(room + 1)], [text[len(text) - size :] for size in range(room + 1)]
        for fragment in (*heads[shortest:], *tails[shortest:]):
            found = self._only(locator, fragment)
            if found is not None and not found.prefix and not found.suffix:
                return fragment, found
        most = max(1, room - CONTEXT) + 1
        for fragment in (*tails[shortest:most], *heads[shortest:most]):
            found = self._only(locator, fragment)
            if found is not None and self._is_unique(found.prefix + fragment + found.suffix):
                return fragment, found
        # a head that parts a figure is not found; the whole passage always is
        for head in (*heads[shortest:], *heads[shortest - 1 : 0 : -1]):
            place = next(_positions(self._passage(locator), head, self.source), None)
            if place is not None:
                start, end = self._passage(locator).source_span(place, place + len(head))
                return head, Found(start, end, *self._context(start, head))
        passage = self._passage(locator)
        size = next(size for size in range(room + 1, len(text) + 1) if _whole_figure(passage, 0, size))
        start, end = passage.source_span(0, size)
        return text[:size], Found(start, end, *self._context(start, text[:size]))


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    same = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(same, min(len(one), len(other)))


def in_context(text: str, start: int, length: int, prefix: str, suffix: str) -> bool:
    """Return whether a run of a text comes right after `prefix` and right before `suffix`."""
    return text.endswith(prefix, 0, start) and text.startswith(suffix, start + length)


def positions(normalised: NormalisedText, wanted: str, source: str = "") -> list[int]:
    """Return every index at which `wanted` occurs in a normalised text, overlaps included.

    With `source` given, a `wanted` that begins or ends with a digit is found only where no further digit of the same
    figure adjoins it: white space in the source separates figures, as in the cells of a table's row.

    Examples
    --------
    >>> positions(normalise("增长14.40"), "4.40", "增长14.40"), positions(normalise("80.20 14.20"), "14.20", "80.20 14.20")
    ([], [5])
    """
    return list(_positions(normalised, wanted, source))


def sole_position(normalised: NormalisedText, wanted: str, source: str = "") -> int | None:
    """Return the index of `positions` where there is exactly one, None else."""
    found = list(islice(_positions(normalised, wanted, source), 2))
    return found[0] if len(found) == 1 else None


def _positions(normalised: NormalisedText, wanted: str, source: str) -> Iterator[int]:
    text = normalised.text
    figure = source and (wanted[:1].isdigit() or wanted[-1:].isdigit())
    position = text.find(wanted) if wanted else -1
    while position >= 0:
        if not figure or _whole_figure(normalised, position, position + len(wanted)):
            yield position
        position = text.find(wanted, position + 1)


def _whole_figure(normalised: NormalisedText, start: int, end: int) -> bool:
    text, offsets = normalised
    before = range(start - 1, max(-1, start - 3), -1)
    if text[start].isdigit() and _goes_on(_adjoining(normalised, before, offsets[start])):
        return False
    after = range(end, min(len(text), end + 2))
    return not (text[end - 1].isdigit() and _goes_on(_adjoining(normalised, after, offsets[end - 1])))


def _adjoining(normalised: NormalisedText, indices: range, offset: int) -> str:
    """Return the characters at some indices as long as each comes right after, or before, the last one in the source."""
    found = ""
    for index in indices:
        if abs(normalised.offsets[index] - offset) != 1:
            break
        found, offset = found + normalised.text[index], normalised.offsets[index]
    return found


def _goes_on(text: str) -> bool:
    """Return whether a figure goes on with up to two characters: a digit, or a separator before a digit."""
    return text[:1].isdigit() or (text[:1] in tuple(".,") and text[1:].isdigit())
