"""What a query asks for, as patterns that can be asked for one by one: its triples, alternatives, options and conditions.

A query is read by its grammar (`cbec_kg.store.syntax`) into groups of elements, from which a plainer query can be written:
one that gives all variables of a row, or one with some elements left out. Grouping, totals and what is computed of them are
not among the patterns. Out of scope: running either query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from cbec_kg.store.syntax import Part, joined, parts_of

_VARIABLE = re.compile(r"[?$](\w+)")


class Element(NamedTuple):
    """One element of a group.

    Attributes
    ----------
    kind : str
        ``triple``, ``any`` (of several groups), ``all`` (of a group within), ``optional``, ``minus``, ``filter``, ``bind``
        or ``values``.
    text : str
        As it stands in the query, comments left out.
    terms : tuple of str
        Of a triple: subject, path, object; of a binding: the variable.
    groups : tuple of Group
        Those within it; of a condition the groups that it asks to exist or not to exist.
    """

    kind: Literal["triple", "any", "all", "optional", "minus", "filter", "bind", "values"]
    text: str
    terms: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def variables(self) -> frozenset[str]:
        """Return the names of the variables in it."""
        return frozenset(_VARIABLE.findall(self.text))


class Group(NamedTuple):
    """Elements that hold together."""

    elements: tuple[Element, ...]


class Pattern(NamedTuple):
    """A query as patterns: its prologue, its form, its group, the variables that are totals, and a template's triples."""

    prologue: str
    form: str
    group: Group
    computed: frozenset[str]
    template: tuple[Element, ...] = ()
    unlimited: str = ""


def pattern_of(text: str) -> Pattern | None:
    """Return the patterns of a query, None where it has what is not followed here: other graphs, services, no pattern.

    Examples
    --------
    >>> found = pattern_of("SELECT ?a (COUNT(?b) AS ?n) { ?a <x:p> ?b ; <x:q> 1 FILTER(?b != ?a) } GROUP BY ?a")
    >>> [element.text for element in found.group.elements], found.computed
    (['?a <x:p> ?b', '?a <x:q> 1', 'FILTER( ?b != ?a )'], frozenset({'n'}))
    """
    query = parts_of(text)
    if query is None:
        return None
    prologue = query.parts[0].text
    form = query.parts[1]
    try:
        where = form.named("Where")
        if not where or form.rule == "Describe" or form.named("Dataset"):
            return None
        elements = [*_elements(where[0].parts[0])]
        elements += [Element("values", part.text) for part in query.named("Values") if part.tokens]
        template = [element for part in form.named("Triples") for element in _triples(part)]
    except _NotFollowedError:
        return None
    computed = frozenset(name for part in _within(form, "SelectClause") for name in _computed(part))
    return Pattern(prologue, form.rule, Group(tuple(elements)), computed, tuple(template), _unlimited(query))


class _NotFollowedError(Exception):
    """A query has what is not followed here."""


def _within(part: Part, rule: str) -> Iterator[Part]:
    """Yield the parts at any depth that follow a rule."""
    for one in part.parts:
        if one.rule == rule:
            yield one
        yield from _within(one, rule)


def _unlimited(query: Part) -> str:
    """Return a query without limits of its rows and without their order."""
    dropped: set[int] = set()
    for modifier in _within(query, "Modifier"):
        tokens = modifier.tokens
        for number, token in enumerate(tokens):
            if token.text.upper() in ("LIMIT", "OFFSET") and token.kind == "word":
                dropped |= {token.start, tokens[number + 1].start}
    return joined(token for token in query.tokens if token.start not in dropped)


def _computed(clause: Part) -> Iterator[str]:
    """Yield the variables that a SELECT computes."""
    pieces = [token.text for token in clause.tokens]
    for number, piece in enumerate(pieces[:-1]):
        if piece.upper() == "AS":
            yield pieces[number + 1][1:]


def _elements(group: Part) -> Iterator[Element]:
    for part in group.parts:
        if part.rule == "SubSelect":
            yield Element("all", part.text, (), (Group(tuple(_elements(part.named("Where")[0].parts[0]))),))
        elif part.rule == "Triples":
            yield from _triples(part)
        else:
            yield from _other(part)


