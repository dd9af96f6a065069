"""What a user types stands for the record that they mean, or they are told in one line which others there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbec_kg.errors import UnknownIdError, UsageError
from cbec_kg.model.links import STATEMENT_KINDS
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.search.resolve import resolve
from cbec_kg.store.opening import OpenStore, join_stores, open_folder

SOURCES = ("reference", "source")


@pytest.fixture(scope="module")
def mini(mini_store: OpenStore) -> Snapshot:
    return mini_store.snapshot


@pytest.fixture(scope="module")
def both(mini_folder: Path, real_folder: Path) -> Snapshot:
    return join_stores([open_folder(mini_folder), open_folder(real_folder)]).snapshot


@pytest.mark.parametrize(
    "typed",
    [
        "ref-02",
        " ref-02 ",
        "[2]",
        "2",
        "02",
        "［2］",
        "tea-2020:ref-02",
        "tea-2020:2",
        "tea-2020:[2]",
        "https://w3id.org/cbec-kg/tea-2020/ref-02",
        "<https://w3id.org/cbec-kg/tea-2020/ref-02>",
        "kg:tea-2020/ref-02",
    ],
)
def test_a_reference_is_meant_by_its_id_its_number_and_its_iri(typed: str, mini: Snapshot) -> None:
    assert resolve(typed, mini) == resolve(typed, mini, SOURCES) == "ref-02"


def test_a_locator_is_the_passage_where_any_record_will_do(mini: Snapshot) -> None:
    assert resolve("2.1.p1.s4", mini) == "passage-2.1.p1.s4"
    assert resolve("tea-2020:2.1.p1.s4", mini) == "passage-2.1.p1.s4"


def test_a_locator_is_the_one_statement_that_stands_there(mini: Snapshot) -> None:
    assert resolve("2.1.p1.s4", mini, {"facet"}) == "facet-pickers-age"


def test_several_statements_in_a_passage_are_named(mini: Snapshot) -> None:
    with pytest.raises(UsageError, match=r"several .* Name one of: claim-young-leave, facet-pickers-age\.$"):
        resolve("2.1.p1.s4", mini, STATEMENT_KINDS)


def test_a_passage_without_what_is_asked_for_says_where_to_look(mini: Snapshot) -> None:
    with pytest.raises(UsageError, match=r"^1\.h: nothing that is asked for \(facet\) .* --param passage=passage-1\.h$"):
        resolve("1.h", mini, {"facet"})


def test_a_record_of_another_kind_is_refused(mini: Snapshot) -> None:
    with pytest.raises(UsageError, match=r"^2 is a reference; expected is one of: claim, facet\.$"):
        resolve("2", mini, ["facet", "claim"])


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("problem-machine", ("problem-machines",)),
        ("tea-2020:problem-machine", ("problem-machines",)),
        ("other:ref-02", ()),
        ("https://w3id.org/cbec-kg/other/ref-02", ()),
        ("https://example.org/ref-02", ()),
        ("9.9.p9.s9", ()),
        ("", ()),
        ("[]", ()),
        ("٢", ()),
        ("9" * 5000, ()),
        ("<>", ()),
        (":", ()),
    ],
)
def test_an_unknown_name_is_one_line_with_the_nearest(typed: str, offered: tuple[str, ...], mini: Snapshot) -> None:
    with pytest.raises(UnknownIdError) as caught:
        resolve(typed, mini)
    assert all(any(name.startswith(one) for name in caught.value.nearest) for one in offered)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("typed", ["9", "[9]", "0", "tea-2020:9"])
def test_a_number_that_no_reference_has_is_told_with_those_that_there_are(typed: str, mini: Snapshot) -> None:
    with pytest.raises(UnknownIdError, match=r"^unknown id '.*'\. References are 1 to 4\. Look for words with: "):
        resolve(typed, mini)


def test_a_number_is_told_by_folder_where_there_are_several(both: Snapshot) -> None:
    with pytest.raises(UnknownIdError, match=r"References are .*ass-2021-108287: 1 to 19"):
        resolve("20", both)
    with pytest.raises(UnknownIdError, match=r"References are tea-2020: 1 to 4\. Look"):
        resolve("tea-2020:20", both)


def test_where_no_reference_will_do_their_numbers_are_not_told(mini: Snapshot) -> None:
    with pytest.raises(UnknownIdError) as caught:
        resolve("9", mini, {"problem"})
    assert "References" not in str(caught.value)


def test_only_what_is_asked_for_is_offered(mini: Snapshot) -> None:
    with pytest.raises(UnknownIdError) as caught:
        resolve("claim-young", mini, SOURCES)
    assert all(mini.node(name).kind in SOURCES for name in caught.value.nearest)


def test_an_id_that_one_of_two_folders_has_needs_no_folder(both: Snapshot) -> None:
    assert resolve("facet-pickers-age", both) == "tea-2020:facet-pickers-age"
    assert resolve("kg:tea-2020/facet-pickers-age", both) == "tea-2020:facet-pickers-age"


@pytest.mark.parametrize("typed", ["2", "[2]", "ref-02"])
def test_what_both_folders_have_is_asked_back_and_told_apart_by_the_folder(typed: str, both: Snapshot) -> None:
    other = next(folder for folder in both.papers if folder != "tea-2020")
    with pytest.raises(UsageError, match=f"several folders have it. Name one of: {other}:ref-02, tea-2020:ref-02."):
        resolve(typed, both)
    assert resolve(f"tea-2020:{typed}", both) == "tea-2020:ref-02"


def test_every_record_of_both_folders_is_meant_by_its_name_and_its_iri(mini_folder: Path, real_folder: Path) -> None:
    opened = join_stores([open_folder(mini_folder), open_folder(real_folder)])
    snapshot = opened.snapshot
    for name in [*snapshot.records, *snapshot.locators]:
        iri = opened.iri(name)
        assert opened.name(iri) == name
        assert resolve(iri, snapshot) == resolve(f"<{iri}>", snapshot) == name


def test_a_parameter_of_a_query_takes_a_number_and_a_locator(mini_store: OpenStore) -> None:
    assert mini_store.iri("[2]") == "https://w3id.org/cbec-kg/tea-2020/ref-02"
    assert mini_store.iri("2.1.p1.s4") == "https://w3id.org/cbec-kg/tea-2020/passage-2.1.p1.s4"
