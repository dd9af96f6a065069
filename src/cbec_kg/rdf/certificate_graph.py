"""Certificates of the audit in RDF: figures, intervals, relations, multipliers and values, with each step of arithmetic.

Every sum, difference, product and quotient is a resource with its operands and the interval that follows, so that a query
checks it by looking at three numbers. Numbers are fractions in text, as in JSON: none is rounded. The terms are in
``ontology/certificates.ttl``; the graph is a file beside the JSON, and no part of a paper's dataset: it is more than
a quarter of that, and nobody but a checker asks for a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

from rdflib import DCTERMS, PROV, RDF, Dataset, Graph, URIRef

from cbec_kg.audit.intervals import End, Interval, exactly
from cbec_kg.audit.relations import OPERATIONS, bounds_of, first_whole
from cbec_kg.model.iris import CERTIFICATES
from cbec_kg.rdf.vocabulary import closed
from cbec_kg.rdf.writer import Value, Writer

CERT = closed(CERTIFICATES, "certificates.ttl")
"""The terms of ``ontology/certificates.ttl``, which nothing else needs."""

Plain = dict[str, Any]
Levels = Mapping[str, Fraction]
_ZERO = exactly(0)


class NoCertificateError(ValueError):
    """A certificate that has no meaning, and so none in RDF either: a name of no figure, a division by zero."""


def certificate_graph(certificates: Iterable[Plain], links: Mapping[str, Sequence[str]]) -> Graph:
    """Return certificates as a graph.

    Parameters
    ----------
    certificates : iterable of dict
        As `cbec_kg.audit.certificates` makes them.
    links : mapping of str to sequence of str
        The findings and explanations, by local name, that each certificate is about, by its id.

    Raises
    ------
    NoCertificateError
        When a certificate has no meaning.
    """
    dataset, graph = Dataset(), Graph(bind_namespaces="none")
    for one in certificates:
        try:
            written = _Certificate(dataset, one)
            written.add_all(links.get(one["id"], ()))
        except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise NoCertificateError(f"{one.get('id')}: no certificate: {type(error).__name__}: {error}.") from error
    for part in dataset.graphs():
        graph += part
    for prefix, namespace in {"cert": CERTIFICATES, "dcterms": str(DCTERMS), "prov": str(PROV)}.items():
        graph.bind(prefix, namespace)
    return graph


def certificate_links(audit: Plain) -> dict[str, list[str]]:
    """Return the findings and explanations, by local name, that each certificate of an audit is about, by its id.

    `audit` is as `cbec_kg.audit.values.audit_value` has it. A conflict is about the findings that have its figures.
    """
    failing = [check for check in audit["checks"] if check["verdict"] == "inconsistent"]
    found: dict[str, list[str]] = {}
    for one in audit["certificates"]:
        figures = set(one.get("figures", ()))
        own = [check["id"] for check in failing if check["id"] == one["id"] or set(check["statistics"]) == figures]
        checks = own if one["kind"] == "conflict" else [name for name in own if name == one["id"]]
        causes = (cause["id"] for cause in audit["causes"] if not set(checks).isdisjoint(cause["checks"]))
        found[one["id"]] = [*(f"finding/{name}" for name in checks), *(f"explanation/{name}" for name in causes)]
    return found


class _Certificate(Writer):
    """Adds one certificate."""

    def __init__(self, dataset: Dataset, one: Plain) -> None:
        super().__init__(dataset, one["article"], "derived")
        self.one = one
        self.local = f"certificate/{one['id']}"
        self.subject = self.iri(self.local)
        self.figures: dict[str, URIRef] = {}
        self.known: dict[str, Interval] = {}
        self.made = 0

    def part(self, name: str, kind: URIRef, *statements: tuple[URIRef, Value]) -> URIRef:
        """Add a part of the certificate."""
        return self.node(f"{self.local}/{name}", kind, (CERT.partOf, self.subject), *statements)

    def next_part(self, name: str, kind: URIRef, *statements: tuple[URIRef, Value]) -> URIRef:
        self.made += 1
        return self.part(f"{name}-{self.made}", kind, *statements)

    def add_all(self, about: Sequence[str]) -> None:
        one = self.one
        self.add(
            self.subject, (RDF.type, CERT.Certificate), (DCTERMS.identifier, one["id"]), (CERT.kind, one["kind"]),
            (CERT.version, one["version"]), (CERT.article, one["article"]), (CERT.digest, one["digest"]),
            (CERT.rule, one.get("rule")), (CERT.atLeast, one.get("least")),
        )  # fmt: skip
        self.links(self.subject, CERT.certifies, *about)
        if one["kind"] == "least":
            for number, group in enumerate(one["groups"], 1):
                self.group(number, group)
            return
        for name, figure in one["figures"].items():
            self.figure(name, figure)
        if one["relation"][0] == "together":
            self.together(one["relation"][1:], one["multipliers"])
        else:
            relation, _ = self.relation(one["relation"], None)
            self.add(self.subject, (CERT.relation, relation))
        for name, values in one.get("minimal", {}).items():
            self.witness(name, values)

    # Figures and terms

    def figure(self, name: str, figure: Plain) -> None:
        low, high, low_open, high_open = figure["interval"]
        interval = Interval(_end(low, -1), _end(high, 1), low_open, high_open)
        node = self.part(
            f"figure/{name}", CERT.Figure, (CERT.statistic, self.iri(name)), (CERT.printed, figure["printed"]),
            (CERT.upperBound, figure["upper"]), (CERT.operator, figure["operator"]), (CERT.decimals, figure["decimals"]),
            (CERT.exact, figure["exact"]), (CERT.factor, figure["factor"]), (CERT.shift, figure["shift"]),
            (CERT.least, figure["least"]), (CERT.period, figure["period"]), (CERT.base, figure["base"]),
            *((CERT.at, place) for place in figure["at"]), *_ends(interval),
        )  # fmt: skip
        self.add(self.subject, (CERT.takes, node), (PROV.wasDerivedFrom, self.iri(name)))
        self.figures[name], self.known[name] = node, interval

    def term(self, one: Any) -> tuple[URIRef, Interval]:
        """Add an expression with its steps; return it and its interval."""
        if isinstance(one, str):
            return (self.figures[one], self.known[one]) if one in self.figures else self.constant(Fraction(one))
        sign, *parts = one
        found, *terms = map(self.term, parts)
        for left, term in zip(range(len(terms))[::-1], terms, strict=True):
            found = self.step(sign, found, term, (CERT.continued, True if left else None))
        return found

    def constant(self, value: Fraction, *more: tuple[URIRef, Value]) -> tuple[URIRef, Interval]:
        interval = exactly(value)
        return self.next_part("term", CERT.Term, *_ends(interval), *more), interval

    def step(
        self, sign: str, one: tuple[URIRef, Interval], other: tuple[URIRef, Interval], *more: tuple[URIRef, Value]
    ) -> tuple[URIRef, Interval]:
        interval = OPERATIONS[sign](one[1], other[1])
        operands = (CERT.operation, sign), (CERT.left, one[0]), (CERT.right, other[0])
        return self.next_part("term", CERT.Term, *operands, *_ends(interval), *more), interval

    # Relations

    def relation(self, one: Any, position: int | None) -> tuple[URIRef, bool]:
        """Add a relation, and why it cannot hold where it cannot; return it and whether it cannot."""
        sign, *parts = one
        node = self.next_part("relation", CERT.Relation, (CERT.sign, sign), (CERT.position, position))
        if sign in ("all", "any"):
            found = [self.relation(part, number) for number, part in enumerate(parts, 1)]
            self.add(node, *((CERT.part, part) for part, _ in found))
            fails = (any if sign == "all" else all)(failed for _, failed in found)
        elif sign == "whole":
            fails = self.whole(node, parts)
        else:
            one_side, other_side = self.term(parts[0]), self.term(parts[1])
            difference, interval = self.step("−", other_side, one_side)
            self.add(node, (CERT.left, one_side[0]), (CERT.right, other_side[0]), (CERT.difference, difference))
            fails = interval.is_below(_ZERO) or (sign == "=" and _ZERO.is_below(interval))
            fails = fails or (sign == "<" and interval.high == 0)
        seal = sha256(f"{self.one['digest']} {node} {sign}".encode()).hexdigest()
        self.add(node, (CERT.fails, True if fails else None), (CERT.seal, seal))
        return node, fails

    def whole(self, node: URIRef, parts: Sequence[Any]) -> bool:
        """Add that no whole number is in all of some intervals: one is above a number, another below the next one."""
        terms = [self.term(part) for part in parts]
        for number, (term, _) in enumerate(terms, 1):
            self.add(node, (CERT.part, self.next_part("place", CERT.Place, (CERT.position, number), (CERT.ofTerm, term))))
        firsts = [first_whole(interval) for _, interval in terms]
        known = [first for first in firsts if first is not None]
        if not known:
            return False
        first = max(known)
        above = self.step("−", terms[firsts.index(first)], self.constant(Fraction(first - 1)))
        for other in terms:
            if other[1].is_below(exactly(first)):
                below = self.step("−", other, self.constant(Fraction(first)))
                self.add(node, (CERT.above, above[0]), (CERT.below, below[0]))
                return True
        return False

    # Relations of levels

    def together(self, relations: Sequence[Any], multipliers: Sequence[Any]) -> None:
        nodes = [self.level_relation(number, one) for number, one in enumerate(relations, 1)]
        totals: dict[str, tuple[int, Fraction]] = {}
        for number, (index, end, by) in enumerate(multipliers, 1):
            row = self.part(
                f"row-{number}", CERT.Row, (CERT.weighs, nodes[index]), (CERT.end, end), (CERT.multiplier, by),
                (CERT.position, number),
            )  # fmt: skip
            for level, coefficient in _row(relations[index], self.known, end):
                position, total = totals.get(level, (0, Fraction(0)))
                product = Fraction(by) * coefficient
                totals[level] = (position + 1, total + product)
                self.next_part(
                    "product", CERT.Product, (CERT.inRow, row), (CERT.level, level), (CERT.position, position + 1),
                    (CERT.coefficient, str(coefficient)), (CERT.product, str(product)), (CERT.total, str(total + product)),
                )  # fmt: skip

    def level_relation(self, number: int, one: Any) -> URIRef:
        form, figure, first, others = _form(one)
        named = None if figure is None else self.figures[figure]
        second = [(CERT.summand if form == "sum" else CERT.second, other) for other in others]
        return self.part(
            f"levels-{number}", CERT.LevelRelation, (CERT.form, form), (CERT.figure, named), (CERT.first, first), *second,
            (CERT.position, number),
        )  # fmt: skip

    # What shows that a figure is needed

    def witness(self, free: str, values: Mapping[str, str]) -> None:
        points = {name: Fraction(value) for name, value in values.items()}
        node = self.part(f"needed/{free}", CERT.Witness, (CERT.without, self.figures[free]))
        if self.one["relation"][0] == "together":
            self.levels_of_witness(node, free, points)
            return
        found: dict[URIRef, Fraction] = {}
        for name, value in points.items():
            figure, interval = self.figures[name], self.known[name]
            least = self.one["figures"][name]["least"]
            over, under = (None if isinstance(end, float) else value - end for end in (interval.low, interval.high))
            gaps = ((CERT.overLow, over), (CERT.underHigh, None if under is None else -under))
            if name == free:
                gaps = ((CERT.overLeast, None if least is None else value - Fraction(least)),)  # type: ignore[assignment]
            self.value(node, figure, value, *((gap, None if size is None else str(size)) for gap, size in gaps))
            found[figure] = value
        for relation in self.parts_of(self.subject, CERT.relation):
            self.satisfied(node, relation, found)

    def value(self, witness: URIRef, term: URIRef, value: Fraction, *more: tuple[URIRef, Value]) -> None:
        self.next_part(
            "value", CERT.Value, (CERT.inWitness, witness), (CERT.evaluates, term), (CERT.value, str(value)), *more
        )

    def parts_of(self, subject: URIRef, predicate: URIRef) -> Iterator[URIRef]:
        return (URIRef(str(one)) for one in self.graph.objects(subject, predicate))

    def satisfied(self, witness: URIRef, relation: URIRef, found: dict[URIRef, Fraction]) -> bool:
        """Add the values of a relation's terms, and that it holds where it does; return that."""
        sign = str(self.graph.value(relation, CERT.sign))
        if sign in ("all", "any"):
            held = [self.satisfied(witness, part, found) for part in sorted(self.parts_of(relation, CERT.part))]
            holds = (all if sign == "all" else any)(held)
        elif sign == "whole":
            places = self.parts_of(relation, CERT.part)
            wholes = {self.evaluated(witness, term, found) for one in places for term in self.parts_of(one, CERT.ofTerm)}
            holds = len(wholes) == 1 and all(value.denominator == 1 for value in wholes)
        else:
            (difference,) = self.parts_of(relation, CERT.difference)
            value = self.evaluated(witness, difference, found)
            holds = {"=": value == 0, "≤": value >= 0, "<": value > 0}[sign]
        if holds:
            self.add(witness, (CERT.satisfies, relation))
        return holds

    def evaluated(self, witness: URIRef, term: URIRef, found: dict[URIRef, Fraction]) -> Fraction:
        if term not in found:
            operation = self.graph.value(term, CERT.operation)
            if operation is None:
                value = Fraction(str(self.graph.value(term, CERT.low)))
            else:
                operands = ((next(self.parts_of(term, side))) for side in (CERT.left, CERT.right))
                one, other = (exactly(self.evaluated(witness, operand, found)) for operand in operands)
                value = Fraction(OPERATIONS[str(operation)](one, other).low)
            self.value(witness, term, value)
            found[term] = value
        return found[term]

    def levels_of_witness(self, witness: URIRef, free: str, points: Levels) -> None:
        """Add values of levels, and for each relation that does not name the figure how far both sides are apart."""
        own = (CERT.inWitness, witness)
        levels = {name: self.constant(value, (CERT.level, name), own) for name, value in points.items()}
        for number, one in enumerate(self.one["relation"][1:], 1):
            form, figure, first, others = _form(one)
            if figure == free:
                continue
            left = levels[first]
            if form == "at-most":
                residual = self.step("−", left, levels[others[0]])
            elif form == "sum":
                residual = left
                for other in others:
                    residual = self.step("−", residual, levels[other])
            else:
                named = (self.figures[str(figure)], self.known[str(figure)])
                if form == "growth":
                    named = self.step("+", self.constant(Fraction(1)), named)
                if form == "difference":
                    residual = self.step("−", self.step("−", left, levels[others[0]]), named)
                else:
                    residual = self.step("−", left, self.step("×", levels[others[0]], named) if others else named)
            relation = self.iri(f"{self.local}/levels-{number}")
            self.add(residual[0], (CERT.residualOf, relation), own)

    # How many figures are wrong

    def group(self, number: int, group: Plain) -> None:
        argument = self.argument(group["why"], group["least"], ())
        conflicts = ((CERT.conflict, self.certificate(name)) for name in group["conflicts"])
        self.part(
            f"group-{number}", CERT.Group, (CERT.atLeast, group["least"]), (CERT.position, number),
            (CERT.argument, argument), *conflicts,
        )  # fmt: skip

    def certificate(self, name: str) -> URIRef:
        return self.iri(f"certificate/{name}")

    def argument(self, why: Plain, needs: int, excluded: tuple[str, ...], *more: tuple[URIRef, Value]) -> URIRef:
        node = self.next_part(
            "argument", CERT.Argument, (CERT.needs, needs), *((CERT.excludes, self.iri(name)) for name in excluded), *more
        )
        if why.get("disjoint"):
            self.add(node, *((CERT.disjoint, self.certificate(name)) for name in why["disjoint"]))
            return node
        self.add(node, (CERT.branches, self.certificate(why["conflict"])))
        for name, rest in why["cases"].items():
            case = self.argument(rest, needs - 1, (*excluded, name), (CERT.caseOf, self.iri(name)))
            self.add(node, (CERT.case, case))
        return node


