"""The door for foreign RDF: strict, bounded, without a fetch, and each fault with its place."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg import open_corpus
from cbec_kg.api.stores import open_rdf
from cbec_kg.errors import DataError, LimitError, UnknownIdError, UsageError
from cbec_kg.io.encodings import likely_encoding
from cbec_kg.rdf.project import Project
from cbec_kg.store import rdf_files
from cbec_kg.store.lexical import XSD, fault_of
from cbec_kg.store.rdf_files import read_rdf
from cbec_kg.store.rdf_reader import Fault, Read, read_file
from cli_calls import inside

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROOT = f'<rdf:RDF xmlns:rdf="{RDF}">'
TEA = '<http://x.org/tea> <http://x.org/name> "茶" .\n'
SAME = {
    "a.ttl": '@prefix x: <http://x.org/> .\nx:tea x:name "茶" .',
    "a.trig": '@prefix x: <http://x.org/> .\n{ x:tea x:name "茶" }',
    "a.nt": TEA,
    "a.nq": TEA,
    "a.jsonld": json.dumps({"@context": {"name": "http://x.org/name"}, "@id": "http://x.org/tea", "name": "茶"}),
    "a.rdf": f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="http://x.org/"><rdf:Description rdf:about="http://x.org/tea">'
    "<x:name>茶</x:name></rdf:Description></rdf:RDF>",
}


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines_of(form: str, content: str, base: str | None = None) -> list[str]:
    found = read_file("x", form, content.encode(), base)
    assert isinstance(found, Read)
    return sorted(found.lines)


def test_each_format_gives_the_same_statement_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    paths = [file(tmp_path, name, text) for name, text in SAME.items()]
    paths += [file(tmp_path, f"mark-{name}", b"\xef\xbb\xbf" + text.encode()) for name, text in SAME.items()]
    for path in paths[1:]:
        form = rdf_files.format_of(path)
        assert lines_of(form, path.read_text("utf-8")) == [TEA]
    assert read_rdf(paths).nquads.decode() == TEA


# Encodings


TEXT = "茶叶出口增长，加工企业缺少资金。"
ENCODED = {
    "UTF-16": TEXT.encode("utf-16"), "UTF-16LE": (TEXT + "plain" * 40).encode("utf-16-le"),
    "UTF-16BE": (TEXT + "plain" * 40).encode("utf-16-be"), "UTF-32": TEXT.encode("utf-32"),
    "GB18030 (GBK)": TEXT.encode("gbk"), "Big5": "茶葉出口增長，加工企業缺少資金。".encode("big5"),
    "Shift_JIS": "お茶の輸出がふえています。".encode("shift_jis"), "EUC-KR": "차 수출이 늘었다".encode("euc_kr"),
    "Windows-1252 (Latin-1)": "Thé exporté à l'étranger, café".encode("latin-1"), "": TEXT.encode(),
    "binary": bytes(range(256)) * 4,
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODED)
def test_an_encoding_is_called_by_its_name(name: str) -> None:
    assert likely_encoding(ENCODED[name]) == name


def test_a_file_in_another_encoding_is_refused_with_the_line_and_how_to_convert_it(tmp_path: Path) -> None:
    path = file(tmp_path, "a.nt", b'<x:a> <x:b> "c" .\n' + '<x:a> <x:b> "茶叶出口" .'.encode("gbk"))
    with pytest.raises(DataError) as caught:
        read_rdf([path])
    assert str(caught.value) == (
        f"{path}:2: is not UTF-8, which RDF is written in; it looks like GB18030 (GBK). "
        "Convert it: iconv -f GB18030 -t UTF-8 a.nt > NEW"
    )


# Syntax


ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE rdf [
  <!ENTITY a "aaaaaaaaaa">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<rdf:RDF/>"""
