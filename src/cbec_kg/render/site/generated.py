"""The ontology's documentation as pyLODE makes it, a page a language; pyLODE is an optional extra.

pyLODE 3.2.0 runs the texts of all languages together, so it is given one language at a time. Its pages load nothing; a
Content-Security-Policy is put in all the same, and the language that pyLODE leaves out.
"""

from __future__ import annotations

from cbec_kg.errors import UsageError
from cbec_kg.render.html import content_policy
from cbec_kg.render.language.catalogue import LANGUAGES


def pylode_pages(ontology: str) -> dict[str, str]:
    """Return pyLODE's pages of an ontology in Turtle, by path.

    Raises
    ------
    UsageError
        When pyLODE is not installed.
    """
    return {f"pylode/{language}.html": _page(ontology, language) for language in LANGUAGES}


def _page(ontology: str, language: str) -> str:
    import logging
    import re

    logging.disable(logging.INFO)  # pyLODE turns messages on for the whole process when it is imported
    try:
        from pylode import OntPub

        page: str = OntPub(_in_language(ontology, language)).make_html()
    except ImportError as error:
        raise UsageError(f"pyLODE cannot be loaded: {error}. Install it: pip install 'cbec-kg[site]'.") from None
    finally:
        logging.disable(logging.NOTSET)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = content_policy([], styles)
    head = f'<head>\n    <meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace("<html>", f'<html lang="{language}">', 1).replace("<head>", head, 1)


def _in_language(ontology: str, language: str) -> str:
    from pyoxigraph import Literal, RdfFormat, parse, serialize

    quads = parse(ontology.encode(), format=RdfFormat.TURTLE)
    chosen = (q.triple for q in quads if not isinstance(q.object, Literal) or q.object.language in (None, language))
    return (serialize(chosen, format=RdfFormat.TURTLE) or b"").decode()
