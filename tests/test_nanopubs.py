"""Nanopublications: named by what they say, read by other libraries, altered ones noticed, earlier ones superseded."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from nanopub.nanopub import Nanopub
from nanopub_sign import Nanopub as SecondNanopub
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from cbec_kg import OutputError, Paper, UsageError, open_paper
from cbec_kg.api.nanopubs import check_nanopubs, orcid, time_of
from cbec_kg.api.results.nanopublished import NanopubsWritten
from cbec_kg.audit.judging import judgeables
from cbec_kg.rdf.nanopubs.checking import read_file
from cbec_kg.rdf.nanopubs.earlier import read_earlier
from cbec_kg.rdf.nanopubs.keys import SigningKey, read_key
from cbec_kg.rdf.nanopubs.minting import ASSERTION, THIS, mint
from cbec_kg.rdf.nanopubs.trusty import canonical_text, code_in
from cbec_kg.rdf.project import Project
from cli_calls import Edited, call, files_of, inside

ORCID = "0000-0002-1825-0097"
DAY = "2021-08-30"
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
PKCS8, PKCS1 = serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL
PLAIN = serialization.NoEncryption()
KG = "https://w3id.org/cbec-kg/"
CBEC = f"{KG}ontology#"

EXAMPLE = """
@prefix this: <http://example.org/pub1/RA-0Yc_l8rK3_Ts8y7kPuZvg6FqzaOSSq0yMSS9Sg4R9I> .
@prefix sub: <http://example.org/pub1/RA-0Yc_l8rK3_Ts8y7kPuZvg6FqzaOSSq0yMSS9Sg4R9I#> .
@prefix ex: <http://example.org/> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dct: <http://purl.org/dc/terms/> .
sub:Head { this: np:hasAssertion sub:assertion ; np:hasProvenance sub:provenance ;
  np:hasPublicationInfo sub:pubinfo ; a np:Nanopublication . }
sub:assertion { ex:trastuzumab ex:is-indicated-for ex:breast-cancer . }
sub:provenance { sub:assertion prov:wasAttributedTo <https://orcid.org/0000-0003-3934-0072> ;
  prov:wasDerivedFrom sub:experiment . }