FAULTS = {
    "no object": ("TURTLE", "<x:a> <x:b>\n  .", (2, 3), "is not a valid RDF object"),
    "no dot": ("N_TRIPLES", TEA + "<x:a> <x:b> <x:c>", (2, 18), "must be followed by a dot"),
    "four terms": ("N_TRIPLES", "<x:a> <x:b> <x:c> <x:g> .", (1, 19), "must be followed by a dot"),
    "a bad IRI": ("N_QUADS", "<x:a> <x:b c> <x:d> .", (1, 7), ""),
    "a relative IRI": ("TURTLE", "<x:a> <x:b> <c> .", (1, 13), "a relative IRI without a base. Write it in full"),
    "a prefix": ("TRIG", "x:a x:b x:c .", (1, 1), "x"),
    "no brace": ("JSON_LD", '{"@id": "x:a"', (1, 14), ""),
    "a context of others": (
        "JSON_LD", '{\n"@context": "https://x.org/c",\n"name": "x"}', (2, 0),
        "names the context https://x.org/c, which is not fetched. Put the context itself into the file.",
    ),
    "no XML": ("RDF_XML", f"{ROOT}\n<a></b>\n</rdf:RDF>", (2, 6), "not well-formed XML: mismatched tag."),
    "no RDF in XML": ("RDF_XML", f'{ROOT}\n<rdf:Description rdf:ID="a b"/>\n</rdf:RDF>', (2, 0), "rdf:ID"),
    "deep triple terms": (
        "TURTLE", "<x:a> <x:b>\n" + "<<( <x:a> <x:b> " * 600 + "1" + " )>>" * 600 + " .", (2, 0),
        "nests triple terms deeper than 500. Flatten them.",
    ),
    "entities": ("RDF_XML", ENTITIES, (3, 14), "declares the entity a; entities are not expanded."),
    "an entity of a file": (
        "RDF_XML", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>', (1, 52), "declares the entity x;",
    ),
    "text that steers a terminal": ("TURTLE", "<x:a> \x1b[31m", (1, 7), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_line_and_column(name: str) -> None:
    form, content, place, message = FAULTS[name]
    found = read_file("x", form, content.encode(), None)
    assert isinstance(found, Fault)
    assert (found.line, found.column) == place
    assert message in found.message
    assert found.message.isprintable() and len(found.message) < 300


def test_an_external_subset_and_schema_are_not_read() -> None:
    document = SAME["a.rdf"].replace("<rdf:RDF", '<!DOCTYPE rdf SYSTEM "http://127.0.0.1:1/x.dtd"><rdf:RDF', 1)
    assert lines_of("RDF_XML", document) == [TEA]


def test_the_first_fault_of_each_file_is_told(tmp_path: Path) -> None:
    paths = [file(tmp_path, "a.ttl", "<x:a> ."), file(tmp_path, "b.nq", TEA), file(tmp_path, "c.nt", "x")]
    with pytest.raises(DataError) as caught:
        read_rdf(paths)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [(str(paths[0]), 1), (str(paths[2]), 1)]


def test_size_memory_and_unknown_formats_have_their_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = file(tmp_path, "large.nt", "".join(f"<x:a> <x:b> <x:{n}> .\n" for n in range(300_000)))
    monkeypatch.setattr(rdf_files, "LIMITS", rdf_files.LIMITS._replace(memory=24 << 20))
    with pytest.raises(LimitError, match=r"large\.nt: reading it took over 24 MB of memory and was ended\. Split it\."):
        read_rdf([large])
    monkeypatch.setattr(rdf_files, "MAX_BYTES", 1024)
    with pytest.raises(UsageError, match="larger than"):
        read_rdf([large])
    with pytest.raises(UsageError, match=r"a\.n3: the name tells no format; it ends with none of: \.ttl, "):
        read_rdf([tmp_path / "a.n3"])


# Statements


def test_equal_bytes_give_equal_lines_and_two_files_share_no_blank_node(tmp_path: Path) -> None:
    text = '<x:a> <x:b> [ <x:c> "_:b1" ; <x:d> _:b1 ] .\n<x:a> <x:e> <<( _:b1 <x:b> "<_:b1>" )>> .'
    one, other = (read_rdf([file(tmp_path, name, text)]).nquads for name in ("a.ttl", "b.ttl"))
    assert one == other and one.count(b"n1") == 2 and b'"_:b1"' in one and b'"<_:b1>"' in one
    both = read_rdf([tmp_path / "a.ttl", file(tmp_path, "c.ttl", text + "\n")]).nquads
    assert len(both.splitlines()) == 2 * len(one.splitlines())


def test_relative_iris_are_completed_by_the_place_of_their_file(tmp_path: Path) -> None:
    path = file(tmp_path, "a.ttl", "<#me> <x:b> <other.ttl> .")
    assert read_rdf([path]).nquads.decode() == f"<{path.as_uri()}#me> <x:b> <{tmp_path.as_uri()}/other.ttl> .\n"


# Literals


GOOD = {
    "integer": ["0", "-007", "+12"], "decimal": ["1", "1.", ".5", "-01.50"], "double": ["1e5", "-1.5E-3", "-INF", "NaN"],
    "boolean": ["true", "0"], "date": ["2024-02-29", "-0044-03-15", "2021-12-31+14:00"], "gYear": ["2020", "12020", "2020Z"],
    "dateTime": ["2021-01-01T24:00:00", "2021-01-01T00:00:00.5Z"], "time": ["23:59:59"], "gMonthDay": ["--02-29"],
    "duration": ["P1Y", "-PT0.5S", "P1DT2H"], "unsignedByte": ["255"], "long": ["-9223372036854775808"],
    "language": ["zh-Hans"], "hexBinary": ["", "0aF1"], "base64Binary": ["", "5bA=", "5b A="], "string": ["\t\n"],
    "gYearMonth": ["2020-12"], "nonPositiveInteger": ["0", "-5"],
}  # fmt: skip
BAD = {
    "integer": ["1.0", "1,347", "", "one", "١", "1 "], "decimal": ["1,347", "1e5", ".", "INF", "1.2.3", "亿"],
    "double": ["inf", "1e", "nan"], "boolean": ["TRUE", "yes"], "date": ["2021-02-29", "2021-13-01", "21-01-01"],
    "dateTime": ["2021-01-01", "2021-01-01T24:00:01", "2021-01-01T10:00"], "time": ["25:00:00"], "gYear": ["20", "2020年"],
    "gMonthDay": ["--02-30", "--11-31"], "duration": ["P", "PT", "1Y", "P1H"], "unsignedByte": ["256", "-1"],
    "long": ["9223372036854775808"], "language": ["zh_CN"], "hexBinary": ["abc"], "base64Binary": ["5bA"],
    "gYearMonth": ["2020-13"], "positiveInteger": ["0"], "integr": ["1"], "dayTimeDuration": ["P1Y"],
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted({*GOOD, *BAD}))
def test_a_literal_is_held_against_its_type(kind: str) -> None:
    assert {text: fault_of(text, XSD + kind) for text in GOOD.get(kind, [])} == dict.fromkeys(GOOD.get(kind, []), "")
    assert [text for text in BAD.get(kind, []) if not fault_of(text, XSD + kind)] == []


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers())
def test_numbers_as_python_writes_them_are_values(number: Decimal, whole: int) -> None:
    assert fault_of(f"{number:f}", f"{XSD}decimal") == "" == fault_of(str(whole), f"{XSD}integer")


def test_literals_that_are_no_values_are_told_with_their_line_and_kept(tmp_path: Path) -> None:
    head = f"@prefix xsd: <{XSD}> .\n<x:a> <x:b> 1.50 ,\n"
    many = " ,\n".join(f'  "{n},347"^^xsd:decimal' for n in range(12))
    path = file(tmp_path, "a.ttl", head + many + " .")
    read = read_rdf([path])
    assert read.notes[0] == f'{path}:3: "0,347" is no xsd:decimal; it is kept as written, and no arithmetic counts it.'
    assert read.notes[9].startswith(f'{path}:12: "9,347"')
    assert read.notes[10:] == (f"{path}: 2 more literals are no values of their types.",)
    assert b'"11,347"' in read.nquads and b'"1.50"' in read.nquads


# Queries


def test_files_are_asked_as_one_graph_within_limits(tmp_path: Path) -> None:
    one = file(tmp_path, "a.ttl", '<x:a> <x:b> "1,5"^^<http://www.w3.org/2001/XMLSchema#decimal>, 2 .')
    other = file(tmp_path, "b.nq", f'<x:a> <x:b> "3"^^<{XSD}integer> <http://x.org/g> .')
    notes: list[str] = []
    asked = open_rdf([one, other], progress=notes.append)
    assert asked.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == ((3,),)
    assert asked.query("SELECT ?o FROM <http://x.org/g> { ?s ?p ?o }").rows == ((3,),)
    assert asked.query("SELECT ?o { ?s ?p ?o FILTER(?o > 0) }", {"s": "x://a"}).rows == ()
    assert len(notes) == 1 and notes[0].startswith(f'{one}:1: "1,5" is no xsd:decimal')
    with pytest.raises(LimitError):
        asked.query(f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(24))} }}", timeout=0.3)
    with pytest.raises(UnknownIdError, match="name a resource by its whole IRI"):
        asked.query("SELECT * { ?s ?p ?o }", {"s": "a"})
    with pytest.raises(UsageError, match="is RDF, of which queries alone can be asked"):
        asked.evidence()


def test_a_graph_of_ours_answers_as_its_folder_does(tmp_path: Path, mini_project: Project, mini_folder: Path) -> None:
    path = file(tmp_path, "graph.nq", mini_project.nquads())
    there, here = open_rdf([path]), open_corpus([mini_folder])
    for name in ("problem-evidence", "statistics", "findings"):
        assert sorted(map(str, there.query(name).rows)) == sorted(map(str, here.query(name).rows))
    assert there.query("problem-evidence", problem="problem-pickers").rows
    assert there.ids == ("tea-2020",)


def test_the_command_reads_files_and_nothing_beside_them(tmp_path: Path, data: list[str]) -> None:
    path = file(tmp_path, "a.nt", TEA)
    done = inside("query", "--file", path, "SELECT ?o { ?s ?p ?o }", "--format", "csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "o\n茶\n", "")
    assert inside("query", "--file", path, "ASK {}", *data).returncode == 2
    broken = inside("query", "--file", file(tmp_path, "b.nt", "<x:a>"), "ASK {}")
    assert broken.returncode == 2
    assert broken.stderr.startswith(f"{tmp_path / 'b.nt'}:1:")
