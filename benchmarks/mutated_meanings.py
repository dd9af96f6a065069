"""More kinds of mutations for `reliability_mutations.py`: what a number, a statement, a source or a section is said to be.

Each says in its first line what is changed, and when the text decides it by a plain criterion; it knows nothing of the
package's rules.
"""

from __future__ import annotations

import re
from copy import deepcopy
from random import Random
from typing import Any

from reliability_mutations import Folder, Mutation, Row, _figure, figures, plain

_TIME = re.compile(r"((?:19|20)\d\d)(?:年?[~～—–-]((?:19|20)\d\d))?(?!\d)")
_STATEMENTS = ("claims.yaml", "facets.yaml", "measures.yaml", "problems.yaml")


def _clause(folder: Folder, row: Row) -> str:
    """What stands before a figure's print in its clause; empty where the print stands nowhere or more than once."""
    text, printed = folder.printed_at(row), plain(row["printed"])
    before, found, after = text.partition(printed)
    return re.split(r"[，；。：]", before)[-1] if found and printed not in after else ""


def _names(row: Row) -> list[str]:
    return [plain(name) for name in (row["zh"], row["en"], *row.get("also", ()))]


def indicator(folder: Folder, random: Random) -> Mutation | None:
    """Another indicator; decided where the clause has the whole name of the old one, 电子商务 as 电商, not of the new."""
    row, new = random.choice(figures(folder)), random.choice(folder.rows("indicators.yaml"))
    indicators = {one["id"]: plain(one["zh"]) for one in folder.rows("indicators.yaml")}
    clause = _clause(folder, row).replace("电子商务", "电商")
    clause = _TIME.sub("", clause).replace("年", "")
    decided = indicators.get(row["indicator"], "-") in clause and indicators[new["id"]] not in clause
    return _figure(folder, "indicator of another figure", row, indicator=new["id"]) if decided else None


def span(folder: Folder, random: Random) -> Mutation | None:
    """Another year or span that the section prints; decided where the clause has the old one alone, and no comparison."""
    row = random.choice(figures(folder))
    section = "".join(folder.sections[anchor.partition(".")[0]] for anchor in row["at"])
    times = {"/".join(filter(None, pair)) for pair in _TIME.findall(section)}
    clause = _clause(folder, row)
    found = ["/".join(filter(None, pair)) for pair in _TIME.findall(clause)]
    new = random.choice(sorted(times | {"unknown"}))
    decided = found == [row["period"]] and new != row["period"] and not re.search("[比与较从]|以来|同期", clause)
    return _figure(folder, "period of another clause", row, period=new) if decided else None


def part_of_year(folder: Folder, random: Random) -> Mutation | None:
    """A part of the year; decided where the passage has no word for one."""
    row = random.choice(figures(folder))
    part = random.choice(("S1", "S2", "Q1", "Q3", "Q4", "05", "12", "06-30"))
    decided = re.fullmatch(r"\d{4}", row["period"]) and not re.search("[季月日底末初]|半年", folder.printed_at(row))
    clause = _clause(folder, row)
    return (
        _figure(folder, "part of a year", row, period=f"{row['period']}-{part}")
        if decided and _TIME.search(clause)
        else None
    )


def comparison(folder: Folder, random: Random) -> Mutation | None:
    """Another base that the section prints, or an unknown one; decided where the clause says 与…年相比, 同比 or 与上年."""
    row = random.choice([one for one in figures(folder) if "base" in one])
    section = "".join(folder.sections[anchor.partition(".")[0]] for anchor in row["at"])
    clause, year = _clause(folder, row), row["period"][:4]
    said = re.search(r"[与比较]((?:20)\d\d)年", clause)
    before = str(int(year) - 1) if year.isdigit() else ""
    allowed = {said[1]} if said else {"previous-year", before} if re.search("同比|[与比较]上年", clause) else set()
    allowed |= {"previous-year", "previous-period"} if before in allowed or "previous-year" in allowed else set()
    new = random.choice(sorted({"unknown", *re.findall(r"20[012]\d", section)}))
    decided = allowed and new not in allowed
    return _figure(folder, "base of the clause", row, base=new) if decided else None


