"""Certificates made by hand and altered ones, the program that checks certificates as a module, and the queries that do."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from fractions import Fraction
from functools import partial
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph
from rdflib import DCTERMS, RDF, Graph, URIRef
from rdflib.term import Node

from cbec_kg.model.iris import BASE, CERTIFICATES, expanded
from cbec_kg.rdf.certificate_graph import NoCertificateError, certificate_graph

CHECKER = Path(__file__).parents[1] / "checkers" / "check_certificates.py"
Plain = dict[str, Any]
_CONFLICT = {"format": "cbec-kg-certificate", "version": 1, "kind": "conflict", "article": "a"}


def loaded_checker() -> Any:
    """Return the program as a module."""
    spec = spec_from_file_location("check_certificates", CHECKER)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def accepts(checker: Any, one: Plain, conflicts: dict[str, set[str]]) -> bool:
    """Return whether the program accepts a certificate; the figures of a conflict that holds are added to `conflicts`."""
    try:
        checker.check(one, conflicts)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return False
    return True


def figure(printed: str, low: str, high: str, *, factor: str = "1", decimals: int = 0, least: str = "0") -> Plain:
    """Return a figure of a certificate, with the interval that was worked out by hand."""
    return {
        "printed": printed, "upper": None, "operator": "equal", "decimals": decimals, "exact": False, "factor": factor,
        "shift": "0", "interval": [low, high, False, False], "least": least, "period": "2019", "base": None, "at": [],
    }  # fmt: skip


def by_hand() -> Plain:
    """Return the certificate of a conflict worked out by hand: 100 to 120 is no growth of 10 per cent.

    (119.5 to 120.5) ÷ (99.5 to 100.5) − 1 is 0.1891 at least, and 10 per cent 0.105 at most. Without the growth: 20 per
    cent. Without the later level: 110. Without the earlier one: 120 ÷ 1.1.
    """
    return sealed(
        {
            **_CONFLICT, "id": "conflict-by-hand", "rule": "growth-and-levels",
            "figures": {
                "stat-before": figure("100", "199/2", "201/2"),
                "stat-after": figure("120", "239/2", "241/2"),
                "stat-growth": figure("10", "19/200", "21/200", factor="1/100", least="-1"),
            },
            "relation": ["=", "stat-growth", ["−", ["÷", "stat-after", "stat-before"], "1"]],
            "minimal": {
                "stat-growth": {"stat-before": "100", "stat-after": "120", "stat-growth": "1/5"},
                "stat-after": {"stat-before": "100", "stat-after": "110", "stat-growth": "1/10"},
                "stat-before": {"stat-before": "1200/11", "stat-after": "120", "stat-growth": "1/10"},
            },
        }
    )  # fmt: skip


def levels_by_hand() -> Plain:
    """Return the certificate of a conflict of levels that are not printed, worked out by hand.

    Two of three parts are 60 and 50 this year, and the whole grew by 10 per cent from 90 last year: it is at most
    1.105 × 90.5 = 100.0025, and the parts are 59.5 + 49.5 = 109 at least. Once each: whole ≥ parts, whole ≤ 1.105 × earlier
    whole, 1.105 times the earlier whole ≤ 90.5. Without a part: the other one 60, the whole 99. Without the growth or the
    earlier whole: a whole of 110.
    """
    one, other, whole, before = (["unknown", name] for name in ("one", "other", "whole", "whole before"))
    return sealed(
        {
            **_CONFLICT, "id": "conflict-of-levels", "rule": "joint-relations",
            "figures": {
                "stat-one": figure("60", "119/2", "121/2"),
                "stat-other": figure("50", "99/2", "101/2"),
                "stat-before": figure("90", "179/2", "181/2"),
                "stat-growth": figure("10", "19/200", "21/200", factor="1/100", least="-1"),
            },
            "relation": [
                "together",
                ["=", "stat-one", one],
                ["=", "stat-other", other],
                ["=", "stat-growth", ["−", ["÷", whole, before], "1"]],
                ["=", "stat-before", before],
                ["=", whole, ["+", one, other]],
            ],
            "multipliers": [[0, "low", "1"], [1, "low", "1"], [2, "high", "1"], [3, "high", "221/200"], [4, "low", "1"]],
            "minimal": {
                "stat-one": {"one": "49", "other": "50", "whole": "99", "whole before": "90"},
                "stat-other": {"one": "60", "other": "39", "whole": "99", "whole before": "90"},
                "stat-before": {"one": "60", "other": "50", "whole": "110", "whole before": "100"},
                "stat-growth": {"one": "60", "other": "50", "whole": "110", "whole before": "90"},
            },
        }
    )  # fmt: skip


def sealed(certificate: Plain) -> Plain:
    """Return a certificate with the digest of what it says now."""
    rest = {key: value for key, value in certificate.items() if key != "digest"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return rest | {"digest": sha256(text.encode()).hexdigest()}


def alterations(certificates: list[Plain], random: Random, number: int) -> Iterator[tuple[str, Plain]]:
    """Yield certificates each altered in one place, with the kind: the digest stays as it was."""
    kinds = {
        "digit": _digit,
        "end": _end,
        "left-out": _left_out,
        "value": _value,
        "multiplier": _multiplier,
        "sign": _sign,
        "least": _least,
    }
    while number:
        kind = random.choice(list(kinds))
        one = deepcopy(random.choice(certificates))
        if kinds[kind](one, random):
            number -= 1
            yield kind, one


def _digit(one: Plain, random: Random) -> bool:
    if not one.get("figures"):
        return False
    chosen = random.choice(list(one["figures"].values()))
    printed = chosen["printed"]
    chosen["printed"] = _other_digit(printed, random)
    return Fraction(chosen["printed"]) != Fraction(printed)


def _end(one: Plain, random: Random) -> bool:
    if not one.get("figures"):
        return False
    ends = random.choice(list(one["figures"].values()))["interval"]
    place = random.randrange(4)
    ends[place] = (not ends[place]) if place > 1 else str(Fraction(ends[place] or 0) + random.choice((1, -1)))
    return True


def _left_out(one: Plain, random: Random) -> bool:
    if one["kind"] == "least":
        return False
    part = one.get("minimal") or one["figures"]
    del part[random.choice(list(part))]
    return True


def _least(one: Plain, random: Random) -> bool:
    """Say that one figure more is wrong, of a group and in all."""
    if one["kind"] != "least":
        return False
    random.choice(one["groups"])["least"] += 1
    one["least"] += 1
    return True


def _value(one: Plain, random: Random) -> bool:
    shown = random.choice(list((one.get("minimal") or {"": {}}).values()))
    if not shown:
        return False
    name = random.choice(list(shown))
    shown[name] = str(Fraction(shown[name]) * 2 + 1)
    return True


def _multiplier(one: Plain, random: Random) -> bool:
    if not one.get("multipliers"):
        return False
    random.choice(one["multipliers"])[2] = str(Fraction(random.randint(-5, 900), 7))
    return True


def _sign(one: Plain, random: Random) -> bool:
    """Put another operation in place of one; another sign of the whole relation may be true as well."""
    operations = [part for part in _parts(one.get("relation", [])) if part[0] in "+−×÷"]
    if not operations:
        return False
    chosen = random.choice(operations)
    chosen[0] = _another("+−×÷", chosen[0], random)
    return True


def _parts(one: Any) -> Iterator[list[Any]]:
    if isinstance(one, list) and one:
        yield one
        for part in one[1:]:
            yield from _parts(part)


Triple = pyoxigraph.Triple
Altered = tuple[str, str, list[Triple]]
"""What was altered, the id of the certificate, and its triples."""


def queries() -> dict[str, str]:
    """Return the queries that check certificates in RDF, by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(CHECKER.parent.glob("*.rq"))}