sub:pubinfo { this: dct:created "2020-07-10T10:20:22.382+02:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;
  dct:creator <https://orcid.org/0000-0003-0183-6910> . }
"""
"""The example of the Nanopublication Guidelines, section "Integrity Key"."""


@pytest.fixture(scope="module")
def private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def written_key(place: Path, content: bytes, mode: int = 0o600) -> Path:
    place.write_bytes(content)
    place.chmod(mode)
    return place


@pytest.fixture(scope="module")
def key(private: rsa.RSAPrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written_key(tmp_path_factory.mktemp("key") / "id_rsa", private.private_bytes(PEM, PKCS8, PLAIN))


@pytest.fixture(scope="module")
def tea_paper(mini_folder: Path, mini_project: Project) -> Paper:
    """Return the invented paper, whose graph is there."""
    paper = open_paper(mini_folder)
    vars(paper._own)["project"] = mini_project
    return paper


@pytest.fixture(scope="module")
def signed(tea_paper: Paper, key: Path, tmp_path_factory: pytest.TempPathFactory) -> NanopubsWritten:
    """Return its nanopublications, signed."""
    folder = tmp_path_factory.mktemp("signed") / "np"
    return tea_paper.nanopubs(folder, key=key, creator=ORCID, created=DAY)


def single(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.trig"))


def graph_of(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def value_of(quad: Quad) -> str:
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object.value


def quads_of(file: Path) -> list[Quad]:
    return list(parse(file.read_bytes(), format=RdfFormat.TRIG))


# Names


def test_the_example_of_the_guidelines_has_the_name_that_its_statements_give(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text(EXAMPLE)
    assert check_nanopubs(tmp_path / "a.trig")
    (tmp_path / "b.trig").write_text(EXAMPLE.replace("20:22.382", "20:22.383"))
    assert [fault for _, _, fault in check_nanopubs(tmp_path / "b.trig").bad] == ["altered"]


def test_statements_are_ordered_as_the_specification_says() -> None:
    """IRIs first, then literals by text; of one text that with a language first, then by datatype; the own name is blank."""
    code = f"RA{'x' * 43}"
    s, p, g = (NamedNode(f"http://e.org/{code}#{name}") for name in "spg")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values: list[NamedNode | Literal] = [
        Literal("b"), Literal("a", datatype=NamedNode(f"{xsd}token")), Literal("a", language="zh"), Literal("a\\\n"),
        Literal("a", language="EN"), Literal("a"), NamedNode("http://z.org/"),
    ]  # fmt: skip
    lines = canonical_text([Quad(s, p, value, g) for value in values * 2], code).split("\n")
    assert lines[:3] == ["http://e.org/ #g", "http://e.org/ #s", "http://e.org/ #p"]
    assert lines[3::4] == [
        "http://z.org/", "@en a", "@zh a", f"^{xsd}string a", f"^{xsd}token a", f"^{xsd}string a\\\\\\n", f"^{xsd}string b",
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_other_libraries_read_all_and_find_names_and_signatures_right(signed: NanopubsWritten) -> None:
    files = single(signed.folder)
    assert len(files) == len(signed.made) == 105
    for file in files:
        with redirect_stdout(StringIO()):
            SecondNanopub(file.read_text(encoding="utf-8")).check()  # raises for a name or a signature that is wrong
    for file in files[::4]:  # it is slow
        one = Nanopub(rdf=file)
        assert one.is_valid and one.has_valid_trusty


def test_the_same_folder_and_key_give_the_same_bytes_whatever_the_hash_seed(
    signed: NanopubsWritten, mini_folder: Path, key: Path, tmp_path: Path
) -> None:
    made = call(
        "nanopubs", tmp_path / "np", "--data", mini_folder, "--key", key, "--creator", f"https://orcid.org/{ORCID}",
        env={"PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1630281600"},
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    assert "105 new\nSigned with your key. Nothing was sent anywhere.\n" in made.stdout
    assert files_of(tmp_path / "np") == files_of(signed.folder)


# What they say


def own(local: str) -> str:
    first, _, rest = local.partition("/")
    return f"{first}/{rest.partition('/')[0]}" if first in ("finding", "verdict") else first


def lines_of(project: Project, wanted: str) -> list[str]:
    """Return what the graph says of some records and their parts, without places in the text, as sorted lines."""
    found = []
    for line in project.nquads().splitlines():
        match = re.match(rf"<{KG}[^/#>]+/([^>]+)> .* <{KG}[^/]+/graph/(\w+)> \.$", line)
        if match is None or match[2] not in ("article", "curation", "derived", "verdicts"):
            continue
        if re.fullmatch(wanted, own(match[1])) and not re.search(r"/(anchor|annotation)-\d+$", match[1]):
            found.append(f"{line.rpartition(' <')[0]} .")
    return sorted(found)


def asserted(folder: Path) -> list[str]:
    """Return the statements of all assertions as sorted lines, each as often as it stands there."""
    quads = (quad for file in single(folder) for quad in quads_of(file) if graph_of(quad).endswith("#assertion"))
    return sorted(f"{quad.triple} ." for quad in quads)


def test_all_assertions_together_are_what_the_graph_says_of_the_records(
    signed: NanopubsWritten, mini_project: Project
) -> None:
    expected = lines_of(mini_project, r"(claim|stat)-.*|finding/.*")
    assert expected and asserted(signed.folder) == expected


def test_what_is_stated_curated_and_computed_is_never_in_one(signed: NanopubsWritten, mini_project: Project) -> None:
    graphs = {line.rpartition(" <")[0]: line.rpartition("/")[2][:-3] for line in mini_project.nquads().splitlines()}
    seen = Counter[str]()
    for file in single(signed.folder):
        quads = quads_of(file)
        said = {graphs[str(quad.triple)] for quad in quads if graph_of(quad).endswith("#assertion")}
        (part,) = {value_of(quad) for quad in quads if quad.predicate.value == "http://purl.org/dc/terms/isPartOf"}
        assert {part.rpartition("/")[2]} == said
        seen += Counter(said)
    assert seen == Counter(row[3] for row in signed.made)


def test_the_provenance_has_the_place_in_the_article_and_no_more_of_its_text(signed: NanopubsWritten) -> None:
    (file,) = signed.folder.glob("statistics/stat-cooperatives.article.*")
    said = [quad for quad in quads_of(file) if graph_of(quad).endswith("#provenance")]
    values = {value_of(quad) for quad in said}
    assert {"https://doi.org/10.99999/tea.2020.0305", "1.p1.s2", "茶叶合作社64家", f"https://orcid.org/{ORCID}"} <= values
    for one in single(signed.folder):
        for quad in quads_of(one):
            if quad.predicate.value in (f"{CBEC}fragment", f"{CBEC}prefix", f"{CBEC}suffix"):
                assert quad.predicate.value == f"{CBEC}fragment" and len(value_of(quad)) <= 20


def test_a_finding_comes_from_the_nanopublications_of_its_figures(signed: NanopubsWritten) -> None:
    names = {(row[2], row[3]): row[0] for row in signed.made}
    (file,) = signed.folder.glob("findings/chained-growth-*")
    quads = quads_of(file)
    derived = [quad for quad in quads if quad.predicate.value == "http://www.w3.org/ns/prov#wasDerivedFrom"]
    figures = [value_of(quad).rpartition("/")[2] for quad in derived if graph_of(quad).endswith("#assertion")]
    sources = {value_of(quad) for quad in derived if graph_of(quad).endswith("#provenance")}
    assert len(figures) == 4
    assert sources == {names[one, graph] for one in figures for graph in ("article", "curation") if (one, graph) in names}


def test_a_verdict_comes_from_what_it_is_on_and_is_its_reader_s(edited: Edited, tmp_path: Path) -> None:
    """One is on a finding, one on an inferred link, which is in a claim's nanopublication, one on a hypothesis, in none."""
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))
    for name in ("anchors.csv", "passages.csv"):
        (folder / name).unlink()
    project = open_paper(folder)._own.project
    wanted = {"finding": r"finding/", "link": "claim-capital-short/leads-to/", "hypothesis": "hypothesis/"}
    judged = {
        kind: next(one for one in judgeables(project.audit, project.curation) if re.match(start, one.on))
        for kind, start in wanted.items()
    }
    reason = "reason: {zh: 查过, en: checked}, date: '2026-01-31', by: A. Reader}"
    lines = (f"- {{on: {one.on}, digest: '{one.digest}', decision: accepted, {reason}\n" for one in judged.values())
    (folder / "verdicts.yaml").write_text("".join(lines), encoding="utf-8")
    made = open_paper(folder).nanopubs(tmp_path / "np")
    assert "\n  3 of readers' verdicts\n" in made.text()
    names = {(row[2], row[3]): row[0] for row in made.made}
    expected = {names[judged["finding"].on, "derived"], names["claim-capital-short", "curation"]}
    origins, readers = [], set()
    for file in (tmp_path / "np" / "verdicts").iterdir():
        said = [quad for quad in quads_of(file) if graph_of(quad).endswith("#provenance")]
        origins += [value_of(quad) for quad in said if quad.predicate.value == "http://www.w3.org/ns/prov#wasDerivedFrom"]
        readers |= {value_of(quad) for quad in said if quad.predicate.value.endswith("#label")}
    assert (len(origins), readers) == (3, {"A. Reader"})
    assert expected < set(origins)
    (other,) = set(origins) - expected
    assert re.fullmatch(rf"{KG}[^/]+/hypothesis/.+", other)


