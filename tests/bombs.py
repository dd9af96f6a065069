"""Queries that take more than anybody should be given: each of another kind, and what it uses up."""

from __future__ import annotations

BOMBS = {
    "ordered-product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "doubled-text": "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789abcdef' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(28))
    + " BIND(?a28 AS ?z) }",
    "replaced-text": "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789abcdef' AS ?a0) "
    + " ".join(f"BIND(REPLACE(?a{n}, '(.)', '$1$1') AS ?a{n + 1})" for n in range(28))
    + " BIND(?a28 AS ?z) }",
    "minus-over-a-product": "SELECT * { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?x ?y . ?d ?z ?w . ?g ?h ?i } }",
    "sub-selects": "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } } "
    "{ SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f } } }",
    "long-path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:a>)* ?b . ?c (!<x:a>|^!<x:a>)* ?d . ?e (!<x:a>)* ?f }",
    "joined-text": "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator=' ')) AS ?n) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "many-rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}  # fmt: skip
"""By name; each ends over a limit of time, memory, rows or bytes, whatever the graph."""
