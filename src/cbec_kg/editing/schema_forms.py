"""The fields of each kind of record as plain values, for whoever draws a form: what each takes, and from which list.

All of it is read off the schema of the records (`cbec_kg.model.schema`).
"""

from __future__ import annotations

from typing import Any

from cbec_kg.editing.changes import field_order
from cbec_kg.model import records as r
from cbec_kg.model.kinds import FILES, OPEN_LISTS, PREFIXES
from cbec_kg.model.schema import Field, fields_of
from cbec_kg.model.table_lines import Column, Row
from cbec_kg.model.terms import Bilingual

Form = dict[str, Any]

_VOCABULARIES = {
    "role": "role", "basis": "basis", "period_basis": "basis", "modality": "modality", "quantifier": "quantifier",
    "operator": "operator", "function": "function", "status": "problem",
}  # fmt: skip
_KINDS: dict[type[Any], str] = {
    r.Claim: "claim", r.Source: "source", r.Statistic: "statistic", Column: "statistic", Row: "statistic",
}  # fmt: skip


def record_forms() -> dict[str, Form]:
    """Return the form of each kind of record by its file: the first words of its ids, and its fields in writing order.

    A field has its ``name``, whether it is ``required`` and ``many``, and its ``form``: ``text``, ``choice`` (of ``values``,
    in the words of ``vocabulary``, and of the folder's ``own`` kinds), ``record`` (whose id begins with one of
    ``prefixes``), ``bilingual``, ``anchor`` or ``part``, which has ``fields`` of its own.
    """
    return {
        file: {"prefixes": list(PREFIXES[kind]), "fields": [_field(kind, name) for name in field_order(kind)]}
        for file, kind in FILES.items()
    }


def _field(kind: type[Any], name: str, targets: tuple[type[r.Record], ...] = ()) -> Form:
    field = fields_of(kind)[name]
    named = field.targets or (targets if name == "id" else ())
    form: Form = {"name": name, "required": field.required, "many": field.many, "form": _form(field, named)}
    if form["form"] == "choice":
        form |= {
            "values": list(field.values),
            "vocabulary": _KINDS.get(kind, "") if name == "kind" else _VOCABULARIES.get(name, ""),
        }
        form |= {"own": OPEN_LISTS[kind].name} if field.open_list else {}
    elif form["form"] == "record":
        form["prefixes"] = [prefix for target in named for prefix in PREFIXES[target]]
    elif form["form"] == "part":
        form["fields"] = [_field(field.type, part, named) for part in fields_of(field.type)]
    return form


def _form(field: Field, targets: tuple[type[r.Record], ...]) -> str:
    if field.type is r.AnchorText:
        return "anchor"
    if field.type is Bilingual:
        return "bilingual"
    if hasattr(field.type, "__struct_fields__"):
        return "part"
    return "choice" if field.values or field.open_list else "record" if targets else "text"
