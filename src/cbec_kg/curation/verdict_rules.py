"""What is wrong with verdicts of persons: on nothing, double, without a day or a digest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from cbec_kg.errors import Problem
from cbec_kg.model.personal import PersonalVerdict

_COMPUTED = re.compile(r"(finding|hypothesis)/[a-z]+(-[a-z]+)*-[0-9a-f]{8}", re.ASCII)
_LINK = re.compile(r"([a-z0-9-]+)/(?:rests-on|leads-to|addresses|answers|concluded-from)/([a-z0-9-]+)(?:/[a-z]+)?", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{8}", re.ASCII)
_NEXT = "cbec-kg audit --open prints lines that can be copied."


def verdict_problems(verdicts: Iterable[PersonalVerdict], records: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each verdict that cannot be one, whatever the audit finds; `records` has the known ids."""
    first: dict[tuple[str, str], PersonalVerdict] = {}
    for verdict in verdicts:
        for message in _messages(verdict, records):
            yield Problem(verdict.where.file, verdict.where.line, f"{message} {_NEXT}")
        earlier = first.setdefault((verdict.on, verdict.by), verdict)
        if earlier is not verdict:
            message = f"{verdict.by} has judged {verdict.on} already in line {earlier.where.line}. Leave one verdict."
            yield Problem(verdict.where.file, verdict.where.line, message)


def _messages(verdict: PersonalVerdict, records: Collection[str]) -> Iterator[str]:
    link = _LINK.fullmatch(verdict.on)
    if link is None and not _COMPUTED.fullmatch(verdict.on):
        yield f"the verdict is on {verdict.on!r}, which is no finding, hypothesis or link."
    elif link is not None:
        yield from (
            f"the verdict is on a link of {name}, which is no record." for name in link.groups() if name not in records
        )
    if not _DIGEST.fullmatch(verdict.digest):
        yield f"digest is {verdict.digest!r}; eight hexadecimal digits are expected."
    try:
        valid = date.fromisoformat(verdict.date).isoformat() == verdict.date
    except ValueError:
        valid = False
    if not valid:
        yield f"date is {verdict.date!r}; a day such as 2026-01-31 is expected."
