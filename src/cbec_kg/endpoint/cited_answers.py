"""Answers for assistants: every sentence in them has a record's id, its place in the article and its basis beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cbec_kg.api.citing import Place

NAMES = (
    "id",
    "record",
    "statement",
    "source",
    "reference",
    "target",
    "statistic",
    "statistics",
    "of",
    "records",
    "problems",
)
"""Fields that hold the id of a record, or a list of such; a sentence beside is about the first."""

PlaceOf = Callable[[str], "Place | None"]
"""Gives the place of a record by its id, None for what is none."""


def cited(value: Any, place_of: PlaceOf, paper: str) -> Any:
    """Return a plain value in which every object that holds a sentence has ``id``, ``locators`` and ``basis``.

    What an object does not name, it has from the one that it stands in; what is said of no record is said of the paper, and
    computed.

    Examples
    --------
    >>> cited({"gap": "unanswered", "text": "Two words"}, lambda name: None, "tea-2020")
    {'id': 'tea-2020', 'locators': [], 'basis': 'computed', 'gap': 'unanswered', 'text': 'Two words'}
    """
    return _cited(value, place_of, {"id": paper, "locators": [], "basis": "computed"})


def is_sentence(text: object) -> bool:
    """Return whether a value is a sentence or a part of one, and no id, number or term of a closed list."""
    return isinstance(text, str) and (" " in text or not text.isascii())


def _cited(value: Any, place_of: PlaceOf, above: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_cited(one, place_of, above) for one in value]
    if not isinstance(value, dict):
        return value
    here = dict(above)
    for name, place in _named(value, place_of):
        here = {"id": name, "locators": list(place.locators), "basis": place.basis}
        break
    if isinstance(value.get("basis"), str):
        here["basis"] = value["basis"]
    found = {key: _cited(one, place_of, here) for key, one in value.items()}
    return {**here, **found} if any(map(_has_sentence, value.values())) else found


def _has_sentence(value: Any) -> bool:
    return is_sentence(value) or (isinstance(value, list) and any(map(is_sentence, value)))


def _named(value: Mapping[str, Any], place_of: PlaceOf) -> Iterator[tuple[str, Place]]:
    for field in NAMES:
        names = value.get(field)
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str) and (place := place_of(name)) is not None:
                yield name, place
