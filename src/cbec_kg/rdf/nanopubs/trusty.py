"""Trusty URIs of module RA: an IRI that has the digest of the named graphs that it stands for, which may name it themselves.

Source: trusty URI specification, version 1 (https://trustyuri.net/spec), section "Module RA", which has no
blank nodes.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad

_CODE = re.compile(r"(?<![A-Za-z0-9_-])RA[A-Za-z0-9_-]{43}\Z")


def code_in(iri: str) -> str:
    """Return the artifact code that an IRI ends with, empty when it ends with none of module RA.

    Examples
    --------
    >>> code_in("http://example.org/r1.RAcbjcRIQozo2wBMq4WcCYkFAjRz0AX-Ux3PquZZrC68s")
    'RAcbjcRIQozo2wBMq4WcCYkFAjRz0AX-Ux3PquZZrC68s'
    >>> code_in("http://example.org/r1")
    ''
    """
    found = _CODE.search(iri)
    return found.group() if found else ""


def canonical_text(quads: Iterable[Quad], code: str) -> str:
    """Return the statements as the digest and a signature are made of them: in order, four lines each.

    Parameters
    ----------
    code : str
        The artifact code, or what stands in its place until it is known: in IRIs it is left blank.

    Raises
    ------
    ValueError
        For a blank node, and for a statement about a statement.
    """
    return "".join(text for _, text in sorted({_entry(quad, code) for quad in quads}))


def artifact_code(canonical: str) -> str:
    """Return the artifact code of statements by their canonical text: RA, and its SHA-256 digest in 43 characters.

    Examples
    --------
    >>> artifact_code("")
    'RA47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    return f"RA{urlsafe_b64encode(sha256(canonical.encode()).digest()).decode().rstrip('=')}"


def _entry(quad: Quad, code: str) -> tuple[tuple[str, ...], str]:
    """Return the sort key and the lines of a statement: IRIs before literals; of equal texts, that with a language first."""
    graph, subject, predicate = (_blanked(term, code) for term in (quad.graph_name, quad.subject, quad.predicate))
    value = quad.object
    if isinstance(value, Literal):
        language = (value.language or "").lower()
        datatype = "" if language else value.datatype.value
        text = value.value.replace("\\", "\\\\").replace("\n", "\\n")
        order = ("literal", value.value, datatype, language)
        shown = f"@{language} {text}" if language else f"^{datatype} {text}"
    else:
        shown = _blanked(value, code)
        order = ("iri", shown, "", "")
    return (graph, subject, predicate, *order), f"{graph}\n{subject}\n{predicate}\n{shown}\n"


def _blanked(term: object, code: str) -> str:
    if not isinstance(term, NamedNode):
        raise ValueError("has a blank node or a statement without a graph")
    return term.value.replace(code, " ")
