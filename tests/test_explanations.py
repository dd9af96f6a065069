"""Why, why not and what would change it, of statements and of figures: by hand, by deletion, and by networkx."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import networkx
import pytest
from msgspec.structs import replace

from cbec_kg import Paper, UnknownIdError, UsageError, open_corpus, open_paper
from cbec_kg.audit.rules import all_checks, unrelated
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import with_parts, withdraw
from cbec_kg.model.joining import curation_of
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.records import Reference
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import Bilingual
from cbec_kg.provenance.evidence_reasons import LinePaths, grade_reason, has_line, outcome_reason
from cbec_kg.provenance.evidence_reasons import Path as LinkPath
from cbec_kg.provenance.minimal import time_limit
from cbec_kg.provenance.smallest_changes import Change, Changing
from cbec_kg.provenance.verdicts import Verdicts
from cbec_kg.store.opening import OpenStore
from cli_calls import Edited, inside

ROLES = [
    "headline", "facet", "measures", "statement", "value", "cause", "requirement", "effect", "premise", "echo", "context",
    "generic",
]  # fmt: skip
BASES = ["stated", "inherited", "inferred"]


@pytest.fixture(scope="module")
def tea(mini_folder: Path) -> Paper:
    return open_paper(mini_folder)


@pytest.fixture(scope="module", params=["mini", "real"])
def snapshot(request: pytest.FixtureRequest, mini_store: OpenStore, real_store: OpenStore) -> Snapshot:
    return mini_store.snapshot if request.param == "mini" else real_store.snapshot


def written(value: dict[str, object]) -> list[tuple[str, int, str, str, str]]:
    """Return of a minimal set in JSON the file, line, record, field and value of each curated statement."""
    names = ("file", "line", "record", "field", "value")
    return [tuple(one[name] for name in names) for link in value["links"] for one in link["written"]]  # type: ignore


# By hand, from the files of the invented paper


def test_a_role_follows_from_each_path_with_file_line_passage_and_characters(tea: Paper) -> None:
    """[2] backs an effect of the old pans in two ways: by a link of the facet, and by the claim that the facet leads to."""
    found = tea.why("facet-machines-old-pans").to_dict()
    (effect,) = [line for line in found["lines"] if line["role"] == "effect"]
    assert [written(one) for one in effect["sets"]] == [
        [
            ("citations.yaml", 17, "citation-02-2", "reference", "ref-02"),
            ("facets.yaml", 25, "facet-machines-old-pans", "rests_on", "citation-02-2 effect stated"),
        ],
        [
            ("citations.yaml", 17, "citation-02-2", "reference", "ref-02"),
            ("claims.yaml", 36, "claim-quality-unstable", "rests_on", "citation-02-2 statement stated"),
            ("facets.yaml", 29, "facet-machines-old-pans", "leads_to", "claim-quality-unstable stated"),
        ],
    ]
    pointer = effect["sets"][0]["links"][0]["written"][0]
    assert pointer["places"] == [{"locator": "2.2.p1.s2", "fragment": "品质不稳定[2]", "start": 1209, "end": 1217}]
    assert found["grade"]["name"] == "single"
    assert found["grade"]["sets"] == [[{"source": "ref-04", "role": "facet", "basis": "stated"}]]
    assert found["complete"] is True


def test_what_a_withdrawal_does_is_told_with_the_path_that_is_lost_or_left(tea: Paper) -> None:
    falls = tea.why("facet-machines-old-pans", without=4).to_dict()["outcome"]
    assert (falls["state"], falls["because"], falls["left"]) == ("falls", [["ref-04"]], [])
    assert [one[2:4] for one in written(falls["lost"][0])] == [
        ("citation-04-1", "reference"),
        ("facet-machines-old-pans", "rests_on"),
    ]
    stands = tea.why("facet-machines-old-pans", without="ref-02").to_dict()["outcome"]
    assert (stands["state"], stands["because"], stands["lost"]) == ("stands", [], [])
    assert stands["left"][0]["source"] == "ref-04"


def test_a_withdrawn_bulletin_takes_its_issue_with_it_and_is_named_as_the_reason(tea: Paper) -> None:
    """The price of 2020 rests on the issue of that year, a part of the yearbook."""
    found = tea.why("stat-tea-price-2020", without=["ref-01", "source-tea-yearbook"]).outcome
    assert found is not None
    assert (found.outcome.state, found.because) == ("falls", (("source-tea-yearbook",),))


def test_bases_that_do_not_count_are_reasons_too(tea: Paper) -> None:
    """The pickers of 2020 rest on the yearbook by a link that is inherited; so either reason alone will do."""
    found = tea.why("stat-pickers-2020", without="source-tea-yearbook", without_basis=["inherited"]).outcome
    assert found is not None
    assert found.because == (("source-tea-yearbook",), ("inherited",))


def test_why_not_names_roles_parts_and_missing_links(tea: Paper) -> None:
    role = tea.why_not("facet-machines-drying", 4).found
    assert [line.line.role for line in role.lines] == ["cause"]
    assert role.rereading is not None
    ((old,), (new,)) = role.rereading.instead, role.rereading.links
    assert (old.start, old.role, new.role, new.basis) == ("citation-04-2", "cause", "facet", "inferred")
    part = tea.why_not("problem-machines", 4).found
    assert (part.parts, part.lines) == (("facet-machines-old-pans",), ())
    apart = tea.why_not("problem-roads", "source-tea-yearbook-2020").found
    nearest = apart.missing[0]
    assert (nearest.link.start, nearest.link.end, nearest.link.role) == (
        "attribution-yearbook-price",
        "problem-roads",
        "headline",
    )
    assert nearest.shares == "paragraph"  # 1.p2.s1 and 1.p2.s2
    assert tea.why_not("problem-pickers", "source-tea-yearbook")


def test_no_part_is_offered_as_what_would_back_its_whole(tea: Paper) -> None:
    missing = tea.why_not("problem-machines", 4).found.missing
    assert missing
    assert not any(one.link.start.startswith("facet-machines") for one in missing)


def test_a_link_that_readers_reject_is_named(mini_store: OpenStore) -> None:
    from cbec_kg.provenance.unsupported import unsupported

    whole = mini_store.snapshot
    rejected = next(link for link in whole.links if link.start == "citation-02-1" and link.basis == "inferred")
    rest = replace(whole, links=tuple(link for link in whole.links if link != rejected))
    found = unsupported(rest, "stat-tea-value-growth-2019", "ref-02", whole)
    assert [path.links for path in found.rejected] == [(rejected,)]


def test_a_source_that_no_place_names_is_told(mini_store: OpenStore) -> None:
    from cbec_kg.provenance.unsupported import unsupported

    reference = Reference(id="ref-05", number=5, metadata="unknown", why=Bilingual("", ""))
    snapshot = replace(mini_store.snapshot, records={**mini_store.snapshot.records, "ref-05": reference})
    found = unsupported(snapshot, "problem-roads", "ref-05", snapshot)
    assert (found.is_named, found.missing, found.lines, found.parts) == (False, (), (), ())


def test_what_would_change_a_grade(tea: Paper) -> None:
    """The yearbook alone backs the claim that pickers grow fewer; old pans are backed by [4], and [2] only as an effect."""
    grade = tea.what_changes("facet-machines-old-pans").grade
    assert grade is not None
    assert grade.now == "single"
    withdrawn = [(change.items, change.becomes) for change in grade.changes if change.kind == "withdraw"]
    assert withdrawn == [(("ref-04",), "oblique")]
    (reread,) = [change for change in grade.changes if change.kind == "reread"]
    assert (reread.becomes, reread.instead[0].role, reread.links[0].role) == ("several", "effect", "facet")
    outcome = tea.what_changes("facet-machines-old-pans", without=4).outcome
    assert outcome is not None
    assert [(change.items, change.becomes) for change in outcome.changes if change.kind == "restore"] == [
        (("ref-04",), "stands")
    ]


def test_a_verdict_follows_from_the_fields_of_its_figures(tea: Paper) -> None:
    """4.40 % is 1240.50 by 1188.22: of each figure the value, and of what, where and when; units, and nothing else."""
    found = tea.why("stat-tea-output-growth-2019").to_dict()
    (growth,) = [one for one in found["verdicts"] if one["rule"] == "growth-and-levels"]
    fields = {(one["record"], one["field"]) for one in growth["follows_from"]}
    figures = ("stat-tea-output-growth-2019", "stat-tea-output-2019", "stat-table-1-2018-total")
    expected = {(name, field) for name in figures for field in ("value", "unit", "kind", "indicator", "place", "period")}
    expected |= {(unit, field) for unit in ("unit-percent", "unit-tonne") for field in ("base", "factor")}
    assert fields == expected
    assert growth["shared"] == "[4.395, 4.405] %"
    (value,) = [
        one for one in growth["follows_from"] if one["record"] == "stat-table-1-2018-total" and one["field"] == "value"
    ]
    assert (value["file"], value["line"], value["value"]) == ("tables/table-1.csv", 2, "1188.22")
    printed = {one["field"]: one["value"] for one in growth["figures"]["stat-tea-output-growth-2019"]}
    assert (printed["printed"], printed["operator"], printed["base"]) == ("4.40%", "equal", "previous-year")


def test_a_contradiction_has_its_minimal_conflict_and_the_values_that_would_mend_it(edited_tea: Paper) -> None:
    """A growth of 9.40 % contradicts 1240.50 by 1188.22, which is 4.40 %."""
    audit = edited_tea.audit(verdicts=["inconsistent"], rules=["growth-and-levels"])
    name = next(check["id"] for check in audit.checks if "stat-tea-output-growth-2019" in check["statistics"])
    figures = ("stat-tea-output-growth-2019", "stat-tea-output-2019", "stat-table-1-2018-total")
    (verdict,) = edited_tea.why(name).verdicts
    assert [set(conflict) for conflict in verdict.conflicts] == [set(figures)]
    (changes,) = edited_tea.what_changes(f"finding/{name}").verdicts
    values = {one.figure: one.value for one in changes.readings}
    assert values["stat-tea-output-growth-2019"] == "4.40"
    assert set(changes.left_out) == {(figure,) for figure in figures}


@pytest.fixture
def edited_tea(edited: Edited) -> Paper:
    right, wrong = (f"  printed: {value}%\n  value: {value}\n" for value in ("4.40", "9.40"))
    return open_paper(edited(("statistics.yaml", right, wrong)))


# By deletion, of all statements of both papers


def test_every_member_of_a_set_is_needed_and_the_set_suffices(snapshot: Snapshot) -> None:
    graph = LinePaths(snapshot.links)
    for line in snapshot.lines:
        reason = graph.reason(line)
        assert reason.paths and reason.complete, line
        for path in reason.paths:
            assert has_line(path, line), line
            assert not any(has_line(rest, line) for rest in without_one(path)), line


def test_the_sets_are_all_paths_that_networkx_finds(snapshot: Snapshot) -> None:
    graph, reasons = LinePaths(snapshot.links), Paths(snapshot.links)
    for line in snapshot.lines:
        found = graph.reason(line, most=1000)
        assert {frozenset(path) for path in found.paths} == set(reasons.of(line)), line
        assert found.number == len(found.paths)


def without_one(items: LinkPath) -> Iterator[LinkPath]:
    return (items[:number] + items[number + 1 :] for number in range(len(items)))


class Paths:
    """The simple paths of evidence as networkx lists them, each with its role and basis by the rules in words."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.graph = networkx.MultiDiGraph()
        self.reasons: dict[str, list[tuple[str, str, Link]]] = {}
        for link in links:
            if link.relation in ("pointer", "support"):
                self.graph.add_edge(link.start, link.end, key=link)
            elif link.relation in ("cause", "inference"):
                forth = "cause" if link.relation == "cause" else "premise"
                self.reasons.setdefault(link.end, []).append((link.start, forth, link))
                if link.relation == "cause":
                    self.reasons.setdefault(link.start, []).append((link.end, "effect", link))

    def of(self, line: EvidenceLine) -> Iterator[frozenset[Link]]:
        for path in self._between(line.source, line.target):
            if self._says(path, None, line):
                yield frozenset(path)
        for here, role, link in self.reasons.get(line.target, ()):
            for path in self._between(line.source, here):
                passed = {one.end for one in path}
                if len(path) > 1 and line.target not in passed and self._says(path, (role, link.basis), line):
                    yield frozenset((*path, link))

    def _between(self, source: str, target: str) -> Iterator[list[Link]]:
        if target in self.graph:
            for edges in networkx.all_simple_edge_paths(self.graph, source, target):
                yield [link for _, _, link in edges]

    def _says(self, path: list[Link], last: tuple[str, str] | None, line: EvidenceLine) -> bool:
        steps: list[tuple[str, str]] = [(str(link.role), link.basis) for link in path[1:]]
        role = steps[0][0] if steps else ""
        for _, (after, _) in pairwise(steps):
            role = after if ROLES.index(role) < 5 else max(role, after, key=ROLES.index)
        if last is not None:
            role = max(role, last[0], key=ROLES.index)
            steps.append(last)
        basis = max((basis for _, basis in steps), key=BASES.index, default="stated")
        return bool(steps) and role == line.role and BASES.index(basis) <= BASES.index(line.basis)


