"""Differences as plain values for JSON: with what is needed to make the newer version of the older one."""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins

from cbec_kg.comparison.compared_readings import ComparedReadings
from cbec_kg.comparison.record_changes import plain_fields
from cbec_kg.comparison.sides import Side
from cbec_kg.comparison.subjects import PapersDifference
from cbec_kg.comparison.versions import Difference
from cbec_kg.model.records import Statistic
from cbec_kg.model.snapshot import Snapshot


def difference_value(found: Difference, old: Side, new: Side) -> dict[str, Any]:
    """Return the difference of two versions as a JSON object.

    Returns
    -------
    dict
        ``old`` and ``new`` (place and paper), ``same``, then the fields of `Difference`. A dropped or added record has all
        that it says, and its ``line``; a changed one its fields, with both values.
    """

    def whole(name: str, side: Side) -> dict[str, Any]:
        fields = plain_fields(side.snapshot.records[name])
        return {"id": name, "kind": side.snapshot.kinds[name], "line": side.line_of(name), "fields": fields}

    value: dict[str, Any] = {
        side_name: {"place": side.place, "paper": side.snapshot.folder_id}
        for side_name, side in (("old", old), ("new", new))
    }
    value |= {"same": found.same, **to_builtins(found)}
    value["dropped"] = [whole(name, old) for name in found.dropped]
    value["added"] = [whole(name, new) for name in found.added]
    for change in value["changed"]:
        change |= {"old_line": old.line_of(change["old"]), "new_line": new.line_of(change["new"])}
    for figure in value["figures"]:
        figure |= {
            "old_printed": _printed(figure["old"], old.snapshot),
            "new_printed": _printed(figure["new"], new.snapshot),
        }
    return value


def papers_value(found: PapersDifference, snapshot: Snapshot) -> dict[str, Any]:
    """Return two papers beside each other as a JSON object: the fields of `PapersDifference`, prints with the figures."""
    figures = [
        one._asdict() | {"printed": _printed(one.statistic, snapshot), "other_printed": _printed(one.other, snapshot)}
        for one in found.figures
    ]
    only = {
        field: [{"statistic": name, "printed": _printed(name, snapshot)} for name in getattr(found, field)]
        for field in ("only_old", "only_new")
    }
    shared, matches = to_builtins(found.shared), [match._asdict() for match in found.matches]
    return {"old": snapshot.papers[0], "new": snapshot.papers[1], "figures": figures, **only, "shared": shared,
            "matches": matches}  # fmt: skip


def agreement_value(found: ComparedReadings) -> dict[str, Any]:
    """Return the agreement of readings as a JSON object.

    Returns
    -------
    dict
        ``readings`` (place and paper), ``spans``, ``fields``, ``disagreements`` and ``lone`` records, both with the own id
        and line of each reader, ``certain`` and ``possible`` answers.
    """

    readings = found.readings

    def places(name: str) -> list[dict[str, str] | None]:
        return [
            {"id": own[name], "line": readings.line(name, number)} if name in own else None
            for number, own in enumerate(readings.own)
        ]

    return {
        "readings": [{"place": side.place, "paper": side.snapshot.folder_id} for side in readings.sides],
        "spans": to_builtins(found.spans),
        "fields": to_builtins(found.fields),
        "disagreements": [{**to_builtins(one), "at": places(one.record)} for one in found.disagreements],
        "lone": [{**to_builtins(one), "kind": readings.kind(one.record), "at": places(one.record)} for one in found.lone],
        "certain": to_builtins(found.certain),
        "possible": to_builtins(found.possible),
    }


def _printed(name: str, snapshot: Snapshot) -> str:
    record = snapshot.records.get(name)
    return record.printed if isinstance(record, Statistic) else ""
