"""The records as notes for Obsidian: one Markdown file a record, with typed links as properties and, in words, in the text.

Every link leads to a note that is there. Texts of a curation are shown as they are: nothing in them is markup, a link, a
tag, a field or a command of a plug-in. Names are those of records, made safe for every system of files.

Source: Obsidian's help, Properties and Internal links; the inline fields and queries of Dataview; the tags of Templater.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from cbec_kg.errors import visible
from cbec_kg.evidence.grades import grade_of
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import resource_iri
from cbec_kg.model.links import STATEMENT_KINDS, Link
from cbec_kg.model.records import Article, Countermeasure, Problem, Record, Section
from cbec_kg.model.schema import named_by
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.console.tables import markdown_text
from cbec_kg.render.language.catalogue import LANGUAGES, in_both, words
from cbec_kg.render.language.wording import field_word

_FURTHER_MARKS = re.compile(r"[$%=^@]|(?<=:):")
"""What Obsidian and its plug-ins would take for their own besides Markdown: formulas, comments, highlights, fields."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\\/:*?"<>|#^\[\]\s]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 100

_BY_LINKS = frozenset(
    ("addresses", "answers", "caused_by", "concluded_from", "countermeasure", "leads_to", "on", "problem", "reference",
     "source")
)  # fmt: skip
"""Fields whose records are linked by the links of the graph."""


