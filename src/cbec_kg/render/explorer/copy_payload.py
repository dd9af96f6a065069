"""What a page finds the article's passages with in a reader's own copy: digests, never the text.

The page folds the copy as `cbec_kg.text.normalise` does and finds each passage as `cbec_kg.text.locate` does: by its
fragment, its length and its digest.
"""

from __future__ import annotations

from cbec_kg.curation.quoting import furniture_of
from cbec_kg.render.explorer.record_facts import Paper, Payload, papers_of
from cbec_kg.text.normalise import fold_tables


def copy_payload(curation: Paper) -> Payload:
    """Return what a copy is searched with.

    Returns
    -------
    dict
        ``passages``: locator, section, length, digest, offset of the fragment, fragment, prefix and suffix of each, in
        the order of the text; none of several papers. ``furniture``: a pattern of the article's own page furniture; empty
        when none is known. ``folding``: the tables of folding, invisible characters as code points.
    """
    known, tables = furniture_of(curation.article), fold_tables()
    passages = curation.passages if len(papers_of(curation)) == 1 else ()
    return {
        "passages": [
            [one.locator, one.section, one.length, one.sha256, one.offset, one.fragment, one.prefix, one.suffix]
            for one in passages
        ],
        "furniture": known.pattern if known else "",
        "folding": {
            "same": tables.same,
            "radicals": tables.radicals,
            "invisible": [ord(character) for character in tables.invisible],
        },
    }
