"""The statements of a graph that a query may have found a row by: all that follows is worked out on these few.

The query is asked once more with the row's values bound, for all its variables and with what its conditions ask of as
options; each triple of its patterns, with the values of a solution, is a witness, and of a path each step that can lie
between its ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from cbec_kg.model.iris import PREFIXES, expanded
from cbec_kg.provenance.patterns import Element, Pattern, Plain, triples_within
from cbec_kg.store.selected import Statement, is_resource, named, statements_of
from cbec_kg.store.sparql import run
from cbec_kg.store.syntax import tokens

if TYPE_CHECKING:
    from cbec_kg.store.selected import Graph

Values = Mapping[str, Any]
"""Terms of the engine by the names of variables."""


class Witnesses:
    """Finds the statements of a store that rows of one query are found by."""

    def __init__(self, store: Graph, pattern: Pattern) -> None:
        self.store = store
        self.pattern = pattern
        self.term = cache(self._term)

    def of(self, values: Values) -> set[Statement]:
        """Return the statements by which the variables of a query come to have some values; those of totals are left out."""
        answer = run(self.store, Plain(self.pattern, written(values)).everything(), PREFIXES)
        triples = [*triples_within(self.pattern.group)]
        found: set[Statement] = set()
        ends: dict[Element, set[tuple[Any, Any]]] = defaultdict(set)
        for row in answer.rows:
            solution = dict(zip(answer.columns, row, strict=True))
            for element in triples:
                subject, path, value = element.terms
                one, other = self.value(subject, solution), self.value(value, solution)
                if one is None or other is None:
                    continue
                if is_path(path):
                    ends[element].add((one, other))
                elif (verb := self.value(path, solution)) is not None:
                    found.add(Statement(one, verb, other))
        present = {
            one for one in found if is_resource(one.subject) and next(statements_of(self.store, *one), None) is not None
        }
        for element, pairs in ends.items():
            present |= self.between(element.terms[1], pairs)
        return present

    def mentioned(self) -> set[Statement]:
        """Return all statements whose predicates the query names: what it can be asked of, where nothing else is known."""
        verbs: set[Any] = set()
        for element in triples_within(self.pattern.group):
            path = element.terms[1]
            if path[0] in "?$":
                return set(statements_of(self.store))
            verbs |= {self.term(step) for step, _ in steps_of(path)} if is_path(path) else {self.term(path)}
        return {one for verb in verbs for one in statements_of(self.store, None, verb)}

    def value(self, text: str, solution: Values) -> Any:
        """Return what a term of a pattern stands for, None where it is unbound or cannot stand there."""
        return solution.get(text[1:]) if text[0] in "?$" else self.term(text)

    def _term(self, text: str) -> Any:
        if text == "a":
            return named(expanded("rdf:type"))
        ((term,),) = run(self.store, f"{self.pattern.prologue} SELECT ?t {{ VALUES ?t {{ {text} }} }}", PREFIXES).rows
        return term

    def between(self, path: str, pairs: Iterable[tuple[Any, Any]]) -> set[Statement]:
        """Return the statements that can be steps of a path between some ends."""
        steps = [(self.term(step), inverse) for step, inverse in steps_of(path)]
        onward = cache(lambda node: tuple(self._steps(node, steps)))
        backward = cache(lambda node: tuple(self._steps(node, [(step, not inverse) for step, inverse in steps])))
        reach, origin = cache(lambda node: reached(node, onward)), cache(lambda node: reached(node, backward))
        found: set[Statement] = set()
        for one, other in pairs:
            before = origin(other)
            found |= {step for node in reach(one) & before for end, step in onward(node) if end in before}
        return found

    def _steps(self, node: Any, steps: Iterable[tuple[Any, bool]]) -> Iterator[tuple[Any, Statement]]:
        for step, inverse in steps:
            if inverse:
                yield from ((one.subject, one) for one in statements_of(self.store, None, step, node))
            elif is_resource(node):
                yield from ((one.object, one) for one in statements_of(self.store, node, step))


def reached(start: Any, steps: Any) -> frozenset[Any]:
    """Return the nodes that steps lead to from a node on, itself included."""
    found, todo = {start}, [start]
    while todo:
        for node, _ in steps(todo.pop()):
            if node not in found:
                found.add(node)
                todo.append(node)
    return frozenset(found)


def is_path(verb: str) -> bool:
    """Return whether a verb is more than one property or variable."""
    return len(tokens(verb)) > 2


def steps_of(path: str) -> list[tuple[str, bool]]:
    """Return the properties of a path, each with whether it is followed backwards.

    Examples
    --------
    >>> steps_of("x:a ? / x:b * / ^ x:c")
    [('x:a', False), ('x:b', False), ('x:c', True)]
    """
    found: list[tuple[str, bool]] = []
    inverse = False
    around: list[bool] = []
    for token in tokens(path):
        if token.text == "^":
            inverse = not inverse
        elif token.text == "(":
            around.append(inverse)
        elif token.text == ")":
            around.pop()
            inverse = around[-1] if around else False
        elif token.kind in ("PNAME", "IRI") or token.text == "a":
            found.append((token.text, inverse))
            inverse = around[-1] if around else False
    return found


def written(values: Values) -> dict[str, str]:
    """Return terms as SPARQL writes them, those that are bound and no blank nodes."""
    return {name: str(term) for name, term in values.items() if term is not None and type(term).__name__ != "BlankNode"}