def _ends(interval: Interval) -> tuple[tuple[URIRef, Value], ...]:
    return (
        (CERT.low, None if isinstance(interval.low, float) else str(interval.low)),
        (CERT.high, None if isinstance(interval.high, float) else str(interval.high)),
        (CERT.lowOpen, True if interval.low_open else None),
        (CERT.highOpen, True if interval.high_open else None),
    )


def _end(text: str | None, sign: int) -> End:
    return sign * float("inf") if text is None else Fraction(text)


def _form(one: Any) -> tuple[str, str | None, str, list[str]]:
    """Return what a relation of levels says: its form, its figure, its first level, and the others."""
    sign, left, right = one
    if isinstance(left, list):
        parts = right[1:] if right[0] == "+" else [right]
        if sign not in ("=", "≤") or (sign == "≤" and len(parts) != 1):
            raise ValueError(f"no relation of levels: {sign}")
        return ("sum" if sign == "=" else "at-most"), None, left[1], [part[1] for part in parts]
    if sign != "=":
        raise ValueError(f"no relation of levels: {sign}")
    if right[0] == "unknown":
        return "level", left, right[1], []
    form = {"÷": "ratio", "−": "difference"}[right[0]]
    if right[0] == "−" and isinstance(right[2], str):
        (_, right, one_less), form = right, "growth"
        if one_less != "1" or right[0] != "÷":
            raise ValueError("no growth")
    return form, left, right[1][1], [right[2][1]]


def _row(one: Any, known: Mapping[str, Interval], end: str) -> list[tuple[str, Fraction]]:
    """Return the coefficients of an inequality by level, the right side under no name: it is subtracted."""
    sign, left, right = one
    if _form(one)[0] == "growth":
        right = right[0], right[1], Fraction(1)
    for bound in bounds_of([(sign, left, right)], known):
        if bound.end == end:
            terms, limit = bound.constraint
            return [*((str(level), factor) for level, factor in terms), ("", -limit)]
    raise ValueError(f"no bound at this end: {end}")