def triples_of(graph: Graph) -> list[Triple]:
    """Return the triples of a graph for the engine that asks the queries."""
    lines = graph.serialize(format="nt").encode()
    return sorted((quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)), key=str)


def said_in_rdf(one: Plain, conflicts: Mapping[str, Collection[str]]) -> list[Triple]:
    """Return a certificate in RDF, with what one that rests on conflicts reads of them; nothing where it cannot be said."""
    try:
        triples = triples_of(certificate_graph([one], {}))
    except NoCertificateError:
        return []
    base = f"{BASE}{one['article']}/"
    node, kind = pyoxigraph.NamedNode, expanded("rdf:type")
    for name, figures in conflicts.items() if one["kind"] == "least" else ():
        conflict = node(f"{base}certificate/{name}")
        triples.append(Triple(conflict, node(kind), node(f"{CERTIFICATES}Certificate")))
        triples.append(Triple(conflict, node(f"{CERTIFICATES}kind"), pyoxigraph.Literal("conflict")))
        for figure in figures:
            taken = node(f"{conflict.value}/figure/{figure}")
            triples.append(Triple(conflict, node(f"{CERTIFICATES}takes"), taken))
            triples.append(Triple(taken, node(f"{CERTIFICATES}statistic"), node(f"{base}{figure}")))
    return triples


def refused_by_queries(triples: Iterable[Triple]) -> dict[str, set[str]]:
    """Return the ids of certificates that queries refuse, with the names of the queries."""
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*triple) for triple in triples)
    found: dict[str, set[str]] = {}
    for name, text in queries().items():
        rows = store.query(text)
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        for row in rows:
            found.setdefault(row["certificate"].value.rpartition("/")[2], set()).add(name)
    return found


