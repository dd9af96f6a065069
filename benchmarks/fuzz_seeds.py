"""The formats that `reliability_fuzz.py` tries: seeds that are right, words of the format, and how the package reads it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
MINI = ROOT / "tests" / "mini" / "data"
CASES = ROOT / "tests" / "cases"

Parts = list[tuple[str, bytes]]


class Format(NamedTuple):
    """A format: how it is read, files that are right, and words and brackets that mean something in it.

    `taken_apart` gives the parts of a container, or None for what is none; `put_together` makes it again.
    """

    read: Callable[[bytes], object]
    seeds: Sequence[bytes]
    words: Sequence[bytes] = ()
    nests: Sequence[tuple[bytes, bytes]] = ()
    taken_apart: Callable[[bytes], Parts | None] | None = None
    put_together: Callable[[Parts], bytes] = staticmethod(lambda parts: parts[0][1])


_RIS = """TY  - JOUR
ID  - ref-05
AU  - Teller, Ann
AU  - 周茗
TI  - 茶史 <i>tea</i>
JO  - Tea Studies
PY  - 2019/03/04
VL  - 12
IS  - 3
SP  - 1
EP  - 9
DO  - 10.1000/tea.5
N1  - ref=5; cited
ER  - 

TY  - BOOK
ID  - [6]
A1  - 李茶
T1  - 壶
CY  - 某处
PB  - 某社
PY  - 2001
ER  - 
"""
_BIBTEX = """@string{soc = "Society of Tea"}
@article{ref-01, title = {Tea {\\'e}tude}, author = {Teller, Ann and Xu, Yi},
  journal = {Tea \\& Co}, year = 2019, pages = {1--9}}
@book{7, title={茶史}, author={周茗}, publisher=soc, year={2001}, note={ref=7}}
@online{li2017, title={Web}, url={http://example.org/a_b}, urldate={2019-01-02}, crossref={7}}
"""
_TAGGED = {
    ".enw": "%0 Journal Article\n%A Teller, Ann\n%T Tea\n%J Studies\n%D 2019\n%F ref-05\n\n%0 Book\n%T 茶\n%A 周茗\n",
    ".net": "{Reference Type}: Journal Article\n{Title}: 茶\n{Author}: 周茗;李茶\n{Year}: 2019\n{Label}: 5\n",
    ".txt": "[1] 青壶, 周茗. 壶的历史[J]. 茶学, 2019, 12(3): 1-9.\n[2] 李茶. 茶[M]. 某处: 某社, 2001.\n"
    "[3] 茶协会. 茶[EB/OL]. (2019-01-02)[2020-03-04]. http://example.org/.\n",
    ".ref": "RT Journal Article\nA1 Teller, Ann\nT1 Tea\nJF Studies\nYR 2019\nID ref-05\n\nRT Book\nT1 茶\nA1 周茗\n",
}  # fmt: skip
_ENDNOTE_XML = (
    "<xml><records><record><rec-number>5</rec-number><ref-type name='Book'>6</ref-type><contributors><authors><author>"
    "<style>Teller, Ann</style></author></authors></contributors><titles><title>Tea</title></titles><dates><year>2019</year>"
    "</dates><label>ref-05</label></record></records></xml>"
)
_CSV = (
    "number,type,author,title,container-title,issued,DOI,accessed\n5,book,周茗; 李茶,茶史,,2019,,\n"
    '6,article-journal,"Teller, Ann",Tea,Studies,2019-03-04,10.1000/tea.5,2020-01-02\n'
)
_STORED = (
    '[{"id": "ref-05", "citation-number": 5, "type": "book", "title": "茶史", "author": [{"literal": "周茗"}], '
    '"issued": {"date-parts": [[2019, 3, 4]]}, "custom": {"status": "asserted", "source": "a.json", "sha256": "%s", '
    '"key": "5", "date": "2021-08-30"}}]\n' % ("0" * 64)
)  # fmt: skip
_QUERIES = (
    'SELECT ?s (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o . OPTIONAL { ?o a ?c } FILTER(LANG(?o) = "zh" || ?o > 4) } '
    "GROUP BY ?s HAVING(COUNT(*) > 1) ORDER BY DESC(?n) LIMIT 5 OFFSET 1",
    "PREFIX x: <http://example.org/> CONSTRUCT { ?s x:p ?o } WHERE { { ?s x:p+/^x:q* ?o } UNION { GRAPH ?g { ?s ?p ?o } } "
    "MINUS { ?s x:r [] } VALUES (?s ?o) { (x:a UNDEF) } }",
    "ASK { ?s ?p '''茶''' . BIND(REPLACE(STR(?p), '(.)+', '$1') AS ?r) FILTER NOT EXISTS { ?s a ?t } }",
    "DESCRIBE <http://example.org/a> FROM <http://example.org/g>",
)
_GRAPH = (
    '<http://example.org/a> <http://example.org/p> "茶"@zh <http://example.org/g> .\n'
    '<http://example.org/a> <http://example.org/q> "4.40"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n'
    "_:b <http://example.org/r> <http://example.org/a> <http://example.org/g> .\n"
)
_MAPPINGS = (
    "#curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#mapping_set_id: http://example.org/m\n"
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\nx:a\tskos:exactMatch\tx:b\tsemapv:ManualMappingCuration\n"
)


def _yaml(scratch: Path) -> Format:
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.model.kinds import FILES

    shutil.copytree(MINI, scratch, dirs_exist_ok=True)
    files = {path.name: path.read_bytes() for path in sorted(MINI.glob("*.*"))}
    others = {
        "reading.yaml": "lines:\n  - {line: 附记, kind: heading, section: '2', level: 1}\n"
        "  - line: x\n    kind: furniture\n    every: yes\n"
        "words: [mg.]\n".encode(),
        "verdicts.yaml": b"- {on: claim-a, digest: '0123', decision: rejected, reason: none, by: A, date: 2021-01-02}\n",
    }

    def read(content: bytes) -> None:
        name, _, text = content.partition(b"\0\0")
        file = name.decode("ascii", "replace")
        if file in others:  # what it says of records and lines need not fit
            read_curation(scratch, instead={file: text})
        else:
            read_curation(scratch, instead={file if file in FILES else "claims.yaml": text})

    seeds = [name.encode() + b"\0\0" + text for name, text in (files | others).items() if name.endswith(".yaml")]
    words = (b"- id: ", b"&a ", b"*a", b"!!python/object:os.system ", b"<<: ", b"|\n  ", b">-\n", b"? ", b"---\n", b"at: ")
    return Format(
        read, seeds, (*words, b"value: ", b"zh: ", b"%YAML 1.1\n"), ((b"- ", b""), (b"a: {", b"}"), (b"- [", b"]"))
    )


def _csv(scratch: Path) -> Format:
    from cbec_kg.curation.reader import read_curation

    shutil.copytree(MINI, scratch, dirs_exist_ok=True)
    files = {str(path.relative_to(MINI)): path.read_bytes() for path in sorted(MINI.rglob("*.*"))}
    tables = [name for name in files if name.endswith(".csv")]
    entries = _bibliographic(".csv", (_CSV,)).read

    def read(content: bytes) -> None:
        name, _, text = content.partition(b"\0\0")
        file = name.decode("ascii", "replace")
        if file in tables:
            read_curation(scratch, instead={file: text})
        else:
            entries(text)

    seeds = [name.encode() + b"\0\0" + files[name] for name in tables]
    return Format(read, [*seeds, b"refs\0\0" + _CSV.encode()], (b'"', b'""', b",,", b"\r", b'"\n'))


def _bibliographic(
    ending: str, texts: Sequence[str | bytes], words: Sequence[bytes] = (), form: str | None = None
) -> Format:
    from cbec_kg.bibliography.formats import parse_file

    seeds = [text.encode() if isinstance(text, str) else text for text in texts]
    return Format(lambda content: parse_file(Path(f"refs{ending}"), content, form), seeds, words)


def _tagged(scratch: Path) -> Format:
    readers = [_bibliographic(ending, (text,)) for ending, text in (*_TAGGED.items(), (".xml", _ENDNOTE_XML))]

    def read(content: bytes) -> None:
        readers[content[0] % len(readers) if content else 0].read(content[1:])

    return Format(read, [bytes((place,)) + one.seeds[0] for place, one in enumerate(readers)], (b"%0 ", b"RT ", b"<record>"))


def _json(scratch: Path) -> Format:
    from cbec_kg.bibliography.supplied import read_bibliography

    def read(content: bytes) -> None:
        place = scratch / "bibliography.json"
        place.write_bytes(content)
        read_bibliography(place, range(1, 20), {19: "ref-low-2019"})

    return Format(read, [_STORED.encode()], _JSON_WORDS, ((b'{"a":', b"}"),))


def _certificates(scratch: Path) -> Format:
    """Certificates of the audit, as the program that checks them reads them: one line for each, and one at the end."""
    import json
    import sys
    from contextlib import redirect_stdout

    from cbec_kg.errors import UsageError

    sys.path.insert(0, str(ROOT / "tests"))
    from certified import by_hand, levels_by_hand, loaded_checker, sealed  # beside the tests that use it too

    checker = loaded_checker()

    def read(content: bytes) -> None:
        place = scratch / "certificate.json"
        try:
            place.write_bytes(json.dumps(sealed(json.loads(content))).encode())  # so that its digest refuses none
        except (AttributeError, RecursionError, UnicodeError, ValueError):
            place.write_bytes(content)
        printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with redirect_stdout(printed):
            code = checker.main([place])
        printed.seek(0)
        first, _ = printed.read().splitlines()
        if code:
            raise UsageError(first)

    seeds = [json.dumps(one, ensure_ascii=False).encode() for one in (by_hand(), levels_by_hand())]
    words = (b'"unknown"', b'["together", ', "×".encode(), b'"1/0"', b"null", b"NaN", b'"kind": "least"')
    return Format(read, seeds, words, ((b'["+", "1", ', b"]"), (b"[", b"]")))


_JSON_WORDS = (
    b"null",
    b"true",
    b'"custom": ',
    b'"title": ',
    b"[[2019]]",
    b'{"raw": "x"}',
    b'"\\ud800"',
    b"1e400",
    b"{}",
    b'"a": 1,',
)


def _document(ending: str, forms: Sequence[str], words: Sequence[bytes], **more: Any) -> Format:
    from documents import FORMS
    from paper_making import make_paper

    from cbec_kg.documents.reading import parse_document
    from cbec_kg.text.segment import passages

    papers = [make_paper("seed", "zh", sections=1), make_paper("seed", "en", sections=1)]
    seeds = [FORMS[form](paper).content for form in forms for paper in papers]
    return Format(lambda content: passages(parse_document(Path(f"p{ending}"), content)), seeds, words, **more)


def _text(scratch: Path) -> Format:
    """Texts are read, drafted and put into passages."""
    from cbec_kg.curation.passages import passages_csv
    from cbec_kg.documents.reading import parse_document
    from cbec_kg.drafting.draft import draft_folder

    form = _document(".txt", ("text",), (b"[1]", "表 1 ".encode(), "参考文献\n".encode(), b"References\n", b"^1", b"# "))

    def read(content: bytes) -> None:
        document = parse_document(Path("p.txt"), content)
        draft_folder(document, "x")
        passages_csv(document)

    return form._replace(read=read)


def _pdf(scratch: Path) -> Format:
    words = (
        b"/Contents 5 0 R",
        b"/Kids[2 0 R]",
        b"endstream",
        b"endobj",
        b"/Count 99999",
        b"xref\n",
        b"/Filter/FlateDecode",
    )
    form = _document(
        ".pdf", ("pdf1", "pdf2"), (*words, b"BT ", b" Tj", b"/Encrypt 1 0 R", b"/Length 0", b"<</Parent 2 0 R>>")
    )
    locked = [path.read_bytes() for path in sorted((CASES / "documents").glob("*.pdf"))]
    return form._replace(seeds=[*form.seeds, *locked])


def _unzipped(content: bytes) -> Parts | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(name, archive.read(name)) for name in archive.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, OSError):  # no archive any more, after a mutation
        return None


def _zipped(parts: Parts) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return output.getvalue()


def _docx(scratch: Path) -> Format:
    words = (
        b"<w:p>",
        b"</w:p>",
        b"<w:tbl>",
        b'<w:gridSpan w:val="99"/>',
        b"<w:vMerge/>",
        b"&amp;",
        b"<!DOCTYPE a>",
        b"<w:br/>",
    )
    return _document(".docx", ("docx",), words, taken_apart=_unzipped, put_together=_zipped)


def _xml(scratch: Path) -> Format:
    words = (
        b"<p>",
        b"</sec>",
        b"<xref rid='b1'>",
        b"&amp;",
        b"&x;",
        b"<![CDATA[",
        b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
        b"<ref id='b1'/>",
    )
    return _document(
        ".xml", ("jats", "tei"), words, nests=((b"<sec>", b"</sec>"), (b"<list>", b"</list>"), (b"<p>", b"</p>"))
    )


def _rdf(scratch: Path) -> Format:
    """Turtle, by the door for RDF of others."""
    from cbec_kg.errors import DataError, Problem
    from cbec_kg.store.rdf_reader import file_value

    def read(content: bytes) -> None:
        found = file_value(content, "theirs.ttl", "TURTLE", None)
        if "fault" in found:
            file, line, column, message = found["fault"]
            raise DataError([Problem(file, line, message, column)])

    seed = (
        '@prefix x: <http://x.org/> .\nx:a x:b "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal> , [ x:c ( 1 "茶"@zh ) ] .\n'
    )
    return Format(read, [seed.encode()], (b"[", b"]", b"(", b"<<", b'"""', b"@base <x:> .", b"_:b ", b"^^"))


def _mappings(scratch: Path) -> Format:
    """Mapping sets, which are RDF as a table."""
    from cbec_kg import open_paper
    from cbec_kg.alignment.sssom import read_statements

    snapshot = open_paper(MINI)._snapshot

    def read(content: bytes) -> None:
        place = scratch / "mappings.tsv"
        place.write_bytes(content)
        read_statements(place, snapshot)

    return Format(read, [_MAPPINGS.encode()], (b"\t", b"#curie_map:\n", b"Not", b"skos:closeMatch"))


def _sparql(scratch: Path) -> Format:
    from pyoxigraph import RdfFormat, Store

    from cbec_kg.model.iris import PREFIXES
    from cbec_kg.store.sparql import check_query, named_iris, run

    store = Store()
    store.load(_GRAPH.encode(), format=RdfFormat.N_QUADS)

    def read(content: bytes) -> None:
        text = content.decode("utf-8", "surrogateescape")
        check_query(text)
        named_iris(text, PREFIXES)
        run(store, text, PREFIXES)

    shipped = [path.read_bytes() for path in sorted((ROOT / "src/cbec_kg/queries").rglob("*.rq"))]
    words = (
        b"SERVICE <http://x/> ",
        b"LOAD ",
        b"FROM ",
        b"VALUES ",
        b"{ ?s ?p ?o }",
        b"<http://x/>",
        b"'''",
        b"\\u0041",
        b"# ",
    )
    return Format(
        read, [*(one.encode() for one in _QUERIES), *shipped[:12]], (*words, b"(?x AS ?y)", b"INSERT DATA {}", b"?")
    )


FORMATS: dict[str, Callable[[Path], Format]] = {
    "yaml": _yaml,
    "csv": _csv,
    "ris": lambda scratch: _bibliographic(
        ".ris", (_RIS, (CASES / "references/good.ris").read_bytes()), (b"TY  - ", b"ER  - ", b"  - ")
    ),
    "tagged": _tagged,
    "bibtex": lambda scratch: _bibliographic(
        ".bib",
        (_BIBTEX, (CASES / "references/good.bib").read_bytes()),
        (b"@book{", b"@string{", b"title = ", b"\\input{x}", b"$", b" and "),
    ),
    "csl-json": lambda scratch: _bibliographic(
        ".json", (_STORED, (CASES / "references/good.json").read_bytes()), _JSON_WORDS, "csl-json"
    ),
    "json": _json,
    "certificates": _certificates,
    "text": _text,
    "pdf": _pdf,
    "docx": _docx,
    "xml": _xml,
    "mappings": _mappings,
    "rdf": _rdf,
    "sparql": _sparql,
}
"""By name, what makes a format ready, with a folder to write in."""
