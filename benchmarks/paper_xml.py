"""An invented paper as JATS, in the manner of publishers, and as TEI, in the manner of GROBID."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from paper_forms import Written, abstract_of, joined
from paper_parts import Block, Cell, Cite, Grid, Heading, Paper, Reference, Run, Sentence, Truth, plain
from paper_truth import truth_of


def jats_of(paper: Paper) -> Written:
    """Return a paper in JATS: entries as printed or as fields, citations as links to them."""

    def link(place: int, text: str) -> str:
        return f'<xref ref-type="bibr" rid="b{place + 1}">{text}</xref>'

    def paragraph(sentences: tuple[Sentence, ...]) -> str:
        return _paragraph(paper, sentences, link, "<sup>{}</sup>", "<fn><p>{}</p></fn>")

    def block_xml(block: Block) -> str:
        if isinstance(block, Heading):
            return ""
        if isinstance(block, Grid):
            head, rest = block.rows[: block.header], block.rows[block.header :]
            parts = "".join(
                f"<{tag}>{''.join(_row(row, cell) for row in rows)}</{tag}>"
                for tag, rows, cell in (("thead", head, "th"), ("tbody", rest, "td"))
            )
            foot = f"<table-wrap-foot><p>{escape(block.note)}</p></table-wrap-foot>" if block.note else ""
            title = escape(block.title)
            caption = f"<label>{block.label}</label><caption><p>{title}</p></caption>"
            return f"<table-wrap>{caption}<table>{parts}</table>{foot}</table-wrap>"
        return paragraph(block)

    body, depth = [], 0
    for block in paper.body:
        if isinstance(block, Heading):
            body.append("</sec>" * max(0, depth - block.level + 1))
            depth = block.level
            label = f"<label>{number.rstrip('.')}</label>" if (number := _number(block)) else ""
            body.append(f"<sec>{label}<title>{escape(block.title if label else block.printed)}</title>")
        else:
            body.append(block_xml(block))
    body.append("</sec>" * depth)
    names = "".join(f'<contrib contrib-type="author"><name>{_name(name, paper)}</name></contrib>' for name in paper.authors)
    words = "".join(f"<kwd>{escape(word)}</kwd>" for word in paper.keywords)
    title = f"<title-group><article-title>{escape(paper.title)}</article-title></title-group>"
    front = f"{title}<contrib-group>{names}</contrib-group><aff>{escape(paper.affiliation)}</aff>"
    front += f"<abstract>{paragraph(paper.abstract)}</abstract><kwd-group>{words}</kwd-group>"
    entries = "".join(
        f'<ref id="b{place}">{_jats_entry(one, place, paper)}</ref>' for place, one in enumerate(paper.references, 1)
    )
    back = f"<ref-list><title>{escape(paper.list_heading)}</title>{entries}</ref-list>" if paper.list_heading else ""
    back += "".join(f"<notes><p>{escape(line)}</p></notes>" for line in paper.back)
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2//EN" "JATS-journalpublishing1.dtd">
<article xml:lang="{paper.language}"><front><article-meta>{front}</article-meta></front><body>{"".join(body)}</body>
<back>{back}</back></article>"""
    return Written("xml", content.encode(), _truth(paper, paper.list_heading))


def _truth(paper: Paper, list_heading: str) -> Truth:
    """Return the truth of a paper whose sections have their arabic numbers apart from their titles."""
    truth = truth_of(paper, notes="{}")
    last = [truth.headings[-1]] if paper.citing == "notes" else []
    truth.headings = [
        plain(_number(block).rstrip(".") + block.title if _number(block) else block.printed)
        for block in paper.body
        if isinstance(block, Heading)
    ]
    truth.headings += [abstract_of(paper)[0], *([plain(list_heading)] if paper.list_heading else last)]
    return truth


def _number(heading: Heading) -> str:
    """Return the arabic number of a heading; empty where it has none."""
    number = heading.number.strip()
    return number if number[:1].isdigit() else ""


Link = Callable[[int, str], str]
"""Puts a link to an entry, by its place from 0, around a text."""