def accepted_by_queries(triples: list[Triple], name: str) -> bool:
    """Return whether queries accept a certificate, by its id, that is among triples."""
    return bool(triples) and name not in refused_by_queries(triples)


def alterations_in_rdf(said: Sequence[tuple[str, list[Triple]]], random: Random, number: int) -> Iterator[Altered]:
    """Yield certificates in RDF each altered in one place, with the kind and the id."""
    kinds: dict[str, Callable[[list[Triple], Random], bool]] = {
        "digit": partial(_other_value, ("printed", "upperBound"), _other_digit),
        "end": partial(_other_value, ("low", "high", "overLow", "underHigh"), _one_more),
        "open": _opened,
        "left-out": _taken_away,
        "value": partial(_other_value, ("value",), _one_more),
        "multiplier": partial(_other_value, ("multiplier", "coefficient", "product", "total"), _one_more),
        "operation": partial(_other_value, ("operation",), partial(_another, "+−×÷")),
        "sign": partial(_other_value, ("sign",), partial(_another, "=≤<")),
        "least": partial(_other_value, ("atLeast", "needs"), _one_more),
    }
    while number:
        kind = random.choice(list(kinds))
        name, triples = random.choice(said)
        own = list(triples)
        if kinds[kind](own, random):
            number -= 1
            yield kind, name, own


def _other_value(
    properties: Collection[str], changed: Callable[[str, Random], str], triples: list[Triple], random: Random
) -> bool:
    names = {f"{CERTIFICATES}{name}" for name in properties}
    places = [place for place, triple in enumerate(triples) if triple.predicate.value in names]
    if not places:
        return False
    place = random.choice(places)
    subject, predicate, old = triples[place]
    triples[place] = Triple(subject, predicate, pyoxigraph.Literal(changed(old.value, random), datatype=old.datatype))
    return triples[place] not in triples[:place] and triples[place].object != old


def _other_digit(printed: str, random: Random) -> str:
    place = random.choice([place for place, character in enumerate(printed) if character.isdigit()])
    digit = (int(printed[place]) + random.randint(1, 9)) % 10
    return f"{printed[:place]}{digit}{printed[place + 1 :]}"


def _one_more(number: str, random: Random) -> str:
    return str(Fraction(number) + 1)


def _another(signs: str, sign: str, random: Random) -> str:
    return random.choice([one for one in signs if one != sign])


def _opened(triples: list[Triple], random: Random) -> bool:
    """Say of an end of an interval that it is left out."""
    places = [triple for triple in triples if triple.predicate.value in (f"{CERTIFICATES}low", f"{CERTIFICATES}high")]
    if not places:
        return False
    chosen = random.choice(places)
    true = pyoxigraph.Literal(True)
    opened = Triple(chosen.subject, pyoxigraph.NamedNode(f"{chosen.predicate.value}Open"), true)
    triples.append(opened)
    return opened not in triples[:-1]


def _taken_away(triples: list[Triple], random: Random) -> bool:
    """Leave out a figure, a witness or a value, with all that is said of it."""
    kinds = {f"{CERTIFICATES}{name}" for name in ("Figure", "Witness", "Value", "Row", "Product", "Term")}
    parts = [triple.subject for triple in triples if getattr(triple.object, "value", "") in kinds]
    if not parts:
        return False
    gone = random.choice(parts)
    triples[:] = [triple for triple in triples if gone not in (triple.subject, triple.object)]
    return True