def dropped_operator(folder: Folder, random: Random) -> Mutation | None:
    """The word for an operator left out with it; decided where it stands right at the number in the passage."""
    row = random.choice(figures(folder))
    printed = re.sub("^(?:超过|突破|接近|近|约)|多", "", plain(row["printed"]))
    decided = row["operator"] != "equal" and printed != plain(row["printed"]) and re.match(r"\d", printed)
    if "多" in row["printed"]:
        return None
    return _figure(folder, "operator left out", row, printed=printed, operator="equal") if decided else None


def level_as_other(folder: Folder, random: Random) -> Mutation | None:
    """A share or rank for a level; decided where the print has 元 or a measure word for things."""
    row = random.choice(figures(folder))
    decided = row["kind"] == "level" and re.search("元|[家个种]", row["printed"])
    return _figure(folder, "level as share or rank", row, kind=random.choice(("share", "rank"))) if decided else None


def english(folder: Folder, random: Random) -> Mutation | None:
    """The English of two records; decided where each has all words of its own id and none of the other's."""
    name = random.choice(("entities.yaml", "indicators.yaml", "claims.yaml", "measures.yaml", "facets.yaml"))
    one, other = random.sample(folder.rows(name), 2)
    words = {row["id"]: set(row["id"].split("-")[1:]) for row in (one, other)}
    for row, new in ((one, other), (other, one)):
        own = set(re.findall("[a-z]+", row["en"].lower()))
        if not words[row["id"]] <= own or words[new["id"]] & own:
            return None
    both = random.random() < 0.5
    changes = {one["id"]: {"en": other["en"]}} | ({other["id"]: {"en": one["en"]}} if both else {})
    kind = "English exchanged" if both else "English of another"
    return Mutation(kind, f"{one['id']} {other['id']}", folder.with_fields(name, changes))


def article(folder: Folder, random: Random) -> Mutation | None:
    """A digit of year, volume, issue, number or DOI; decided where the DOI has all of them in a row."""
    row = deepcopy(folder.files["article.yaml"])
    found = re.fullmatch(r".*\.(\d{4})\.(\d+)", row.get("doi", ""))
    number = f"{row.get('volume')}{row.get('issue')}{row.get('number', ''):0>3}"
    if not found or (found[1], found[2]) != (row.get("year"), number):
        return None
    name = random.choice(("year", "volume", "issue", "number", "doi"))
    place = random.randrange(len(row[name]) - (4 if name == "doi" else 0), len(row[name])) if name == "doi" else (
        random.randrange(len(row[name])))  # fmt: skip
    digit = random.choice([one for one in "123456789" if one != row[name][place]])
    row[name] = row[name][:place] + digit + row[name][place + 1 :]
    return Mutation("article against its DOI", f"{name} {row[name]}", folder.changed("article.yaml", row))


def page_or_author(folder: Folder, random: Random) -> Mutation | None:
    """A page seen or a character of the author; decided where the text does not print the new one."""
    row = deepcopy(folder.files["article.yaml"])
    if random.random() < 0.7:
        place = random.randrange(len(row["pages_seen"]))
        page = row["pages_seen"][place]
        at = random.randrange(len(page))
        new = page[:at] + random.choice("123456789") + page[at + 1 :]
        row["pages_seen"][place] = new
    else:
        new = row["first_author"][:-1] + random.choice("明华强军丽")
        row["first_author"] = new
    decided = not re.search(rf"(?<!\d){new}(?!\d)", folder.article)
    files = folder.changed("article.yaml", row)
    return Mutation("page or author", new, files) if decided else None


