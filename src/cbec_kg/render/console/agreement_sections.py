"""How far readings of one article agree, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from cbec_kg.comparison.agreement import Disagreement, FieldAgreement, Lone, SpanAgreement
from cbec_kg.comparison.certainty import Answer
from cbec_kg.comparison.compared_readings import ComparedReadings
from cbec_kg.render.console.field_texts import record_text, value_text
from cbec_kg.render.console.sections import Item, Section, counted
from cbec_kg.render.context import RenderContext


def shown_alpha(alpha: float) -> str:
    """Return alpha to three decimals, rounded down: it is 1.000 only where all agree.

    Examples
    --------
    >>> shown_alpha(0.99996), shown_alpha(-0.0004), shown_alpha(1.0)
    ('0.999', '-0.001', '1.000')
    """
    return f"{floor(alpha * 1_000) / 1_000:.3f}"


class AgreementTexts:
    """Puts the agreement of readings into words."""

    def __init__(self, found: ComparedReadings, language: str) -> None:
        self.found, self.readings = found, found.readings
        self.contexts = tuple(RenderContext(snapshot, language) for snapshot in self.readings.snapshots)
        self.words = self.contexts[0].words("comparison")
        self.common = self.contexts[0].words("common")

    def head(self) -> str:
        """Return which readings were compared, and in how much they differ, in one line."""
        places = self.common("items").join(side.place for side in self.readings.sides)
        return self.words("readings", places=places, fields=len(self.found.disagreements), lone=len(self.found.lone))

    def sections(self) -> Iterator[Section]:
        """Yield agreement by class and field, each disagreement, and what follows for the answers; any may be empty."""
        yield counted(self.words, "agreement-spans", map(self._span, self.found.spans))
        yield self._fields(self.found.fields)
        yield counted(self.words, "agreement-lone", map(self._lone, self.found.lone))
        yield counted(self.words, "agreement-differing", map(self._differing, self.found.disagreements))
        yield from self._answers()

    def _span(self, one: SpanAgreement) -> Item:
        counts = ", ".join(map(str, one.counts))
        name = "span" if one.characters is not None else "span-without-anchors"
        characters = 0.0 if one.characters is None else one.characters
        text = self.words(name, counts=counts, shared=one.shared, f1=f"{one.f1:.2f}", characters=f"{characters:.2f}")
        return Item(self.contexts[0].pair(one.record_class, text))

    def _fields(self, found: Sequence[FieldAgreement]) -> Section:
        """Return the fields in which readers differ, and how many there are besides; tables have them all."""
        differing = [one for one in found if one.agreeing < one.pairs]
        listed = [self._field(one) for one in sorted(differing, key=lambda one: (one.alpha is not None, one.alpha or 0.0))]
        alike = [Item(self.words("agreement-alike", n=len(found) - len(differing)))] if found else []
        return Section(self.words("agreement-fields", n=len(found)), (*listed, *alike))

    def _field(self, one: FieldAgreement) -> Item:
        alpha = self.words("alpha-undefined") if one.alpha is None else f"α = {shown_alpha(one.alpha)}"
        metric = self.words(f"metric-{one.metric}")
        text = self.words("field", alpha=alpha, metric=metric, agreeing=one.agreeing, pairs=one.pairs, n=one.units)
        return Item(self.contexts[0].pair(f"{one.record_class}.{one.field}", text))

    def _lone(self, one: Lone) -> Item:
        who = self.words("only-readers", readers=self._readers(one.readers))
        others = [self.words("instead", records=self.common("items").join(one.instead))] if one.instead else []
        return Item(self._named(one.record), (who, *(self._line(one.record, number) for number in one.readers), *others))

    def _differing(self, one: Disagreement) -> Item:
        values = (
            self.contexts[0].pair(self._line(one.record, number), value_text(value, self.contexts[0]))
            for number, value in enumerate(one.values)
            if one.record in self.readings.own[number]
        )
        return Item(f"{self._named(one.record)}: {one.field}", tuple(values))

    def _named(self, name: str) -> str:
        number = self.readings.having(name)[0]
        return record_text(name, self.contexts[number], self.readings.own[number][name])

    def _line(self, name: str, reader: int) -> str:
        """Return a reader's place with the id and the line of a record there."""
        own, line = self.readings.own[reader][name], self.readings.line(name, reader)
        place = f"{self.readings.sides[reader].place}/{line}" if line else self.readings.sides[reader].place
        return f"{place} {own}"

    def _readers(self, numbers: Sequence[int]) -> str:
        return self.common("items").join(self.readings.sides[number].place for number in numbers)

    def _answers(self) -> Iterator[Section]:
        for question in ("evidence", "critical", "audit"):
            sure = [one for one in self.found.certain if one.question == question]
            perhaps = [one for one in self.found.possible if one.question == question]
            if sure or perhaps:
                counts = self.words(f"answers-{question}", certain=len(sure), possible=len(perhaps))
                yield Section(counts, tuple(map(self._answer, perhaps)) or (Item(self.words("all-certain")),))

    def _answer(self, one: Answer) -> Item:
        under = [self.words("under", readers=self._readers(one.readers))]
        if one.reasons:
            under.append(self.words("because", reasons=self.common("items").join(one.reasons)))
        context = self.contexts[one.readers[0]]
        if one.question == "audit":
            return Item(context.pair(one.parts[0], self.common("items").join(one.parts[1:])), tuple(under))
        statement, source, *role = one.parts
        marks = context.marks(tuple(f"role-{name}" for name in role))
        return Item(f"{self._named(statement)} ← {context.source_text(source)}{marks}", tuple(under))
