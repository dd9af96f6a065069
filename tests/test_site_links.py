"""The site's links, the form of its pages, and what they may load."""

from __future__ import annotations

import posixpath
import re
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest

from cbec_kg.bibliography.styles import TITLES
from site_builder import SERVED, any_site, other_folder, pages_of, real_site, site, supplied_folder
from site_html import Element, parse

__all__ = ["any_site", "other_folder", "real_site", "site", "supplied_folder"]


class Server:
    """A site served on the loopback address, under a path with a prefix."""

    def __init__(self, root: Path) -> None:
        handler = partial(_Quiet, directory=str(root))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}/deep/er/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("served")
    (root / "deep").mkdir()
    (root / "deep" / "er").symlink_to(site)
    started = Server(root)
    yield started
    started.server.shutdown()
    started.server.server_close()


def links_in(page: Element) -> Iterator[str]:
    for element in page.all():
        for name in ("href", "src"):
            absolute = element.name == "link" and (
                element.attributes["rel"] in ("canonical", "describes", "icon") or "hreflang" in element.attributes
            )
            if name in element.attributes and not absolute:
                yield element.attributes[name]


def test_every_internal_link_leads_to_a_file_and_a_place_on_it(any_site: Path) -> None:
    pages = pages_of(any_site)
    ids = {path: {element.attributes.get("id") for element in page.all()} for path, page in pages.items()}
    base = re.search(r"served at (\S+)", (any_site / "HOSTING.txt").read_text(encoding="utf-8"))
    assert base
    followed = 0
    for path, page in pages.items():
        for link in links_in(page):
            link = link.removeprefix(base.group(1)) if path == "404.html" else link
            if urlsplit(link).scheme:
                continue
            followed += 1
            target, fragment = urldefrag(link)
            where = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target))) if target else path
            assert (any_site / where).is_file(), f"{path}: {link}"
            if fragment and where in ids:
                assert unquote(fragment) in ids[where], f"{path}: {link}"
    assert followed > 3000


def test_a_crawl_over_http_under_a_prefix_reaches_every_page_of_the_sitemap(server: Server, site: Path) -> None:
    with urlopen(f"{server.base}sitemap.xml") as answer:
        named = re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
    assert all(address.startswith(SERVED) for address in named)
    listed = {server.base + address.removeprefix(SERVED) for address in named}
    found, front = set(), [f"{server.base}index.html"]
    while front:
        address = front.pop()
        if address in found or not address.startswith(server.base):
            assert address in found or not address.startswith("http://127.0.0.1"), f"{address} leaves the site"
            continue
        found.add(address)
        with urlopen(address) as answer:
            assert answer.status == 200
            body = answer.read()
        if address.endswith(".html") and not address.endswith("explorer.html"):
            links = [urljoin(address, link) for link in links_in(parse(body.decode()))]
            front += [urldefrag(link).url for link in links]
    assert listed <= found
    assert listed == {server.base + path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {
        f"{server.base}404.html"
    }


def test_an_unknown_address_is_a_404_on_the_test_server(server: Server, site: Path) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{server.base}tea-2020/nothing-here.html")
    assert caught.value.code == 404
    caught.value.close()


def test_no_page_loads_anything_from_elsewhere_or_runs_anything(any_site: Path) -> None:
    for path, page in pages_of(any_site).items():
        policies = [
            element.attributes["content"]
            for element in page.all("meta")
            if element.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1 and policies[0].startswith("default-src 'none'"), path
        assert not re.search(r"https?:|unsafe|\*|data:[^;]*script", policies[0]), path
        assert not page.all("img", "iframe", "object", "embed", "audio", "video", "base"), path
        scripts = [script.attributes.get("src") for script in page.all("script") if "type" not in script.attributes]
        found = ["search-index.js", "search.js"] if path.endswith("search.html") else []
        assert [str(source).rpartition("/")[2] for source in scripts] == found, path
        for form in page.all("form"):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), form.attributes["action"]))
            assert (any_site / target).is_file() and form.attributes["method"] == "get", path
        for element in page.all():
            assert not [name for name in element.attributes if name.startswith("on") or name in ("style", "srcset")], path
            if element.name == "link" and element.attributes["rel"] in ("stylesheet", "icon"):
                assert element.attributes["href"] == "data:," or not urlsplit(element.attributes["href"]).scheme, path
    style = (any_site / "site.css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style


# Form of the pages


def test_pages_are_well_formed_with_one_heading_above_the_others_and_ids_once(any_site: Path) -> None:
    for path, page in pages_of(any_site).items():
        levels = [int(element.name[1]) for element in page.all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
        assert len(ids) == len(set(ids)), (path, [name for name, count in Counter(ids).items() if count > 1])
        assert len(page.all("main")) == 1 and len(page.all("head")[0].all("title")) == 1, path
        assert not [element for element in page.all("ul", "ol", "dl", "p") if not element.children], path


def test_a_page_opens_with_a_link_that_skips_to_its_content(any_site: Path) -> None:
    for path, page in pages_of(any_site).items():
        if path != "404.html":
            first = page.all("a")[0]
            assert first.attributes["class"] == "skip", path
            assert first.attributes["href"] == "#" + page.all("main")[0].attributes["id"], path


def test_every_page_is_in_one_language_with_a_switch_to_the_same_page_in_the_other(any_site: Path) -> None:
    pages = pages_of(any_site)
    for path, page in pages.items():
        if path == "404.html" or path.startswith("pylode/"):
            continue
        own, other = ("en", "zh") if path.startswith("en/") else ("zh", "en")
        assert page.all("html")[0].attributes["lang"] == own, path
        [switch] = [link for link in page.all("a") if link.attributes.get("class") == "language"]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), switch.attributes["href"]))
        assert switch.attributes["lang"] == switch.attributes["hreflang"] == other, path
        assert target == (path.removeprefix("en/") if own == "en" else f"en/{path}"), path
        assert target in pages, path
        hreflangs = {
            link.attributes["hreflang"]: link.attributes["href"]
            for link in page.all("link")
            if "hreflang" in link.attributes
        }
        assert set(hreflangs) == {"zh", "en"}
        assert hreflangs[own] == next(
            link.attributes["href"] for link in page.all("link") if link.attributes["rel"] == "canonical"
        )


