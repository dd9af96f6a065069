"""The pages of a site, each rendered when it is first asked for: what a server shows of papers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath
from threading import Lock, RLock
from typing import TYPE_CHECKING, NamedTuple

from cbec_kg.api.workings import Workings

if TYPE_CHECKING:
    from cbec_kg.alignment.matches import Alignment
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.audit.report import Audit
    from cbec_kg.bibliography.entries import Bibliography
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.render.site.pages import Page, Site

_EXPLORER = "explorer.html"
_MOST_REMEMBERED = 64 << 20
"""Characters of rendered files that are remembered."""


class File(NamedTuple):
    """A file of the site: its content, and its ending, which tells its type."""

    content: str
    ending: str


class _Source:
    """One paper as a site is made from it, each value when it is first asked for."""

    def __init__(self, workings: Workings, endpoint: str) -> None:
        self._workings = workings
        self._endpoint = endpoint

    @property
    def snapshot(self) -> Snapshot:
        return self._workings.snapshot

    @property
    def bibliography(self) -> Bibliography:
        return self._workings.supplied

    @property
    def audit(self) -> Audit:
        return self._workings.audited

    @cached_property
    def nquads(self) -> str:
        from cbec_kg.store.opening import dump_nquads

        return self._workings.opened.read(dump_nquads)

    @cached_property
    def downloads(self) -> Mapping[str, str]:
        return {"graph.nq": self.nquads}

    @cached_property
    def explorer(self) -> str:
        from cbec_kg.api.building import page_of
        from cbec_kg.store.drawn import explorer_of

        def drawn() -> str:
            return page_of(self._workings, endpoint=self._endpoint).html

        if not self._workings.has_folder or self._workings.given is not None:
            return drawn()
        return explorer_of(self._workings.folder, self._workings.bibliography, self._endpoint, drawn)


def served_site(papers: Corpus, base: str, endpoint: str) -> ServedSite:
    """Return the site of some papers; see `ServedSite`."""
    from cbec_kg.api.building import MOST_TOGETHER, page_of_several

    def together() -> str:
        return page_of_several(papers._opened, papers._alignment, papers._curated, endpoint=endpoint).html

    some = 1 < len(papers.ids) <= MOST_TOGETHER
    return ServedSite(papers._workings, base, endpoint, lambda: papers._alignment, together if some else None)


class ServedSite:
    """The files of the site that `Corpus.site` writes, by path, rendered one at a time and remembered; and their data.

    Parameters
    ----------
    base : str
        Where it is served, with a slash at its end.
    endpoint : str
        The address, from an explorer's page, of what answers its queries.
    alignment : callable
        Gives what the papers have in common.
    together : callable or None
        Gives the explorer of all papers; None where there is none.
    """

    def __init__(
        self,
        workings: Sequence[Workings],
        base: str,
        endpoint: str,
        alignment: Callable[[], Alignment],
        together: Callable[[], str] | None = None,
    ) -> None:
        self._alignment = alignment
        self._together = together
        self._sources = tuple(_Source(one, endpoint) for one in workings)
        self._base = base
        self._lock, self._drawing = RLock(), Lock()
        self._made: OrderedDict[str, File] = OrderedDict()
        self._characters = 0

    @cached_property
    def _site(self) -> Site:
        from cbec_kg.render.site.assembly import site_of

        return site_of(self._sources, self._base, alignment=self._alignment(), together=self._together is not None)

    @cached_property
    def _explorer_of_all(self) -> str:
        return self._together() if self._together is not None else ""

    @property
    def first_explorer(self) -> str:
        """Return the path of the explorer of all papers, of the first one where there is none."""
        return _EXPLORER if self._together is not None else f"{self._sources[0].snapshot.folder_id}/{_EXPLORER}"

    @cached_property
    def _pages(self) -> Mapping[str, tuple[Page, str]]:
        from cbec_kg.render.language.catalogue import LANGUAGES
        from cbec_kg.render.site.addresses import placed

        site = self._site
        return {placed(page.path, code, site.root): (page, code) for page in site.pages for code in LANGUAGES}

    @property
    def papers(self) -> tuple[str, ...]:
        """Return the ids of the papers."""
        with self._lock:
            return tuple(self._site.papers)

    def stem_of(self, path: str) -> str | None:
        """Return the stem of the page at a path without an ending, None when the site has none there."""
        if path.rpartition("/")[2] == _EXPLORER:
            return None  # it is there before the rest of the site
        with self._lock:
            return path if path in self._site.by_page or f"{path}.html" in self._pages else None

    def placed(self, stem: str, language: str) -> str:
        """Return the path of the page of a stem, in the language of the site's root where none is named."""
        from cbec_kg.render.site.addresses import placed

        with self._lock:
            return placed(f"{stem}.html", language or self._site.root, self._site.root)

    def file(self, path: str) -> File | None:
        """Return a file of the site by its path, None when there is none."""
        if path.rpartition("/")[2] == _EXPLORER:
            return self._explorer(path)
        with self._lock:
            if path in self._made:
                self._made.move_to_end(path)
                return self._made[path]
            content = self._content(path)
            if content is None:
                return None
            self._made[path] = found = File(content, PurePosixPath(path).suffix)
            self._characters += len(content)
            while self._characters > _MOST_REMEMBERED and len(self._made) > 1:
                self._characters -= len(self._made.popitem(last=False)[1].content)
            return found

    def _explorer(self, path: str) -> File | None:
        """Return an explorer, which takes long to draw: meanwhile all else is sent."""
        if path == _EXPLORER and self._together is not None:
            with self._drawing:
                return File(self._explorer_of_all, ".html")
        for source in self._sources:
            if path == f"{source.snapshot.folder_id}/{_EXPLORER}":
                with self._drawing:
                    return File(source.explorer, ".html")
        return None

    def _content(self, path: str) -> str | None:
        from cbec_kg.render.site.assembly import description_of
        from cbec_kg.render.site.pages import STYLE, style_sheet
        from cbec_kg.render.site.search_index import FILES, search_files

        site = self._site
        if path in self._pages:
            return site.render(*self._pages[path])
        if path == STYLE:
            return style_sheet()
        if path in FILES:
            return search_files(site)[path]
        if path == "void.ttl":
            return description_of(site, self._downloads())
        if path == "404.html":
            return site.not_found()
        stem, dot, ending = path.rpartition(".")
        if dot and stem in site.by_page and ending in _DATA:
            return _DATA[ending](site, stem)
        folder, _, name = path.partition("/")
        if folder not in site.papers:
            return None
        if name == "linkset.json":
            return site.linkset(folder)
        return self._downloads().get(path) if name.startswith("download/") else None

    def _downloads(self) -> dict[str, str]:
        return {
            f"{folder}/download/{name}": content
            for folder, paper in self._site.papers.items()
            for name, content in paper.source.downloads.items()
        }


def _as_turtle(site: Site, stem: str) -> str:
    from cbec_kg.render.site.assembly import page_data
    from cbec_kg.render.site.graph_index import turtle

    return turtle(*page_data(site, stem))


def _as_json_ld(site: Site, stem: str) -> str:
    from cbec_kg.render.site.assembly import page_data
    from cbec_kg.render.site.graph_index import json_ld

    return json_ld(*page_data(site, stem))


def _as_ntriples(site: Site, stem: str) -> str:
    from cbec_kg.render.site.assembly import page_data

    return "".join(f"{triple} .\n" for triple in page_data(site, stem)[0])


_DATA: Mapping[str, Callable[[Site, str], str]] = {"ttl": _as_turtle, "jsonld": _as_json_ld, "nt": _as_ntriples}
"""How the data of a page are written, by the ending of their file."""