# Altered ones


def minimal(tmp_path: Path, value: str, key: SigningKey | None = None) -> Path:
    statement = (NamedNode("http://e.org/stat"), NamedNode("http://e.org/value"), Literal(value))
    about = (ASSERTION, NamedNode("http://e.org/from"), NamedNode("http://e.org/article"))
    info = (THIS, NamedNode("http://e.org/label"), Literal("one"))
    made = mint([statement], [about], [info], key)
    file = tmp_path / f"{code_in(made.iri)}.trig"
    file.write_text(made.text, encoding="utf-8")
    return file


def faults(file: Path) -> list[str | None]:
    return [(one.fault or "").partition(":")[0] for one in read_file(file)]


def test_one_altered_digit_is_noticed_where_another_library_s_validity_does_not(tmp_path: Path) -> None:
    file = minimal(tmp_path, "39.80")
    assert faults(file) == [""]
    file.write_text(file.read_text().replace("39.80", "39.81"))
    assert faults(file) == ["altered"]
    assert inside("nanopubs", "--check", file).stdout.splitlines()[0].endswith("was altered.")


def test_a_hundred_of_a_hundred_altered_characters_are_noticed(signed: NanopubsWritten, tmp_path: Path) -> None:
    random, files, noticed = Random(20210830), single(signed.folder), 0
    for _ in range(100):
        text = random.choice(files).read_text(encoding="utf-8")
        pieces = re.finditer(r"\"[^\"\n]+\"|<[^>\s]+>", text)
        place = random.choice([one for piece in pieces for one in range(piece.start() + 1, piece.end() - 1)])
        other = random.choice([one for one in "0123456789abcxyz茶" if one != text[place]])
        file = tmp_path / "one.trig"
        file.write_text(text[:place] + other + text[place + 1 :], encoding="utf-8")
        noticed += faults(file) != [""]
    assert noticed == 100


