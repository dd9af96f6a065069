"""One side of a comparison: a paper's records with their places in files, and its audit."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.audit.checks import Check
from cbec_kg.audit.report import checks_of
from cbec_kg.model.curated import Curation
from cbec_kg.model.joining import in_general
from cbec_kg.model.personal import PersonalVerdict
from cbec_kg.model.records import Exemption
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import NOWHERE, Where


class Side(Struct, frozen=True, kw_only=True):
    """A paper as it is compared.

    Attributes
    ----------
    place : str
        Where it was read from, as messages name it.
    snapshot : Snapshot
        Its records, exemptions included where they are known, and what was computed of them.
    checks : tuple of Check
        The checks of its audit.
    verdicts : tuple of PersonalVerdict
        The verdicts of its readers.
    where : mapping of str to Where
        Place in the folder's files of each record, by id; empty where there is no folder.
    """

    place: str
    snapshot: Snapshot
    checks: tuple[Check, ...]
    verdicts: tuple[PersonalVerdict, ...] = ()
    where: Mapping[str, Where] = {}

    def line_of(self, record: str) -> str:
        """Return file and line of a record: ``claims.yaml:42``; empty where they are not known."""
        where = self.where.get(record, NOWHERE)
        return f"{where.file}:{where.line}" if where != NOWHERE else ""


def side_of(place: str, snapshot: Snapshot, curation: Curation) -> Side:
    """Return a paper as it is compared, by its records as analyses read them and as its folder has them.

    Exemptions, which a snapshot leaves out, are added from the folder, and the places of their fragments with them.
    """
    exemptions = {one.id: in_general(one) for one in curation.of(Exemption)}
    return Side(
        place=place,
        snapshot=replace(
            snapshot,
            records=dict(sorted({**snapshot.records, **exemptions}.items())),
            places=tuple(replace(one, where=NOWHERE) for one in curation.places),
        ),
        checks=checks_of(curation),
        verdicts=curation.verdicts,
        where={record.id: record.where for record in curation.records.values()},
    )


def same_article(old: Side, new: Side) -> bool:
    """Return whether two sides are of one article: by their id, or because most passages of one are those of the other."""
    if old.snapshot.papers == new.snapshot.papers:
        return True
    digests = [{passage.sha256 for passage in side.snapshot.passages} for side in (old, new)]
    return 2 * len(digests[0] & digests[1]) > min(map(len, digests)) > 0