def test_an_english_page_is_in_english_but_for_what_the_article_prints(any_site: Path) -> None:
    """Chinese is left in fragments, other names of entities, figures as printed, and what a user supplied of a reference."""
    for path, page in pages_of(any_site).items():
        if not path.startswith("en/"):
            continue
        for element in page.all("h1", "h2", "h3", "dt", "summary", "p"):
            own = "".join(child for child in element.children if isinstance(child, str)).strip()
            if element.language() == "en" and len(own) > 30:
                assert len(re.findall(r"[A-Za-z]", own)) >= len(re.findall(r"[\u3400-\u9fff]", own)), (path, own)


def test_a_chinese_page_has_no_code_words_among_its_own_words(any_site: Path) -> None:
    """Headings and names of fields are Chinese, but for abbreviations and names of citation styles; no page of the paper
    names a term of a vocabulary by its prefix. Pages of the ontology do: there such names are what is spoken of."""
    raw = re.compile(r"\b(?:prov|oa|qb|skos|dcterms|rdf|rdfs|schema|cito|fabio|doco|deo|biro|c4o|owl):[A-Za-z]")
    names = {"IRI", "DOI", "CSL", "ISBN", "ISSN", *TITLES.values()}
    for path, page in pages_of(any_site).items():
        if path.startswith(("en/", "terms/", "pylode/")) or path in ("404.html", "ontology.html"):
            continue
        for element in page.all("h2", "h3", "dt", "summary"):
            own = "".join(child for child in element.children if isinstance(child, str)).strip()
            assert not raw.search(own), (path, own)
            assert not re.search("[A-Za-z]", own) or re.search(r"[\u3400-\u9fff]", own) or own in names, (path, own)
        for link in page.all("a"):
            assert not raw.search(link.text()), (path, link.text())


def colours(style: str, dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    found: dict[str, str] = {}
    for block in blocks[: 2 if dark else 1]:
        found |= dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground_by_the_ratio_of_wcag_aa(site: Path, dark: bool) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    palette = colours((site / "site.css").read_text(encoding="utf-8"), dark)
    for ground in ("page", "surface", "here"):
        for text in ("ink", "muted", "link", "visited", "alarm"):
            high, low = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)