def _paragraph(paper: Paper, sentences: tuple[Sentence, ...], link: Link, raised: str, note: str) -> str:
    """Return a paragraph; `raised` and `note` are what stands around raised text and a footnote, with ``{}`` for it."""

    def run(one: Run) -> str:
        text = _linked(one, link) if isinstance(one, Cite) else escape(one.text)
        is_raised = paper.citing.startswith("raised") if isinstance(one, Cite) else one.raised
        return raised.format(text) if is_raised else text

    return f"<p>{joined(paper, sentences, run, lambda text: note.format(escape(text)))}</p>"


def _linked(cite: Cite, link: Link) -> str:
    """Return a citation with a link around each number, or around names and year of each entry."""
    if cite.parts:
        text = escape(cite.printed)
        for place, part in zip(cite.entries, cite.parts, strict=True):
            text = text.replace(escape(part), link(place, escape(part)), 1)
        return text
    pieces, number = "", ""
    for one in f"{cite.printed} ":
        if one.isdigit():
            number += one
            continue
        if number:
            pieces += link(int(number) - 1, number)
            number = ""
        pieces += one
    return pieces[:-1]


def _row(row: tuple[Cell, ...], tag: str) -> str:
    return (
        "<tr>"
        + "".join(
            f"<{tag} colspan={quoteattr(str(cell.columns))} rowspan={quoteattr(str(cell.rows))}>{escape(cell.text)}</{tag}>"
            for cell in row
        )
        + "</tr>"
    )


def _name(name: str, paper: Paper) -> str:
    given, family = (name[1:], name[:1]) if paper.language == "zh" else name.rsplit(" ", 1)
    return f"<surname>{family}</surname><given-names>{given}</given-names>"


def _jats_entry(one: Reference, place: int, paper: Paper) -> str:
    label = f"<label>{place}</label>" if paper.entry_number else ""
    if place % 2 or paper.look.get("entries") == "printed":
        return f"{label}<mixed-citation>{escape(one.printed)}</mixed-citation>"
    return f"{label}<element-citation publication-type={quoteattr(_publication(one))}>{_fields(one)}</element-citation>"


def _publication(one: Reference) -> str:
    kinds = {
        "article-journal": "journal",
        "paper-conference": "confproc",
        "article-newspaper": "newspaper",
        "chapter": "book",
    }
    return kinds.get(one.fields["type"], one.fields["type"])


def _people(one: Reference) -> list[tuple[str, str]]:
    families, givens = one.fields["author"].split("; "), one.fields["author given"].split("; ")
    chinese = families[0][0] >= "\u3400"
    return [(family[: -len(given)] if chinese else family, given) for family, given in zip(families, givens, strict=True)]


def _fields(one: Reference) -> str:
    fields = one.fields
    people = "".join(
        f"<name><surname>{escape(family)}</surname><given-names>{escape(given)}</given-names></name>"
        for family, given in _people(one)
    )
    book = fields["type"] in ("book", "thesis", "report")
    tag = "chapter-title" if fields["type"] == "chapter" else "article-title"
    title = "" if book else f"<{tag}>{escape(fields['title'])}</{tag}>"
    source = fields["title"] if book else fields.get("container-title", "")
    first, _, last = fields.get("page", "").partition("-")
    pairs = (
        ("source", source),
        ("year", one.year),
        ("volume", fields.get("volume", "")),
        ("issue", fields.get("issue", "")),
        ("fpage", first),
        ("lpage", last),
        ("publisher-loc", fields.get("publisher-place", "")),
        ("publisher-name", fields.get("publisher", "")),
    )
    doi = f'<pub-id pub-id-type="doi">{fields["DOI"]}</pub-id>' if "DOI" in fields else ""
    month, day = fields["issued"].split("-")[1:] if "-" in fields["issued"] else ("", "")
    found = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in (*pairs, ("month", month), ("day", day)) if text)
    return f'<person-group person-group-type="author">{people}</person-group>{title}{found}{doi}'


