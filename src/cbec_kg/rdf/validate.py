"""Hold a dataset against the SHACL shapes; each violation names the record's file and line."""

from __future__ import annotations

from cbec_kg.assets import asset_folder
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import record_id
from cbec_kg.rdf.project import Project


def validate(project: Project) -> None:
    """Raise when the union of a project's graphs does not conform to ``shapes.ttl``.

    The shapes themselves are validated first: a malformed shape would otherwise conform to everything.

    Raises
    ------
    DataError
        One problem a violation: the record's place, the shape's message, and the value at fault.
    """
    import pyshacl
    from rdflib import RDF, SH, Graph, Literal

    data = Graph()
    for graph in project.dataset.graphs():
        for triple in graph:
            data.add(triple)
    shapes = Graph().parse(data=read_bytes(asset_folder("ontology") / "shapes.ttl"), format="turtle")
    try:
        conforms, report, text = pyshacl.validate(
            data, shacl_graph=shapes, meta_shacl=True, inference="none", advanced=False
        )
    except pyshacl.errors.ReportableRuntimeError as error:
        conforms, report, text = False, None, str(error)
    if conforms:
        return
    if not isinstance(report, Graph):
        raise DataError([Problem("shapes.ttl", 0, f"the shapes are malformed: {' '.join(str(text).split())[:300]}")])
    problems = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode))
        messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)]
        message = next((m for m in messages if m.language == "en"), messages[0] if messages else "does not conform")
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        found = f" (found {value})" if value is not None else ""
        local = record_id(focus) or focus
        record = project.curation.records.get(local.partition("/")[0])
        name = str(path).rpartition("#")[2].rpartition("/")[2] if path is not None else ""
        said = f"{local}{f'.{name}' if name else ''}: {message}{found}"
        problems.append(Problem(record.where.file, record.where.line, said) if record else Problem(local, 0, said))
    raise DataError(problems)
