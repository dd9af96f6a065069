"""The one door for HTML: text stays text, and a page may run and style itself only with what it carries.

Templates escape by themselves; data enters a page as JSON that no HTML parser can mistake for markup; the page's
Content-Security-Policy names the SHA-256 digest of each of its scripts and styles and forbids everything else, the
network first of all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_SHARED = Path(__file__).parent / "templates"
"""What templates of all pages include."""
_UNSAFE_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What cannot be shown: control characters but tab and new line, lone surrogates, marks that turn the text's direction."""
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(?:\./|((?:\.\./)+[a-z/]+/))([a-z-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|let|class) (\w+))", re.MULTILINE)
_WAITS = re.compile(r"^(?:const \w+ = )?[\w(]*\bawait ", re.MULTILINE)
"""A module that waits before it goes on: ``await`` in a statement at its top."""
_ENDS_ELEMENT = re.compile(r"</(script|style)|<!--", re.IGNORECASE)


def shown_text(text: str) -> str:
    """Return a text with what cannot be shown replaced by U+FFFD: control characters, lone surrogates, marks that turn
    the direction of the text around them.

    Examples
    --------
    >>> shown_text("a\\x00b")
    'a\ufffdb'
    """
    return _HIDDEN.sub("\ufffd", text)


def safe_json(value: object) -> Markup:
    """Return a value as JSON that may stand within a script element; keys keep their order.

    Examples
    --------
    >>> str(safe_json({"a": "</script>"}))
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_UNSAFE_IN_SCRIPT))


def raw_element_text(code: str) -> Markup:
    """Return a script or style of ours as it is, for a script or style element.

    Raises
    ------
    ValueError
        When the code would end its element.
    """
    found = _ENDS_ELEMENT.search(code)
    if found:
        raise ValueError(f"{found.group()!r} would end the element that the code stands in")
    return Markup(code)


def digest_source(code: str) -> str:
    """Return the source expression of a Content-Security-Policy that allows one inline script or style.

    Examples
    --------
    >>> digest_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def content_policy(
    scripts: Iterable[str], styles: Iterable[str], *, engine: bool = False, workers: bool = False, own_server: bool = False
) -> str:
    """Return a Content-Security-Policy that allows these inline scripts and styles and no request at all.

    With an engine, WebAssembly may be compiled; with it or `workers`, a worker be made from what the page carries; no text
    becomes code. With `own_server`, the page may ask the server that it came from, and no other.
    """
    allowed = [digest_source(code) for code in scripts] + ["'wasm-unsafe-eval'"] * engine
    further = "worker-src blob:; " * (engine or workers) + "connect-src 'self'; " * own_server
    styled = " ".join(digest_source(code) for code in styles)
    only = f"default-src 'none'; script-src {' '.join(allowed)}; {further}style-src {styled}"
    return f"{only}; img-src data:; base-uri 'none'; form-action 'none'"


def joined_modules(folder: Path, main: str) -> str:
    """Return one script from modules that import one another by ``import { a } from "./b.js";``, imported ones first.

    A module may be of another folder (``"../../explorer/static/dom.js"``); no two have one name.

    Each module keeps a scope of its own, as it has when a browser or Node loads it by itself, and may wait at its top.
    The module `main`, named without ``.js``, starts the others.

    Raises
    ------
    ValueError
        When modules import one another in a cycle, or two have one name.
    """
    parts: dict[str, tuple[Path, str]] = {}
    _gather(folder, main, parts, [])
    joined = "\n".join(part for _, part in parts.values())
    waits = any(_WAITS.search(part) for _, part in parts.values())
    return "'use strict';\n" + (f"(async () => {{\n{joined}\n}})();" if waits else joined)


def _gather(folder: Path, name: str, parts: dict[str, tuple[Path, str]], path: Sequence[str]) -> None:
    if name in path:
        raise ValueError(f"modules import one another in a cycle: {' -> '.join([*path, name])}")
    if name in parts:
        if parts[name][0] != folder.resolve():
            raise ValueError(f"two modules are called {name}: rename one")
        return
    code = (folder / f"{name}.js").read_text(encoding="utf-8")
    for _, elsewhere, imported in _IMPORT.findall(code):
        _gather(folder / elsewhere, imported, parts, [*path, name])
    exported = ", ".join(given for _, given in _EXPORT.findall(code))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = \3Module;\n", code))
    start = "await (async () =>" if _WAITS.search(body) else "(() =>"
    parts[name] = folder.resolve(), f"const {name}Module = {start} {{\n{body}return {{ {exported} }};\n}})();"


def render_page(
    templates: Path,
    name: str,
    scripts: Sequence[str],
    styles: Sequence[str],
    values: Mapping[str, object],
    *,
    packed: Sequence[str] = (),
    engine: bool = False,
    workers: bool = False,
) -> str:
    """Return a page from a template that places ``policy``, ``scripts`` and ``styles``, each in an element of its own.

    The page may run scripts that it carries `packed`, too, and what `content_policy` allows. All other text is escaped.
    """
    elements = {"scripts": list(map(raw_element_text, scripts)), "styles": list(map(raw_element_text, styles))}
    policy = content_policy([*scripts, *packed], styles, engine=engine, workers=workers)
    return render_template(templates, name, {"policy": policy, **elements, **values})


SITE_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; base-uri 'none'; "
    "form-action 'self' file:"
)
"""Content-Security-Policy of a page whose style sheet and script are files of the same site, or beside it on a disk; it may
ask nothing of any host, and its search form leads to a page of the site."""


def render_template(templates: Path, name: str, values: Mapping[str, object]) -> str:
    """Return a template of a folder with autoescaping and its values filled in."""
    return _environment(templates).get_template(name).render(**values)


@cache
def _environment(templates: Path) -> Environment:
    """Return an environment that escapes by itself and shows no invisible character; cached, with its templates."""
    return Environment(
        loader=FileSystemLoader([templates, _SHARED], encoding="utf-8"),
        autoescape=True,
        auto_reload=False,
        finalize=lambda value: shown_text(value) if type(value) is str else value,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