def test_a_signature_of_other_statements_is_noticed(private: rsa.RSAPrivateKey, key: Path, tmp_path: Path) -> None:
    class Careless(SigningKey):
        def sign(self, text: str) -> str:
            return super().sign(f"{text}\n")

    right = read_key(key)
    assert faults(minimal(tmp_path, "1", right)) == [""]
    assert faults(minimal(tmp_path, "1", Careless(right.private, right.public))) == ["signature"]
    other = rsa.generate_private_key(65537, 2048).public_key()
    public = b64encode(other.public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)).decode()
    assert faults(minimal(tmp_path, "1", SigningKey(private, public))) == ["signature"]
    assert faults(minimal(tmp_path, "1", SigningKey(private, "bm8ga2V5"))) == ["signature"]


NAME = "http://example.org/pub1/RA-0Yc_l8rK3_Ts8y7kPuZvg6FqzaOSSq0yMSS9Sg4R9I"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "form"),
        ("<http://a.b/> <http://a.b/", "syntax"),
        ("<a\x1b[2J\n\u202e> <http://a.b/> 1 .", "syntax"),
        (EXAMPLE.replace("np:hasProvenance sub:provenance ;", ""), "form"),
        (EXAMPLE.replace("sub:assertion prov:", "sub:other prov:"), "form"),
        (EXAMPLE + "<http://a.b/g> { <http://a.b/> a <http://a.b/c> . }", "form"),
        (EXAMPLE.replace("ex:trastuzumab", "_:b"), "blank"),
        (EXAMPLE.replace("ex:breast-cancer", "<<( ex:a ex:b ex:c )>>"), "blank"),
        (EXAMPLE.replace("sub:Head {", "{"), "graphs"),
        (EXAMPLE.replace("this: np:hasA", "_:b np:hasA"), "form"),
        (EXAMPLE.replace(f"this: <{NAME}>", f"this: <{NAME[:-1]}>"), "no-code"),
        (EXAMPLE.replace(f"this: <{NAME}>", f"this: <{NAME.replace('pub1', 'pub2')}>"), "graphs"),
    ],
)  # fmt: skip
def test_what_is_no_nanopublication_is_told(text: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "a.trig"
    file.write_text(text)
    assert faults(file) == [fault]
    run = inside("nanopubs", "--check", file, "--lang", "zh")
    assert run.returncode == 1 and len(run.stdout.splitlines()) == 2 and run.stderr == ""
    assert "\x1b" not in run.stdout and "\u202e" not in run.stdout


def test_a_whole_folder_is_checked_and_a_file_by_another_name_is_told(signed: NanopubsWritten, tmp_path: Path) -> None:
    run = inside("nanopubs", "--check", signed.folder)
    assert run.stdout == "105 nanopublications in 106 files, 105 of them signed; 0 wrong.\n"
    assert run.returncode == 0
    first, second, *_ = single(signed.folder)
    (tmp_path / first.name).write_bytes(second.read_bytes())
    checked = check_nanopubs(tmp_path)
    assert not checked and checked.rows[0][2] == "the file is named after another nanopublication."
    (tmp_path / "empty").mkdir()
    assert inside("nanopubs", "--check", tmp_path / "empty").returncode == 2
    assert inside("nanopubs", "--check", signed.folder, "--day", DAY).returncode == 2


# Keys


def test_keys_of_all_formats_give_the_same_signature(private: rsa.RSAPrivateKey, key: Path, tmp_path: Path) -> None:
    expected = read_key(key)
    forms = (
        private.private_bytes(PEM, PKCS1, PLAIN),
        private.private_bytes(PEM, serialization.PrivateFormat.OpenSSH, PLAIN),
        b64encode(private.private_bytes(DER, PKCS8, PLAIN)),
        b"\xef\xbb\xbf" + private.private_bytes(PEM, PKCS8, PLAIN),
    )
    for content in forms:
        found = read_key(written_key(tmp_path / "key", content))
        assert (found.public, found.sign("茶")) == (expected.public, expected.sign("茶"))


def bad_keys(private: rsa.RSAPrivateKey) -> Iterator[tuple[bytes, int, str]]:
    plain = private.private_bytes(PEM, PKCS8, PLAIN)
    public = private.public_key()
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    yield plain, 0o640, "others than its owner may use this key"
    yield plain, 0o604, "others than its owner may use this key"
    yield private.private_bytes(PEM, PKCS8, serialization.BestAvailableEncryption(b"tea")), 0o600, "the key has a passphrase"
    yield public.public_bytes(PEM, kind), 0o600, "is a public key"
    yield b64encode(public.public_bytes(DER, kind)), 0o600, "is a public key"
    yield public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH), 0o600, "is a public key"
    yield ec.generate_private_key(ec.SECP256R1()).private_bytes(PEM, PKCS8, PLAIN), 0o600, "is a key of another kind"
    short = rsa.generate_private_key(65537, 1024)  # a test of the refusal
    yield short.private_bytes(PEM, PKCS8, PLAIN), 0o600, "has 1024 bits, fewer than 2048"
    for content in (b"", b"tea", b"-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n", plain[:400]):
        yield content, 0o600, "is no private RSA key"