def test_each_set_of_lines_gives_the_grade_and_no_part_of_it_does(snapshot: Snapshot) -> None:
    for statement in snapshot.statements:
        lines = snapshot.lines_to.get(statement, ())
        reason = grade_reason(lines, most=100)
        assert reason.grade == grade_of(lines)
        for some in reason.sets:
            assert grade_of(some) == reason.grade
            assert not any(grade_of(rest) == reason.grade for rest in (some[:n] + some[n + 1 :] for n in range(len(some))))


def test_each_reason_of_an_outcome_does_it_alone(snapshot: Snapshot) -> None:
    sources = sorted(name for name, kind in snapshot.kinds.items() if kind in ("reference", "source"))[:6]
    for statement in sorted(snapshot.statements)[::3]:
        found = outcome_reason(snapshot, statement, sources)
        for some in found.because:
            worse = ("falls",) if found.outcome.state == "falls" else ("falls", "weakened")
            assert state_without(snapshot, statement, some) in worse
            assert not any(state_without(snapshot, statement, some[:n] + some[n + 1 :]) in worse for n in range(len(some)))


def state_without(snapshot: Snapshot, statement: str, sources: Iterable[str]) -> str:
    gone = with_parts(sources, snapshot.part_of)
    return withdraw(LinePaths(snapshot.links).bearing_on(statement), {statement: "claim"}, gone)[0].state