def _other(part: Part) -> Iterator[Element]:
    word = part.tokens[0].text.upper()
    groups = tuple(Group(tuple(_elements(one))) for one in part.named("Group"))
    if word == "{":
        yield Element("any" if len(groups) > 1 else "all", part.text, (), groups)
    elif word in ("OPTIONAL", "MINUS"):
        yield Element("optional" if word == "OPTIONAL" else "minus", part.text, (), groups)
    elif word in ("FILTER", "BIND"):
        asked = tuple(Group(tuple(_elements(one))) for one in _exists(part))
        variable = (part.tokens[-2].text[1:],) if word == "BIND" else ()
        yield Element("filter" if word == "FILTER" else "bind", part.text, variable, asked)
    elif word == "VALUES":
        yield Element("values", part.text)
    else:
        raise _NotFollowedError


def _exists(part: Part) -> Iterator[Part]:
    """Yield the groups that a condition asks to exist, or not to; not those within them."""
    for one in part.parts:
        if one.rule == "Group":
            yield one
        else:
            yield from _exists(one)


def _triples(part: Part) -> Iterator[Element]:
    for same in part.named("Same"):
        subject, *properties = same.parts
        if subject.rule == "Node" or not properties:
            raise _NotFollowedError
        verb = ""
        for one in properties[0].parts:
            if one.rule == "Verb":
                verb = one.text
                continue
            for item in one.parts:
                if item.rule == "Node":
                    raise _NotFollowedError
                yield Element("triple", f"{subject.text} {verb} {item.text}", (subject.text, verb, item.text))


def triples_within(group: Group) -> Iterator[Element]:
    """Yield the triples of a group at any depth, with those that must not be, or are only asked of."""
    for element in group.elements:
        if element.kind == "triple":
            yield element
        for one in element.groups:
            yield from triples_within(one)


def absences(group: Group) -> Iterator[Element]:
    """Yield the elements of a group, at any depth, that hold because something is not there."""
    for element in group.elements:
        text = element.text.upper().replace(" ", "")
        if element.kind == "minus" or (element.kind in ("filter", "bind") and ("NOTEXISTS" in text or "!BOUND" in text)):
            yield element
        elif element.kind in ("any", "all", "optional"):
            for one in element.groups:
                yield from absences(one)


class Plain:
    """Writes a pattern as a query without grouping, totals and order."""

    def __init__(self, pattern: Pattern, values: Mapping[str, str]) -> None:
        """Take a pattern and the terms that variables are bound to, by name, as SPARQL writes them."""
        self.pattern = pattern
        self.made = frozenset(_bound(pattern.group))
        self.values = {name: term for name, term in values.items() if name not in pattern.computed}

    def everything(self) -> str:
        """Return a query for all variables, in which what is only asked of is optional."""
        asked = [*_asked(self.pattern.group)]
        optional = " ".join(f"OPTIONAL {{ {self.group(one, options=True)} }}" for one in asked)
        return f"{self.pattern.prologue} SELECT DISTINCT * WHERE {{ {{ {self.whole(self.pattern.group)} }} {optional} }}"

    def whole(self, group: Group) -> str:
        """Return the pattern of a whole query, with the conditions on variables that are bound within it."""
        later = " ".join(f"FILTER(sameTerm(?{name}, {term}))" for name, term in self.values.items() if name in self.made)
        return f"{self.group(group)} {later}"

    def group(self, group: Group, *, options: bool = False) -> str:
        """Return a group as text; with `options`, groups within its conditions as options."""
        used = {name for element in group.elements if element.kind == "triple" for name in element.variables}
        bound = sorted(used & self.values.keys() - self.made)
        head = " ".join(f"VALUES ?{name} {{ {self.values[name]} }}" for name in bound)
        pieces = [head, *(self.element(element) for element in group.elements)]
        if options:
            pieces += [f"OPTIONAL {{ {self.group(one, options=True)} }}" for one in _asked(group)]
        return " ".join(filter(None, pieces))

    def element(self, element: Element) -> str:
        """Return an element as text; empty where it is about totals."""
        match element.kind:
            case "triple":
                return f"{element.text} ."
            case "any":
                return " UNION ".join(f"{{ {self.group(one)} }}" for one in element.groups)
            case "all":
                return f"{{ {self.group(element.groups[0])} }}"
            case "optional":
                return f"OPTIONAL {{ {self.group(element.groups[0])} }}"
        return "" if element.variables & self.pattern.computed else element.text


def _bound(group: Group) -> Iterator[str]:
    for element in group.elements:
        if element.kind == "bind":
            yield element.terms[0]
        for one in element.groups:
            yield from _bound(one)


def _asked(group: Group) -> Iterator[Group]:
    """Yield the groups that conditions at any depth ask of, outermost ones alone."""
    for element in group.elements:
        if element.kind in ("filter", "bind", "minus"):
            yield from element.groups
        else:
            for one in element.groups:
                yield from _asked(one)