def note_names(names: Iterable[str]) -> dict[str, str]:
    """Return a file name for each record's name, without its ending: safe on every system, and no two alike in any case.

    Examples
    --------
    >>> note_names(["claim-a", "Claim-A", "con", "a/b:c", "claim-x."])
    {'claim-a': 'claim-a', 'Claim-A': 'Claim-A-2', 'con': 'note-con', 'a/b:c': 'a-b-c', 'claim-x.': 'claim-x'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        safe = _FORBIDDEN.sub("-", name).strip(". ") or "-"
        if len(safe) > _LONGEST_NAME:
            safe = f"{safe[:_LONGEST_NAME]}-{sha256(name.encode()).hexdigest()[:8]}"
        safe = f"note-{safe}" if _RESERVED.fullmatch(safe) else safe
        number, chosen = 1, safe
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{safe}-{number}"
        taken.add(chosen.casefold())
        found[name] = chosen
    return found


def plain_text(text: str) -> str:
    """Return a text on one line that Obsidian and its plug-ins show as it is.

    Examples
    --------
    >>> print(plain_text("a [[b]] `= c` <% d %> e:: #f"))
    a \\[\\[b\\]\\] \\`\\= c\\` \\<\\% d \\%\\> e:\\: \\#f
    """
    return _FURTHER_MARKS.sub(r"\\\g<0>", markdown_text(" ".join(text.split())))


def obsidian_notes(curation: Curation, snapshot: Snapshot, folder: str = "") -> dict[str, str]:
    """Return the notes of a paper by path, below a `folder` where it stands beside others."""
    notes = _Notes(curation, snapshot, folder)
    return {f"{notes.path(name)}.md": notes.note(name) for name in notes.names}


class _Notes:
    """The notes of one paper, each made from its record, its links and what was computed of it."""

    def __init__(self, curation: Curation, snapshot: Snapshot, folder: str) -> None:
        self._curation, self._snapshot = curation, snapshot
        self.names = note_names(snapshot.records)
        self._folder = f"{next(iter(note_names([folder]).values()))}/" if folder else ""

    def path(self, name: str) -> str:
        """Return where a record's note is, and what links call it."""
        return f"{self._folder}{self.names[name]}"

    def note(self, name: str) -> str:
        """Return the text of a record's note."""
        record = self._snapshot.records[name]
        links = self._links(name, record)
        labels = dict.fromkeys(self._snapshot.text(name, language) for language in LANGUAGES)
        head = _properties(
            self._facts(name, labels), {key: [self.path(other) for other in ends] for key, ends in links.items()}
        )
        body = [f"# {plain_text(next(iter(labels)))}", *(plain_text(label) for label in [*labels][1:])]
        body.append(self._kind(name))
        for title, lines in (("note-places", self._places(name)), ("note-links", self._link_lines(name, record))):
            if lines:
                body += [f"## {_both(in_both('packages', title))}", "\n".join(f"- {line}" for line in lines)]
        return head + "\n\n".join(body) + "\n"

    def _kind(self, name: str) -> str:
        """Return in a line what a record is, with its grade and what the audit says of it."""
        kind = self._snapshot.kinds[name]
        parts = [f"**{_both({one: self._snapshot.label(kind, one) for one in LANGUAGES})}**"]
        if kind in STATEMENT_KINDS:
            grade = grade_of(self._snapshot.lines_to.get(name, ()))
            parts.append(_both({one: words("grades", one)(f"rule-{grade}") for one in LANGUAGES}))
        return " – ".join(parts)

    def _facts(self, name: str, labels: Mapping[str, None]) -> dict[str, str | list[str]]:
        snapshot, where = self._snapshot, self._curation.records[name].where
        kind = snapshot.kinds[name]
        facts: dict[str, str | list[str]] = {
            "aliases": [_without_links(label) for label in labels],
            "tags": ["cbec-kg", f"cbec-kg/{kind}"],
            "type": kind,
            "id": name,
            "iri": resource_iri(snapshot.folder_id, name),
        }
        if where.file:
            facts["file"] = f"{where.file}:{where.line}"
        locators = list(dict.fromkeys(at.locator for at in getattr(snapshot.records[name], "at", ())))
        facts |= {"locators": locators} if locators else {}
        if kind in STATEMENT_KINDS:
            facts["grade"] = grade_of(snapshot.lines_to.get(name, ()))
        if name in snapshot.audited:
            facts["audit"] = snapshot.audited[name].verdict
        return facts

    def _links(self, name: str, record: Record) -> dict[str, list[str]]:
        """Return the records that a record is linked to, by the kind of link, both ways, then by its other fields."""
        found: dict[str, dict[str, None]] = {}
        for verb, other, _ in self._of_graph(name):
            key = words("trace", "en")(verb).replace(" ", "-")
            found.setdefault(key, {})[other] = None
        for field, other in self._of_fields(record):
            found.setdefault(field.replace("_", "-"), {})[other] = None
        return {key: list(ends) for key, ends in found.items()}

    def _of_graph(self, name: str) -> Iterable[tuple[str, str, Link]]:
        for link in self._snapshot.incoming.get(name, ()):
            yield f"verb-in-{link.relation}", link.start, link
        for link in self._snapshot.outgoing.get(name, ()):
            yield f"verb-out-{link.relation}", link.end, link

    def _of_fields(self, record: Record) -> Iterable[tuple[str, str]]:
        for one in named_by(record):
            if one.field not in _BY_LINKS and one.id in self.names:
                yield one.field, one.id
        if isinstance(record, Article):
            yield from (("problem", one.id) for one in self._snapshot.of(Problem))
            yield from (("countermeasure", one.id) for one in self._snapshot.of(Countermeasure))
            yield from (("section", one.id) for one in self._snapshot.of(Section) if one.parent is None)

    def _places(self, name: str) -> list[str]:
        record = self._snapshot.records[name]
        return [f"{plain_text(at.locator)} “{plain_text(at.fragment)}”" for at in getattr(record, "at", ())]

    def _link_lines(self, name: str, record: Record) -> list[str]:
        """Return the links of a record in words of both languages, with role, basis and reason."""
        lines = []
        for verb, other, link in self._of_graph(name):
            terms = [f"role-{link.role}" if link.role else "", f"basis-{link.basis}"]
            marks = (_both({one: self._snapshot.label(term, one) for one in LANGUAGES}) for term in terms if term)
            why = [plain_text(f"{link.why.zh} / {link.why.en}")] if link.why else []
            verb_text = _both({one: words("trace", one)(verb) for one in LANGUAGES})
            lines.append(" – ".join([f"{verb_text} {self._to(other)}", "; ".join(marks), *why]))
        lines += [f"{_both(field_word(field))} {self._to(other)}" for field, other in self._of_fields(record)]
        return lines

    def _to(self, name: str) -> str:
        label = " / ".join(dict.fromkeys(self._snapshot.text(name, language) for language in LANGUAGES))
        return f"[[{self.path(name)}]] {plain_text(label)}"


def _both(text: Mapping[str, str]) -> str:
    return " · ".join(dict.fromkeys(plain_text(text[language]) for language in LANGUAGES))


def _without_links(text: str) -> str:
    """Return a text that a property holds, of which Obsidian would make a link where it is in double brackets."""
    return re.sub(r"(\[)(?=\[)|(\])(?=\])", r"\1\2 ", " ".join(text.split()))


def _properties(facts: Mapping[str, str | list[str]], links: Mapping[str, list[str]]) -> str:
    """Return the properties of a note as YAML; each value in double quotes, without what a template would run."""
    lines = []
    for key, value in facts.items():
        lines += _property(key, value)
    for key, paths in links.items():
        lines += _property(key, [f"[[{path}]]" for path in paths])
    return "\n".join(["---", *lines, "---", "", ""])


def _property(key: str, value: str | list[str]) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {_quoted(value)}"]
    return [f"{key}:", *(f"  - {_quoted(item)}" for item in value)]


def _quoted(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False).replace("<", "\\u003c")