def test_each_change_comes_to_what_it_says_and_no_part_of_it_does(snapshot: Snapshot) -> None:
    for statement in sorted(snapshot.statements)[::15]:
        changing = Changing(snapshot, statement)
        for change in changing.of_grade().changes:
            assert grade_after(snapshot, statement, change) == change.becomes, (statement, change)
            assert all(grade_after(snapshot, statement, part) != change.becomes for part in parts_of(change))
        for change in changing.of_outcome().changes:
            if change.kind == "withdraw":
                assert state_without(snapshot, statement, change.items) == "falls"
                assert all(state_without(snapshot, statement, part.items) != "falls" for part in parts_of(change))


def parts_of(change: Change) -> Iterator[Change]:
    """Yield a change without one of its items, or of its links."""
    for number in range(len(change.items)):
        yield Change(change.kind, "", change.items[:number] + change.items[number + 1 :])
    for number in range(len(change.links)):
        links, instead = (links[:number] + links[number + 1 :] for links in (change.links, change.instead))
        yield Change(change.kind, "", links=links, instead=instead)


def grade_after(snapshot: Snapshot, statement: str, change: Change) -> str:
    gone = with_parts(change.items, snapshot.part_of)
    links = [link for link in snapshot.links if link not in change.instead] + list(change.links)
    relevant = LinePaths(links).bearing_on(statement)
    return grade_of([line for line in evidence_lines(relevant, {statement: ""}) if line.source not in gone])


