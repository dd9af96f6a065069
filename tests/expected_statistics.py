"""The expected answers on statistics, and on what the audit says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from cbec_kg.audit.report import Cause
from cbec_kg.audit.summaries import carried_text, sentence_of
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.findings import explanation_id, hypothesis_id
from expected_answers import Row, answers, place
from plain_folder import (
    POINTERS,
    Folder,
    Record,
    locators,
)


def years(record: Record) -> tuple[int, int] | None:
    if record["period"] == "unknown":
        return None
    ends = record["period"].split("/")
    return int(ends[0][:4]), int(ends[-1][:4])


def base_value(folder: Folder, record: Record) -> Decimal | None:
    """Return the value in base units, None where the base is unknown."""
    unit = folder.records[record["unit"]]
    return None if unit["base"] == "unknown" else Decimal(record["value"]) * Decimal(unit["factor"])


@answers("statistics")
def statistics(folder: Folder) -> Iterator[Row]:
    for record, locator in ((item, locator) for item in folder.of("Statistic") for locator in locators(item)):
        blaming: list[tuple[str, str] | tuple[None, None]] = []
        blaming += [said(cause) for cause in folder.audit.causes if record["id"] in cause.blamed]
        blaming += [path for _, name, path in carried(folder) if name == record["id"]]
        for warning in blaming or [(None, None)]:
            yield (
                record["id"], record["printed"], Decimal(record["value"]), record["unit"], f"operator-{record['operator']}",
                f"statistic-{record['kind']}", record["indicator"], place(record), record.get("counterpart"),
                record["period"], locator, *warning,
            )  # fmt: skip


def said(cause: Cause) -> tuple[str, str]:
    """Return what an explanation says in Chinese and English."""
    if not cause.explained:
        return "与其他数字矛盾，没有得到佐证的解释", "contradicted, without an explanation that other figures support"
    first = cause.repairs[0].text
    return "或许" + first.zh, "perhaps " + first.en


def bilingual(text: Bilingual | None) -> tuple[str | None, str | None]:
    return (text.zh, text.en) if text else (None, None)


@answers("findings")
def findings(folder: Folder) -> Iterator[Row]:
    for check in folder.audit.checks:
        texts = (check.working or None, check.computed or None, check.stated or None)
        for about in check.inputs[:1]:  # a claim's series may have no figure
            head = (f"verdict-{check.verdict}", f"rule-{check.rule}", f"finding/{check.id}", about, check.formula)
            yield *head, *texts, *bilingual(check.why)


@answers("findings-by-rule")
def findings_by_rule(folder: Folder) -> Iterator[Row]:
    counted = Counter((check.rule, check.verdict) for check in folder.audit.checks)
    return ((f"rule-{rule}", f"verdict-{verdict}", count) for (rule, verdict), count in counted.items())


@answers("blamed-statistics")
def blamed_statistics(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        for name in cause.blamed:
            count = sum(name in check.inputs for check in cause.checks)
            head = (name, folder.records[name]["printed"], explanation_id(cause), cause.explained, *said(cause), count)
            yield *head, None, None
    for cause, name, path in carried(folder):
        count = sum(name in check.inputs for check in cause.checks)
        yield name, folder.records[name]["printed"], explanation_id(cause), cause.explained, *said(cause), count, *path


def carried(folder: Folder) -> Iterator[tuple[Cause, str, tuple[str, str]]]:
    """Yield each figure that carries doubt, with its cause and its path in words (see test_audit_doubt)."""
    for cause in folder.audit.causes:
        for doubt in cause.carried:
            path = carried_text(doubt, folder.curation)
            yield cause, doubt.statistic, (path.zh, path.en)


@answers("carried-doubts")
def carried_doubts(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        for doubt in cause.carried:
            first = doubt.steps[0]
            for name in first.of:
                printed = (folder.records[doubt.statistic]["printed"], f"derivation-{first.derivation}", name)
                blamed = (folder.records[name]["printed"], name in cause.blamed, f"finding/{first.check.id}")
                yield doubt.statistic, *printed, *blamed, f"standing-{doubt.standing}", explanation_id(cause)


@answers("misfits")
def misfits(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        sentence = sentence_of(cause, folder.curation)
        for number, misfit in enumerate(cause.misfits, 1):
            name = explanation_id(cause)
            yield name, sentence.zh, sentence.en, f"{name}/misfit-{number}", len({check.id for check in misfit})


@answers("verdicts-of-readers")
def verdicts_of_readers(folder: Folder) -> Iterator[Row]:
    assert not folder.curation.verdicts  # neither folder has any; test_verdicts asks where there are some
    return iter(())


@answers("consequences-of-hypotheses")
def consequences_of_hypotheses(folder: Folder) -> Iterator[Row]:
    printed = {check.id for check in folder.audit.checks}
    for cause in folder.audit.causes:
        for rank, repair in enumerate(cause.repairs, 1):
            for effect, checks in repair.effects._asdict().items():
                for check in checks:
                    name = hypothesis_id(cause, repair)
                    head = (explanation_id(cause), rank, name, f"effect-{effect}", f"{name}/{effect}-{check.id}")
                    finding = f"finding/{check.id}" if check.id in printed else None
                    yield *head, f"rule-{check.rule}", finding, check.working or None, len(set(check.inputs))


@answers("hypotheses")
def hypotheses(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        for rank, repair in enumerate(cause.repairs, 1):
            counts = [len(keys) for keys in (repair.cleared, repair.raised, repair.confirmed, repair.lost)]
            head = (explanation_id(cause), cause.explained, rank, hypothesis_id(cause, repair), f"repair-{repair.kind}")
            yield *head, repair.text.zh, repair.text.en, len(repair.statistics), *counts, repair.agreeing


@answers("trends")
def trends(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Claim"):
        for trend in record.get("trends", ()):
            first, last = trend["period"].split("/")
            goes_on = last == ".."
            head = (record["id"], trend["indicator"], place(trend), Decimal(first), None if goes_on else Decimal(last))
            yield *head, f"direction-{trend['direction']}"


@answers("table-cells")
def table_cells(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if "table" in record:
            symbol = folder.records[record["unit"]]["symbol"]
            yield record["table"], record["row"], record["column"], record["id"], record["printed"], symbol


def sourced(folder: Folder, record: Record, passed: tuple[str, ...] = ()) -> bool:
    on = [link["on"] for link in record.get("rests_on", ()) if link["on"] not in passed]
    return any(folder.kind[name] in POINTERS or sourced(folder, folder.records[name], (*passed, name)) for name in on)


@answers("statistics-without-source")
def statistics_without_source(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if not sourced(folder, record):
            yield from shown(folder, record)


@answers("statistics-unknown-period")
def statistics_unknown_period(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if record["period"] == "unknown":
            yield from shown(folder, record)


def shown(folder: Folder, record: Record) -> Iterator[Row]:
    yield from ((record["id"], record["printed"], *folder.label(record["id"]), locator) for locator in locators(record))


@answers("statistics-inferred-period")
def statistics_inferred_period(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        basis = record.get("period_basis", "stated")
        if record["period"] != "unknown" and basis != "stated":
            for locator in locators(record):
                yield record["id"], record["printed"], record["period"], f"basis-{basis}", locator


@answers("statistics-hedged")
def statistics_hedged(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if record["operator"] != "equal":
            head = (record["id"], f"operator-{record['operator']}", record["printed"], Decimal(record["value"]))
            yield from ((*head, record["indicator"], locator) for locator in locators(record))


@answers("statistics-with-notes")
def statistics_with_notes(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        for key, language in product(("note", "why"), ("zh", "en")):
            if key in record:
                head = (record["id"], record["printed"], record[key][language])
                yield from ((*head, locator, record["indicator"]) for locator in locators(record))


@answers("statistics-same-quantity")
def statistics_same_quantity(folder: Folder) -> Iterator[Row]:
    def quantity(record: Record) -> tuple[str | None, ...]:
        base = folder.records[record["unit"]]["base"]
        fields = ("indicator", "place", "period", "kind", "counterpart")
        return *(record.get(field) for field in fields), base

    for first in folder.of("Statistic"):
        known = place(first) and first["period"] != "unknown" and folder.records[first["unit"]]["base"] != "unknown"
        for second in folder.of("Statistic") if known else ():
            if first["id"] < second["id"] and quantity(first) == quantity(second):
                head = (first["indicator"], first["place"], first["period"], f"statistic-{first['kind']}")
                same = base_value(folder, first) == base_value(folder, second)
                yield *head, first["id"], second["id"], first["printed"], second["printed"], same


def levels(folder: Folder, indicator: str, where: str, year: int) -> list[Record]:
    return [
        record
        for record in folder.of("Statistic")
        if (record["indicator"], record["place"], record["kind"]) == (indicator, where, "level")
        and years(record) == (year, year)
        and "counterpart" not in record
    ]


def growths(folder: Folder) -> Iterator[tuple[Record, int, int | None]]:
    """Return each growth rate with a place, a year and no partner; its year; the earlier year it is compared with."""
    for record in folder.of("Statistic"):
        span = years(record)
        if record["kind"] == "growth" and span and place(record) and "counterpart" not in record:
            base = record.get("base", "")
            before = span[0] - 1 if base == "previous-year" else int(base) if base.isdigit() else None
            yield record, span[1], before if before is not None and before < span[1] else None


@answers("growth-with-its-level")
def growth_with_its_level(folder: Folder) -> Iterator[Row]:
    for growth, year, before in growths(folder):
        quantity = (growth["indicator"], growth["place"])
        now = [(record["id"], record["printed"]) for record in levels(folder, *quantity, year)] or [(None, None)]
        then = [(record["id"], record["printed"]) for record in levels(folder, *quantity, before or 0)] or [(None, None)]
        head = (growth["id"], growth["printed"], *quantity, growth["period"])
        yield from ((*head, *level, *earlier) for level in now for earlier in then)


@answers("growth-that-does-not-fit")
def growth_that_does_not_fit(folder: Folder) -> Iterator[Row]:
    for growth, year, before in growths(folder):
        quantity = (growth["indicator"], growth["place"])
        for now in levels(folder, *quantity, year):
            for then in levels(folder, *quantity, before or 0):
                given, base = base_value(folder, now), base_value(folder, then)
                if given is None or base is None or {now["operator"], then["operator"]} != {"equal"}:
                    continue
                expected = base * (100 + Decimal(growth["value"])) / 100
                if abs(given - expected) > base / 1000:
                    yield growth["id"], growth["printed"], then["printed"], now["printed"], expected, given


@answers("totals-and-parts")
def totals_and_parts(folder: Folder) -> Iterator[Row]:
    for total in folder.of("Statistic"):
        if total["kind"] != "level" or not place(total) or total["period"] == "unknown" or "counterpart" in total:
            continue
        same = ("kind", "place", "period", "unit")
        parts = [
            record
            for record in folder.of("Statistic")
            if folder.records[record["indicator"]].get("part_of") == total["indicator"]
            and all(record[field] == total[field] for field in same)
            and "counterpart" not in record
        ]
        values = {(record["indicator"], Decimal(record["value"])) for record in parts}
        if len({indicator for indicator, _ in values}) > 1:
            together = sum((value for _, value in values), Decimal(0))
            for part in parts:
                difference = together - Decimal(total["value"])
                yield total["id"], total["printed"], part["id"], part["printed"], together, difference


@answers("spans-and-years")
def spans_and_years(folder: Folder) -> Iterator[Row]:
    for span in folder.of("Statistic"):
        ends = years(span)
        if span["kind"] == "level" and place(span) and ends and ends[0] < ends[1]:
            found = {
                (year, base_value(folder, record))
                for year in range(ends[0], ends[1] + 1)
                for record in levels(folder, span["indicator"], span["place"], year)
            }
            given = len({year for year, _ in found})
            together = sum((value for _, value in found if value is not None), Decimal(0))
            if found:
                yield span["id"], span["printed"], ends[1] - ends[0] + 1, given, together, base_value(folder, span)


@answers("shares-and-their-wholes")
def shares_and_their_wholes(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if record["kind"] == "share":
            for locator in locators(record):
                whole = (record.get("whole"), record.get("whole_place"))
                yield record["id"], record["printed"], record["indicator"], *whole, locator


@answers("counts-and-lists")
def counts_and_lists(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if "members" in record:
            open_list = {"yes": True, "no": False, None: None}[record.get("members_open")]
            head = (record["id"], record["printed"], Decimal(record["value"]), len(record["members"]), open_list)
            yield from ((*head, locator) for locator in locators(record))


@answers("indicators")
def indicators(folder: Folder) -> Iterator[Row]:
    counts = Counter(record["indicator"] for record in folder.of("Statistic"))
    for record in folder.of("Indicator"):
        here = record["id"]
        yield here, *folder.label(here), record.get("part_of"), record.get("flow"), counts[here]