def year_in_words(folder: Folder, random: Random) -> Mutation | None:
    """Another year in the words of a statement; decided where its passage prints the old one, its section not the new."""
    name = random.choice((*_STATEMENTS, "tables.yaml", "figures.yaml", "sources.yaml"))
    rows = [row for row in folder.rows(name) if re.search(r"20[012]\d", row["zh"])]
    if not rows:
        return None
    row, language = random.choice(rows), random.choice(("zh", "en", "both"))
    years = re.findall(r"20[012]\d", row["zh"])
    old = random.choice(years)
    new = str(int(old) + random.choice((-12, -7, -2, -1, 1, 2, 6)))
    both = {key: row[key].replace(old, new) for key in ("zh", "en")}
    changes = both if language == "both" else {language: both[language]}
    if language == "both":
        if "at" not in row:
            return None
        sections = "".join(folder.sections[anchor.partition(".")[0]] for anchor in row["at"])
        if old not in folder.printed_at(row) or new in sections:
            return None
    elif old not in row["en"] or new in row["zh"] + row["en"]:
        return None
    return Mutation(
        "year in the words", f"{row['id']} {language} {old} -> {new}", folder.with_fields(name, {row["id"]: changes})
    )


def about(folder: Folder, random: Random) -> Mutation | None:
    """Another thing that a statement is about, or that is listed; decided where the passage names the old one alone, and the
    whole section no two characters in a row of the new one's names."""
    name = random.choice((*_STATEMENTS, "statistics.yaml"))
    key = random.choice(("about", "members"))
    rows = [row for row in folder.rows(name) if row.get(key)]
    if not rows:
        return None
    row, new = random.choice(rows), random.choice(folder.rows("entities.yaml"))
    entities = {one["id"]: one for one in folder.rows("entities.yaml")}
    old = random.choice(row[key])
    sections = "".join(folder.sections[anchor.partition(".")[0]] for anchor in row["at"])
    pieces = {label[at : at + 2] for label in _names(new) for at in range(len(label) - 1)}
    if old not in entities or any(piece in sections for piece in pieces) or new["id"] in row[key]:
        return None
    if not any(label in folder.printed_at(row) for label in _names(entities[old])):
        return None
    changed = [new["id"] if one == old else one for one in row[key]]
    files = folder.with_fields(name, {row["id"]: {key: changed}})
    return Mutation("about or members", f"{row['id']}: {old} -> {new['id']}", files)


def place_of_statement(folder: Folder, random: Random) -> Mutation | None:
    """Another place of a statement; decided where its passage names the old one and not the new one."""
    name = random.choice(_STATEMENTS)
    row = random.choice(folder.rows(name))
    places = {one["id"]: one for one in folder.rows("entities.yaml") if one["id"].startswith("place-")}
    new = random.choice(list(places.values()))
    if row["place"] not in places or "place_basis" in row:
        return None
    text = folder.printed_at(row)
    named = any(label in text for label in _names(places[row["place"]]))
    decided = named and not any(label in text or label[:2] in text for label in _names(new))
    files = folder.with_fields(name, {row["id"]: {"place": new["id"]}})
    return Mutation("place of a statement", f"{row['id']}: {new['id']}", files) if decided else None


def linked_source(folder: Folder, random: Random) -> Mutation | None:
    """Another citation that a statement rests on as stated; decided where its own sentence has the old one alone."""
    name = random.choice((*_STATEMENTS, "statistics.yaml"))
    row = random.choice([one for one in folder.rows(name) if one.get("rests_on")])
    citations = {one["id"]: one["at"][0].partition(" ")[0] for one in folder.rows("citations.yaml")}
    here = {anchor.partition(" ")[0] for anchor in row["at"]}
    links: list[dict[str, Any]] = deepcopy(row["rests_on"])
    link, new = random.choice(links), random.choice(sorted(citations))
    stated = link["basis"] == "stated" and citations.get(link["on"]) in here and len(links) == 1
    if not stated or citations[new] in here:
        return None
    old, link["on"] = link["on"], new
    files = folder.with_fields(name, {row["id"]: {"rests_on": links}})
    return Mutation("citation of another sentence", f"{row['id']}: {old} -> {new}", files)


def parent(folder: Folder, random: Random) -> Mutation | None:
    """Another parent of a section; always decided by its number."""
    row = random.choice([one for one in folder.rows("sections.yaml") if "parent" in one])
    new = random.choice([one["id"] for one in folder.rows("sections.yaml") if one["id"] not in (row["id"], row["parent"])])
    files = folder.with_fields("sections.yaml", {row["id"]: {"parent": new}})
    return Mutation("parent of a section", f"{row['id']}: {new}", files)