def test_every_verdict_follows_from_the_figures_of_its_check_alone(snapshot: Snapshot) -> None:
    verdicts = Verdicts(curation_of(snapshot))
    for check in verdicts.checks.values():
        facts = verdicts.facts.only(check.inputs)
        made = all_checks(facts)
        assert [one.verdict for one in (*made, *unrelated(facts, made)) if one.id == check.id] == [check.verdict]


def test_each_conflict_contradicts_itself_and_no_part_of_it_does(snapshot: Snapshot) -> None:
    verdicts = Verdicts(curation_of(snapshot))
    failing = [check for check in verdicts.checks.values() if check.verdict == "inconsistent"]
    for check in failing:
        for names in verdicts.conflicts(check).sets:
            assert contradict(verdicts, names.items)
            assert not any(contradict(verdicts, names.items[:n] + names.items[n + 1 :]) for n in range(len(names.items)))


def contradict(verdicts: Verdicts, names: Iterable[str]) -> bool:
    return any(check.verdict == "inconsistent" for check in all_checks(verdicts.facts.only(tuple(names))))


# Limits


def dense(layers: int) -> list[Link]:
    """Return links by which a source backs a statement over `layers` pairs of claims: 2 to the power of `layers` paths."""
    links = [Link("ref-01", "citation-01-1", "pointer")]
    before = ["citation-01-1"]
    for layer in range(layers):
        here = [f"claim-{layer:02d}-{side}" for side in "ab"]
        links += [Link(start, end, "support", "statement") for start in before for end in here]
        before = here
    return links + [Link(start, "claim-top", "support", "statement") for start in before]