def tei_of(paper: Paper) -> Written:
    """Return a paper in TEI."""

    def link(place: int, text: str) -> str:
        return f'<ref type="bibr" target="#b{place}">{text}</ref>'

    def paragraph(sentences: tuple[Sentence, ...]) -> str:
        return _paragraph(paper, sentences, link, '<hi rend="superscript">{}</hi>', '<note place="foot">{}</note>')

    body: list[str] = []
    for block in paper.body:
        if isinstance(block, Heading):
            label = f" n={quoteattr(number)}" if (number := _number(block)) else ""
            head = f"<head{label}>{escape(block.title if label else block.printed)}</head>"
            body.append(f"{'</div>' if body else ''}<div>{head}")
        elif isinstance(block, Grid):
            rows = "".join(
                "<row>"
                + "".join(f'<cell cols="{cell.columns}" rows="{cell.rows}">{escape(cell.text)}</cell>' for cell in row)
                + "</row>"
                for row in block.rows
            )
            note = f"<note>{escape(block.note)}</note>" if block.note else ""
            body.append(
                f'<figure type="table"><head>{block.label}</head><figDesc>{escape(block.title)}</figDesc>'
                f"<table>{rows}</table>{note}</figure>"
            )
        else:
            body.append(paragraph(block))
    entries = "".join(
        f'<biblStruct xml:id="b{place}">{_tei_entry(one, place)}</biblStruct>' for place, one in enumerate(paper.references)
    )
    authors = "".join(
        f"<author><persName><forename>{name[1:] if paper.language == 'zh' else name.split()[0]}</forename>"
        f"<surname>{name[0] if paper.language == 'zh' else name.split()[1]}</surname></persName></author>"
        for name in paper.authors
    )
    words = "".join(f"<term>{escape(word)}</term>" for word in paper.keywords)
    listed = f"<back><div type='references'><listBibl>{entries}</listBibl></div></back>" if paper.list_heading else ""
    title = f"<title level='a' type='main'>{escape(paper.title)}</title>"
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader xml:lang="{paper.language}">
<fileDesc><titleStmt>{title}</titleStmt><sourceDesc><biblStruct><analytic>
{authors}{title}</analytic></biblStruct></sourceDesc></fileDesc><profileDesc><textClass><keywords>{words}</keywords></textClass>
<abstract><div>{paragraph(paper.abstract)}</div></abstract></profileDesc></teiHeader><text><body>{"".join(body)}</div></body>{listed}</text></TEI>"""
    return Written("xml", content.encode(), _truth(paper, "References"))


def _tei_entry(one: Reference, place: int) -> str:
    if place % 2:
        return f'<note type="raw_reference">{escape(one.printed)}</note>'
    fields = one.fields
    people = "".join(
        f"<author><persName><forename>{escape(given)}</forename><surname>{escape(family)}</surname></persName></author>"
        for family, given in _people(one)
    )
    first, _, last = fields.get("page", "").partition("-")
    scopes = "".join(
        f'<biblScope unit="{unit}">{text}</biblScope>'
        for unit, text in (("volume", fields.get("volume")), ("issue", fields.get("issue")))
        if text
    )
    scopes += f'<biblScope unit="page" from="{first}" to="{last}"/>' if last else ""
    doi = f'<idno type="DOI">{fields["DOI"]}</idno>' if "DOI" in fields else ""
    date = f'<date type="published" when="{fields["issued"]}">{one.year}</date>'
    publisher = (
        f"<publisher>{escape(fields['publisher'])}</publisher>"
        f"<pubPlace>{escape(fields.get('publisher-place', ''))}</pubPlace>"
        if "publisher" in fields
        else ""
    )
    if "container-title" not in fields:
        title = f"<title level='m'>{escape(fields['title'])}</title>"
        return f"<monogr>{title}{people}<imprint>{publisher}{date}</imprint></monogr>"
    level = "j" if fields["type"] == "article-journal" else "m"
    analytic = f"<analytic><title level='a'>{escape(fields['title'])}</title>{people}{doi}</analytic>"
    host = f"<title level='{level}'>{escape(fields['container-title'])}</title>"
    return f"{analytic}<monogr>{host}<imprint>{publisher}{scopes}{date}</imprint></monogr>"