class Read:
    """Reads certificates back from RDF: what the JSON says, and nothing that follows from it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def certificate(self, node: Node) -> Plain:
        """Return a certificate as JSON has it, without its digest."""
        kind = self.one(node, "kind")
        found = {
            "format": "cbec-kg-certificate", "version": int(self.one(node, "version")), "kind": kind,
            "id": str(self.graph.value(node, DCTERMS.identifier)), "article": self.one(node, "article"),
        }  # fmt: skip
        if kind == "least":
            return found | {"least": int(self.one(node, "atLeast")), "groups": self.groups(node)}
        figures = {local(self.one(figure, "statistic")): self.figure(figure) for figure in self.all(node, "takes")}
        found |= {"rule": self.one(node, "rule"), "figures": figures}
        levels = self.placed(self.parts(node, "LevelRelation"))
        if levels:
            found["relation"] = ["together", *map(self.level_relation, levels)]
            rows = self.placed(self.parts(node, "Row"))
            found["multipliers"] = [
                [levels.index(self.first(row, "weighs")), self.one(row, "end"), self.one(row, "multiplier")] for row in rows
            ]
        else:
            found["relation"] = self.relation(self.first(node, "relation"))
        if kind == "conflict":
            found["minimal"] = {
                local(self.one(self.first(witness, "without"), "statistic")): self.witness(witness)
                for witness in self.parts(node, "Witness")
            }
        return found

    def all(self, node: Node, name: str) -> list[Node]:
        return list(self.graph.objects(node, URIRef(f"{CERTIFICATES}{name}")))

    def first(self, node: Node, name: str) -> Node:
        return self.all(node, name)[0]

    def one(self, node: Node, name: str) -> Any:
        return next((str(value) for value in self.all(node, name)), None)

    def parts(self, node: Node, kind: str) -> list[Node]:
        own = self.graph.subjects(URIRef(f"{CERTIFICATES}partOf"), node)
        return [part for part in own if (part, RDF.type, URIRef(f"{CERTIFICATES}{kind}")) in self.graph]

    def placed(self, nodes: list[Node]) -> list[Node]:
        return sorted(nodes, key=lambda node: int(self.one(node, "position")))

    def figure(self, node: Node) -> Plain:
        opens = [self.one(node, name) == "true" for name in ("lowOpen", "highOpen")]
        names = ("printed", "operator", "factor", "shift", "least", "period", "base")
        return {name: self.one(node, name) for name in names} | {
            "upper": self.one(node, "upperBound"), "decimals": int(self.one(node, "decimals")),
            "exact": self.one(node, "exact") == "true", "at": sorted(map(str, self.all(node, "at"))),
            "interval": [self.one(node, "low"), self.one(node, "high"), *opens],
        }  # fmt: skip

    def term(self, node: Node) -> Any:
        statistic, operation = self.one(node, "statistic"), self.one(node, "operation")
        if operation is None:
            return local(statistic) if statistic else self.one(node, "low")
        left, right = self.term(self.first(node, "left")), self.term(self.first(node, "right"))
        first = self.first(node, "left")
        return [*left, right] if self.one(first, "continued") else [operation, left, right]

    def relation(self, node: Node) -> Any:
        sign = self.one(node, "sign")
        if sign in ("all", "any"):
            return [sign, *map(self.relation, self.placed(self.all(node, "part")))]
        if sign == "whole":
            return [sign, *(self.term(self.first(place, "ofTerm")) for place in self.placed(self.all(node, "part")))]
        return [sign, self.term(self.first(node, "left")), self.term(self.first(node, "right"))]

    def level_relation(self, node: Node) -> Any:
        levels = [["unknown", self.one(node, name)] for name in ("first", "second") if self.all(node, name)]
        form = self.one(node, "form")
        if form == "sum":
            return ["=", levels[0], ["+", *(["unknown", one] for one in sorted(map(str, self.all(node, "summand"))))]]
        if form == "at-most":
            return ["≤", *levels]
        said = {
            "level": levels[0],
            "ratio": ["÷", *levels],
            "growth": ["−", ["÷", *levels], "1"],
            "difference": ["−", *levels],
        }
        return ["=", local(self.one(self.first(node, "figure"), "statistic")), said[form]]

    def witness(self, node: Node) -> Plain:
        own = list(self.graph.subjects(URIRef(f"{CERTIFICATES}inWitness"), node))
        values = ((self.first(one, "evaluates"), self.one(one, "value")) for one in own if self.all(one, "evaluates"))
        figures = {local(self.one(term, "statistic")): value for term, value in values if self.all(term, "statistic")}
        return figures or {self.one(one, "level"): self.one(one, "low") for one in own if self.all(one, "level")}

    def groups(self, node: Node) -> list[Plain]:
        return [
            {
                "least": int(self.one(group, "atLeast")),
                "conflicts": sorted(local(str(one)) for one in self.all(group, "conflict")),
                "why": self.argument(self.first(group, "argument")),
            }
            for group in self.placed(self.parts(node, "Group"))
        ]

    def argument(self, node: Node) -> Plain:
        disjoint = sorted(local(str(one)) for one in self.all(node, "disjoint"))
        if disjoint:
            return {"disjoint": disjoint}
        cases = {local(self.one(case, "caseOf")): self.argument(case) for case in self.all(node, "case")}
        return {"conflict": local(self.one(node, "branches")), "cases": cases}


def local(iri: Any) -> str:
    """Return the last part of an IRI."""
    return str(iri).rpartition("/")[2]


def without_order(one: Plain) -> Plain:
    """Return a certificate without its digest, with sets in a fixed order: summands, conflicts, places."""
    found = {key: value for key, value in deepcopy(one).items() if key != "digest"}
    for figure in found.get("figures", {}).values():
        figure["at"].sort()
    for part in _parts(found["relation"]) if found.get("relation", [""])[0] == "together" else ():
        if part[0] == "+":
            part[1:] = sorted(part[1:])
    for group in found.get("groups", ()):
        group["conflicts"].sort()
        _sort_disjoint(group["why"])
    return found


def _sort_disjoint(why: Plain) -> None:
    why.get("disjoint", []).sort()
    for case in why.get("cases", {}).values():
        _sort_disjoint(case)