def column(folder: Folder, random: Random) -> Mutation | None:
    """The labels, indicators or units of two columns; decided where one label alone has 出口, 进口 or 增长 of the two."""
    table = deepcopy(random.choice(folder.rows("tables.yaml")))
    if len(table["columns"]) < 2:
        return None
    one, other = random.sample(table["columns"], 2)
    marks = [{word for word in ("出口", "进口", "增长") if word in row["zh"]} for row in (one, other)]
    key = random.choice(("zh", "indicator"))
    flows = {word for word in marks[0] ^ marks[1] if word != "增长"}
    if one[key] == other[key] or not (flows if key == "indicator" else marks[0] ^ marks[1]):
        return None
    keys = ("zh", "en") if key == "zh" else (key,)
    for name in keys:
        one[name], other[name] = other[name], one[name]
    files = folder.with_fields("tables.yaml", {table["id"]: {"columns": table["columns"]}})
    return Mutation("columns exchanged", f"{table['id']} {one['key']} {other['key']} {key}", files)


def counterpart(folder: Folder, random: Random) -> Mutation | None:
    """Another partner of a figure; decided where the passage names the old one and not the new one."""
    rows = [one for one in figures(folder) if "counterpart" in one]
    if not rows:
        return None
    row = random.choice(rows)
    places = {one["id"]: one for one in folder.rows("entities.yaml") if one["id"].startswith("place-")}
    new = random.choice(list(places.values()))
    text = folder.printed_at(row)
    named = row["counterpart"] in places and any(label in text for label in _names(places[row["counterpart"]]))
    decided = named and not any(label[:2] in text for label in _names(new))
    return _figure(folder, "partner of a figure", row, counterpart=new["id"]) if decided else None


def trend(folder: Folder, random: Random) -> Mutation | None:
    """The years or indicator of a trend; decided where the claim has the old year, or shares no two characters."""
    row = random.choice([one for one in folder.rows("claims.yaml") if "trends" in one])
    trends = deepcopy(row["trends"])
    said = plain(row["zh"]) + folder.printed_at(row)
    if random.random() < 0.5:
        old = trends[0]["period"][:4]
        new = str(int(old) + random.choice((-9, -4, -1, 2)))
        if old not in said or new in said:
            return None
        trends[0]["period"] = trends[0]["period"].replace(old, new, 1)
    else:
        chosen = random.choice(folder.rows("indicators.yaml"))
        label, new = plain(chosen["zh"]), chosen["id"]
        if any(label[at : at + 2] in said for at in range(len(label) - 1)):
            return None
        trends[0]["indicator"] = new
    return Mutation(
        "years or indicator of a trend",
        f"{row['id']}: {new}",
        folder.with_fields("claims.yaml", {row["id"]: {"trends": trends}}),
    )


def publisher(folder: Folder, random: Random) -> Mutation | None:
    """Another publisher, or kind, of a source; decided where its name has the old one's name, or 公报 or 报告."""
    row = random.choice(folder.rows("sources.yaml"))
    if random.random() < 0.5:
        kind = {"公报": "bulletin", "报告": "report"}
        old = {name for word, name in kind.items() if word in row["zh"]}
        new = random.choice([one for one in ("bulletin", "report", "newspaper") if one != row["kind"]])
        changes = {"kind": new} if old == {row["kind"]} else {}
    else:
        bodies = {one["id"]: one for one in folder.rows("entities.yaml") if one["id"].startswith("org-")}
        new = random.choice(list(bodies))
        own = bodies.get(row.get("publisher", ""))
        named = own is not None and any(label in plain(row["zh"]) for label in _names(own))
        other = any(label in plain(row["zh"]) for label in _names(bodies[new]))
        changes = {"publisher": new} if named and not other else {}
    files = folder.with_fields("sources.yaml", {row["id"]: changes})
    return Mutation("publisher or kind of a source", f"{row['id']}: {new}", files) if changes else None


MORE = (
    indicator, span, part_of_year, comparison, dropped_operator, level_as_other, english, article, page_or_author,
    year_in_words, about, place_of_statement, linked_source, parent, column, counterpart, trend, publisher,
)  # fmt: skip
"""How each kind is made, and in its first line when the text decides it."""
