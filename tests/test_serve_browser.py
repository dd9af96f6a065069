"""The editor of a server's queries in a browser: it completes from the data, and asks that server and nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from browsing import browser, in_browser, new_context
from served import served

__all__ = ["browser"]

pytestmark = in_browser


def test_a_query_is_completed_and_answered_by_the_server(browser: Any, mini_folder: Path, tmp_path: Path) -> None:
    with served(tmp_path / "log", mini_folder, "--timeout", "600") as server:
        context = new_context(browser, locale="en-GB", reduced_motion="reduce")
        context.set_offline(False)
        page = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server.address}tea-2020/explorer.html#view=sparql&lang=en")
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        page.locator("#ask-text").press_sequentially("SELECT ?name { ?p a cbec:Prob")
        page.wait_for_selector("#ask-offers li[aria-selected=true]")
        page.locator("#ask-text").press("Tab")
        page.locator("#ask-text").press_sequentially(" ; rdfs:label ?name } ORDER BY ?name")
        page.wait_for_function("() => document.querySelector('#ask-text').value.includes('cbec:Problem ;')")
        page.locator("#ask-text").press("Control+Enter")
        page.wait_for_selector(".ask-table tbody tr:nth-child(6)")
        assert page.locator(".ask-table tbody tr").count() == 6
        page.locator("#ask-text").fill("SELECT ?name { ?p a }")
        page.locator("#ask-run").click()
        page.wait_for_function("() => document.querySelector('#ask-status').innerText.includes('Line 1')")
        page.locator("#ask-text").fill("CONSTRUCT WHERE { ?p a cbec:Problem }")
        page.locator("#ask-run").click()
        page.wait_for_selector(".ask-table tbody tr:nth-child(3)")
        page.select_option("#ask-question", "sole-source")
        page.locator("#ask-run").click()
        page.locator(".ask-table .ask-why button").first.click()
        page.wait_for_selector(".ask-reasons li")
        assert "citations.yaml:" in page.inner_text(".ask-reasons")
        assert {request.partition("#")[0].partition("?")[0] for request in requests if not request.startswith("data:")} == {
            f"{server.address}tea-2020/explorer.html", f"{server.address}sparql", f"{server.address}api/why-row",
        }  # fmt: skip
        assert [text for text in complaints if "400 (Bad Request)" not in text] == []
        context.close()
