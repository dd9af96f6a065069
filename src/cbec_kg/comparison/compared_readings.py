"""What is told of several readings of one article together; each part is computed in a module of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from cbec_kg.comparison.agreement import Disagreement, FieldAgreement, Lone, SpanAgreement
from cbec_kg.comparison.certainty import Answer
from cbec_kg.comparison.readers import Readings


@dataclass(frozen=True, repr=False)
class ComparedReadings:
    """How far readings of one article agree, and which answers hold under all of them.

    Attributes
    ----------
    fields : tuple of FieldAgreement
    spans : tuple of SpanAgreement
        What was taken for a record, by class.
    disagreements : tuple of Disagreement
        Every field in which readers differ, with the value of each.
    lone : tuple of Lone
        Records that not all readers have.
    certain, possible : tuple of Answer
        Answers that hold under every reading, and under some, with what makes the difference.
    """

    readings: Readings = field(compare=False)
    fields: tuple[FieldAgreement, ...]
    spans: tuple[SpanAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    lone: tuple[Lone, ...]
    certain: tuple[Answer, ...]
    possible: tuple[Answer, ...]
