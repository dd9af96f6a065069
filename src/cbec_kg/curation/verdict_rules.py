"""What is wrong with verdicts of persons: on what never can have been, double, without a day or a digest.

Whether a finding, a hypothesis or a link was there once shows only once the figures are audited (`cbec_kg.audit.judging`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cbec_kg.errors import Problem
from cbec_kg.model.personal import PersonalVerdict
from cbec_kg.model.records import Record
from cbec_kg.model.schema import TARGETS, fields_of
from cbec_kg.model.terms import ROLES
from cbec_kg.search.resolve import offer_of

_COMPUTED = re.compile(r"(finding|hypothesis)/[a-z]+(-[a-z]+)*-[0-9a-f]{8}", re.ASCII)
_LINK = re.compile(r"([a-z0-9-]+)/([a-z-]+)/([a-z0-9-]+)(?:/([a-z-]+))?", re.ASCII)
_FIELDS: Mapping[str, tuple[str, str]] = {
    "rests-on": ("rests_on", ""), "leads-to": ("leads_to", "caused_by"), "addresses": ("addresses", ""),
    "answers": ("answers", ""), "concluded-from": ("concluded_from", ""),
}  # fmt: skip
"""In which field of the record named first, and in which of the other one, a link stands, by the word of its path."""
_DIGEST = re.compile(r"[0-9a-f]{8}", re.ASCII)
_NEXT = "cbec-kg audit --open prints lines that can be copied."


def verdict_problems(verdicts: Iterable[PersonalVerdict], records: Mapping[str, Record]) -> Iterator[Problem]:
    """Yield a problem for each verdict that cannot be one, whatever the audit finds."""
    first: dict[tuple[str, str], PersonalVerdict] = {}
    for verdict in verdicts:
        for message in _messages(verdict, records):
            yield Problem(verdict.where.file, verdict.where.line, f"{message} {_NEXT}")
        earlier = first.setdefault((verdict.on, verdict.by), verdict)
        if earlier is not verdict:
            message = f"{verdict.by} has judged {verdict.on} already in line {earlier.where.line}. Leave one verdict."
            yield Problem(verdict.where.file, verdict.where.line, message)


def _messages(verdict: PersonalVerdict, records: Mapping[str, Record]) -> Iterator[str]:
    link = _LINK.fullmatch(verdict.on)
    if link is None and not _COMPUTED.fullmatch(verdict.on):
        yield f"the verdict is on {verdict.on!r}, which is no finding, hypothesis or link."
    elif link is not None:
        yield from _of_link(link[1], link[2], link[3], link[4], records)
    if not _DIGEST.fullmatch(verdict.digest):
        yield f"digest is {verdict.digest!r}; eight hexadecimal digits are expected."
    try:
        valid = date.fromisoformat(verdict.date).isoformat() == verdict.date
    except ValueError:
        valid = False
    if not valid:
        yield f"date is {verdict.date!r}; a day such as 2026-01-31 is expected."


def _of_link(one: str, word: str, other: str, role: str | None, records: Mapping[str, Record]) -> Iterator[str]:
    """Yield why there never can have been a link: no such word, records, role or fields."""
    unknown = [name for name in (one, other) if name not in records]
    yield from (f"the verdict is on a link of {name}, which is no record.{offer_of(name, records)}" for name in unknown)
    if word not in _FIELDS:
        yield f"the verdict is on a link {word!r}; there are: {', '.join(_FIELDS)}.{offer_of(word, _FIELDS)}"
        return
    if word == "rests-on" and role not in ROLES:
        given = "without a role" if role is None else f"in the role {role!r}"
        yield f"the verdict is on a link {given}; there are: {', '.join(ROLES)}.{offer_of(role or '', ROLES)}"
    elif word != "rests-on" and role is not None:
        yield f"the verdict is on a link {word!r} with the role {role!r}; only rests-on has one."
    if not unknown and not _can_link(word, records[one], records[other]):
        yield f"the verdict is on a link {word!r} from {one} to {other}; records of these kinds have none."


def _can_link(word: str, one: Record, other: Record) -> bool:
    """Return whether records of these classes have a field that may hold such a link."""
    ends = ((_FIELDS[word][0], one, other), (_FIELDS[word][1], other, one))
    return any(
        field in fields_of(type(holder)) and isinstance(target, TARGETS["on" if field == "rests_on" else field])
        for field, holder, target in ends
    )