def test_a_key_that_cannot_sign_costs_one_line_and_nothing_is_written(
    private: rsa.RSAPrivateKey, mini_folder: Path, tmp_path: Path
) -> None:
    for content, mode, message in bad_keys(private):
        place = written_key(tmp_path / "key", content, mode)
        run = inside("nanopubs", tmp_path / "np", "--key", place, "--data", mini_folder)
        assert (run.returncode, run.stderr.count("\n")) == (2, 1)
        assert run.stderr.startswith(f"Error: {place}: {message}"), run.stderr
        assert "tea" not in run.stderr.removeprefix(f"Error: {place}") and not (tmp_path / "np").exists()
    assert "cannot be read" in inside("nanopubs", tmp_path / "np", "--key", tmp_path, "--data", mini_folder).stderr


def test_without_its_package_a_signature_says_how_to_get_it(
    key: Path, signed: NanopubsWritten, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    for run in (inside("nanopubs", tmp_path / "np", "--key", key), inside("nanopubs", "--check", signed.folder)):
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == "Error: signatures need the package cryptography. Install it: pip install 'cbec-kg[sign]'\n"
    assert check_nanopubs(minimal(tmp_path, "1"))


# Earlier ones


def states(made: NanopubsWritten) -> dict[tuple[str, str], str]:
    return {(row[2], row[3]): row[4] for row in made.made if row[4] != "unchanged"}


def again(paper: Paper, out: Path, previous: Path, key: Path | None) -> NanopubsWritten:
    return paper.nanopubs(out, key=key, creator=ORCID, created="2022-01-01", previous=previous)


def test_what_has_changed_supersedes_and_what_is_unchanged_keeps_name_and_bytes(
    signed: NanopubsWritten, tea_paper: Paper, edited: Edited, key: Path, tmp_path: Path
) -> None:
    assert signed.to_dict()[0]["state"] == "new"
    same = again(tea_paper, tmp_path / "same", signed.folder, key)
    assert states(same) == {} and [row[0] for row in same.made] == [row[0] for row in signed.made]
    tea_paper.nanopubs(tmp_path / "plain", created=DAY)
    assert set(states(again(tea_paper, tmp_path / "then", tmp_path / "plain", key)).values()) == {"supersedes"}
    folder = edited(("claims.yaml", "The cooperatives have little capital", "The cooperatives have hardly any capital"))
    made = again(open_paper(folder), tmp_path / "np", signed.folder, key)
    changed = [("claim-capital-short", "article"), ("claim-capital-short", "derived")]
    assert states(made) == dict.fromkeys(changed, "supersedes")
    before = {(row[2], row[3]): row[0] for row in signed.made}
    old, new = files_of(signed.folder), files_of(tmp_path / "np")
    for iri, _, record, graph, state, earlier, file in made.made:
        if state == "unchanged":
            assert new[file] == old[file]
        else:
            assert earlier == before[record, graph] != iri
            assert f"npx:supersedes <{earlier}>" in new[file].decode()
    assert check_nanopubs(tmp_path / "np")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_is_gone_is_retracted_and_supersedes_its_retraction_when_it_is_back(
    tea_paper: Paper, mini_folder: Path, edited: Edited, tmp_path: Path
) -> None:
    text = (mini_folder / "claims.yaml").read_text(encoding="utf-8")
    entry = next(part for part in re.split(r"(?m)^(?=- id: )", text) if part.startswith("- id: claim-tea-history\n"))
    folder = edited(("claims.yaml", entry, ""))
    anchors = (folder / "anchors.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    others = (line for line in anchors if "claim-tea-history" not in line)
    (folder / "anchors.csv").write_text("".join(others), encoding="utf-8")
    less = open_paper(folder)
    out = tmp_path / "np"
    first = tea_paper.nanopubs(out, created=DAY)
    gone = {(row[2], row[3]): row[0] for row in first.made if row[2] == "claim-tea-history"}
    made = again(less, out, out, None)
    assert {key: state for key, state in states(made).items() if state == "retracts"} == dict.fromkeys(gone, "retracts")
    said = {str(quad.triple) for file in (out / "retractions").iterdir() for quad in quads_of(file)}
    retracts = "<http://purl.org/nanopub/x/retracts>"
    assert {f"<https://orcid.org/{ORCID}> {retracts} <{iri}>" for iri in gone.values()} <= said
    for file in (out / "retractions").iterdir():
        assert Nanopub(rdf=file).has_valid_trusty
    later = again(less, out, out, None)
    assert states(later) == {} and len(list((out / "retractions").iterdir())) == len(gone)
    back = tea_paper.nanopubs(out, created=DAY, previous=out)
    assert {states(back)[key] for key in gone} == {"supersedes"} and not (out / "retractions").exists()
    assert not {row[0] for row in back.made} & set(gone.values())


def test_an_earlier_folder_that_is_not_as_it_was_written_is_refused(
    signed: NanopubsWritten, tea_paper: Paper, key: Path, tmp_path: Path
) -> None:
    def refused(paper: Paper, old: Path, by: Path | None = key) -> str:
        with pytest.raises(UsageError) as caught:
            again(paper, tmp_path / "np", old, by)
        assert not (tmp_path / "np").exists() and "\n" not in str(caught.value)
        return str(caught.value)

    def copied(name: str) -> Path:
        return Path(shutil.copytree(signed.folder, tmp_path / name))

    altered = copied("altered")
    (file,) = altered.glob("statistics/stat-cooperatives.article.*")
    file.write_text(file.read_text(encoding="utf-8").replace('"64家"', '"65家"'), encoding="utf-8")
    assert "is not as it was written" in refused(tea_paper, altered)
    missing = copied("missing")
    next(missing.glob("findings/*")).unlink()
    assert "was written and is missing" in refused(tea_paper, missing)
    assert "is signed by a key that was not given" in refused(tea_paper, signed.folder, None)
    with pytest.raises(UsageError, match="nanopublications of tea-2020, not of coffee-2021"):
        read_earlier(signed.folder, "coffee-2021", read_key(key).public)
    (tmp_path / "other.trig").write_text(EXAMPLE)
    assert "is none that cbec-kg nanopubs wrote" in refused(tea_paper, tmp_path / "other.trig")
    several = tmp_path / "several"
    several.mkdir()
    (several / "all.trig").write_bytes((signed.folder / "nanopubs.trig").read_bytes())
    assert "has several nanopublications" in refused(tea_paper, several)
    assert "is not there" in refused(tea_paper, tmp_path / "none")


# Places and days


def test_a_folder_that_is_not_its_own_is_left_as_it_is(tea_paper: Paper, mini_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for place, message in (
        (tmp_path / "notes", "is not empty; nothing was written. Name a new folder, or write into it with --force."),
        (tmp_path / "file", "not written: is no folder."),
        (tmp_path / "file" / "np", "not written: "),
        (mini_folder, "is a curation folder."),
    ):
        before = files_of(tmp_path)
        with pytest.raises((UsageError, OutputError), match=re.escape(f"{place}: {message}")):
            tea_paper.nanopubs(place)
        assert files_of(tmp_path) == before
    tea_paper.nanopubs(tmp_path / "notes", force=True)
    assert (tmp_path / "notes" / "mine.txt").read_text() == "mine"


def test_a_full_disk_leaves_what_was_there(tea_paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tea_paper.nanopubs(tmp_path / "np", created=DAY)
    before = files_of(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("cbec_kg.io.switching.flush_all", full)
    with pytest.raises(OutputError, match="no space left on device"):
        tea_paper.nanopubs(tmp_path / "np", created="2022-01-01")
    assert files_of(tmp_path) == before


def test_a_day_is_that_which_was_given_and_a_creator_has_a_check_digit(mini_folder: Path, tmp_path: Path) -> None:
    assert time_of("0") == "1970-01-01T00:00:00Z"
    assert orcid("0000-0002-9079-593x") == "https://orcid.org/0000-0002-9079-593X"
    bad = (("--day", "2021-02-30"), ("--day", "1e400"), ("--creator", "0000-0002-1825-0098"), ("--creator", "Li"))
    for option, value in bad:
        run = inside("nanopubs", tmp_path / "np", option, value, "--data", mini_folder)
        assert (run.returncode, run.stderr.count("\n")) == (2, 1) and repr(value) in run.stderr