def test_of_a_million_paths_those_are_told_that_were_asked_for() -> None:
    links = dense(20)
    (line,) = [line for line in evidence_lines(links, {"claim-top": "claim"}) if line.target == "claim-top"]
    with time_limit(30) as expired:
        reason = LinePaths(links).reason(line, expired)
    assert (len(reason.paths), reason.number, reason.complete) == (8, 2**20, False)
    assert all(has_line(path, line) for path in reason.paths)


def test_when_the_time_is_over_what_is_known_is_told() -> None:
    line = next(line for line in evidence_lines(dense(20), {"claim-top": "claim"}) if line.target == "claim-top")
    reason = LinePaths(dense(20)).reason(line, lambda: True, most=1000)
    assert (len(reason.paths), reason.complete) == (1, False)


def test_a_partial_answer_says_so(tea: Paper) -> None:
    found = tea.why("facet-machines-old-pans", most=1)
    assert not found.complete
    assert "more than 1 of a kind: this is not all" in found.text()


# Asked for


def test_what_is_neither_statement_nor_finding_is_refused_with_near_names(tea: Paper) -> None:
    with pytest.raises(UnknownIdError, match="problem-pickers"):
        tea.why("problem-picker")
    with pytest.raises(UsageError, match="ref-01 is a reference"):
        tea.why("ref-01")
    with pytest.raises(UsageError, match="0 or more seconds"):
        tea.why("problem-pickers", timeout=-1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_commands_print_what_the_methods_give(tea: Paper, mini_folder: Path, language: str) -> None:
    place = ["--data", str(mini_folder), "--lang", language]
    pans = "facet-machines-old-pans"
    assert inside("why", pans, *place).stdout == tea.why(pans).text(language)
    assert inside("why", pans, "--without", "4", *place).stdout == tea.why(pans, without=4).text(language)
    assert inside("what-changes", pans, *place).stdout == tea.what_changes(pans).text(language)
    refused = inside("why-not", pans, "2", *place)
    assert (refused.returncode, refused.stdout) == (0, tea.why_not(pans, 2).text(language))
    assert inside("why-not", pans, "4", *place).returncode == 1


def test_several_papers_name_lines_and_findings_each_in_its_own_folder(mini_folder: Path, edited: Edited) -> None:
    other = edited(
        ("article.yaml", "id: article-tea-2020", "id: article-tea-2021"), ("facets.yaml", "", "# one line more\n")
    )
    both = open_corpus([mini_folder, other])
    found = both.why("tea-2021:facet-machines-old-pans").to_dict()
    assert written(found["lines"][0]["sets"][0])[-1][:3] == ("facets.yaml", 26, "tea-2021:facet-machines-old-pans")
    figure = both.why("tea-2021:stat-tea-output-growth-2019").to_dict()["verdicts"][0]["follows_from"][0]
    assert (figure["file"], figure["record"]) == ("statistics.yaml", "stat-tea-output-growth-2019")


def test_papers_that_were_sent_know_the_lines_of_their_folder(tea: Paper) -> None:
    from cbec_kg.api.sent import packed, unpacked

    sent = unpacked(packed(tea))
    assert json.loads(sent.why("facet-machines-old-pans").to_json()) == tea.why("facet-machines-old-pans").to_dict()
