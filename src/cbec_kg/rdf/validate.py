"""Hold a graph against the SHACL shapes; each violation names the record's file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cbec_kg.assets import asset_folder
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import read_utf8
from cbec_kg.model.iris import record_id
from cbec_kg.rdf.project import Project

if TYPE_CHECKING:
    import shacl

SHAPES = "shapes.ttl"


def read_shapes() -> shacl.Shapes:
    """Return the shipped shapes, compiled.

    Raises
    ------
    DataError
        When the file is no Turtle, a shape is malformed, or it has none: a broken file would find nothing wrong.
    """
    import shacl

    try:
        shapes = shacl.Shapes.from_turtle(read_utf8(asset_folder("ontology") / SHAPES, SHAPES))
    except ValueError as error:
        raise DataError([Problem(SHAPES, 0, f"the shapes are malformed: {' '.join(str(error).split())}")]) from None
    if not len(shapes):
        raise DataError([Problem(SHAPES, 0, "the shapes are malformed: there are none.")])
    return shapes


def validate(project: Project) -> None:
    """Raise when the union of a project's graphs does not conform to ``shapes.ttl``.

    Raises
    ------
    DataError
        One problem a violation: the record's place, the shape's message, and the value at fault.
    """
    report = read_shapes().validate_text(project.nquads(), format="nquads")
    if not report.conforms:
        raise DataError(_problems(project, report.serialize("ntriples")))


def _problems(project: Project, report: str) -> list[Problem]:
    from rdflib import RDF, SH, Graph, Literal

    graph = Graph().parse(data=report, format="nt")
    problems = []
    for result in graph.subjects(RDF.type, SH.ValidationResult):
        focus = str(graph.value(result, SH.focusNode))
        messages = [text for text in graph.objects(result, SH.resultMessage) if isinstance(text, Literal)]
        message = next((text for text in messages if text.language == "en"), messages[0] if messages else "does not conform")
        path, value = graph.value(result, SH.resultPath), graph.value(result, SH.value)
        found = f" (found {value})" if value is not None else ""
        local = record_id(focus) or focus
        record = project.curation.records.get(local.partition("/")[0])
        name = str(path).rpartition("#")[2].rpartition("/")[2] if path is not None else ""
        text = f"{local}{f'.{name}' if name else ''}: {message}{found}"
        problems.append(Problem(record.where.file, record.where.line, text) if record else Problem(local, 0, text))
    return problems
