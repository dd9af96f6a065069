"""What is published about cited works as a page carries it: states and lines by record, and the words of their part."""

from __future__ import annotations

from typing import get_args

from cbec_kg.model.published import NoticeState
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.context import RenderContext
from cbec_kg.render.explorer.record_facts import Payload
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, in_both
from cbec_kg.render.published_texts import published_lines, state_name

_EFFECTS = ("falls", "weakened", "parts")
_TEXTS = ("heading", "hint", "withdraw")


def notice_payload(snapshot: Snapshot) -> Payload | None:
    """Return what is published about what is cited; None where nothing is.

    Returns
    -------
    dict
        ``records``: of each reference, source and statement that is touched, by name, its ``state`` (``withdrawn``,
        ``falls``, ``parts`` for what loses parts alone, ``proposed``), and ``lines`` by language. ``withdrawn``: the sources
        that are. ``states`` and ``texts``: words.
    """
    if not snapshot.notices:
        return None
    contexts = {language: RenderContext(snapshot, language) for language in LANGUAGES}
    states = {one.reference: "proposed" for one in snapshot.notices if one.proposed}
    states |= {name: state for name, (state, _) in snapshot.notice_states.items()}
    outcomes = contexts["en"].noticed
    states |= {name: one.state if one.state in _EFFECTS else "parts" for name, one in outcomes.items()}
    names = {state: {language: state_name(state, language) for language in LANGUAGES} for state in get_args(NoticeState)}
    names |= {"proposed": in_both("notices", "page-proposed")}
    names |= {state: in_both("notices", f"page-{state}") for state in _EFFECTS}
    return {
        "records": {
            name: {
                "state": state,
                "lines": {code: list(map(shown_text, published_lines(name, contexts[code]))) for code in LANGUAGES},
            }
            for name, state in sorted(states.items())
        },
        "withdrawn": list(snapshot.withdrawn),
        "states": names,
        "texts": {name: in_both("notices", f"page-{name}") for name in _TEXTS},
    }
