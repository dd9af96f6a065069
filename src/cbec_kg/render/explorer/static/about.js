import { element, redraw } from "./dom.js";
import { authorsOf } from "./heading.js";

// What is known of the paper, what is not, and what was derived: the panel below its title.
export function aboutPanelInto(container, page) {
  const { model, texts, lang } = page;
  const { paper } = model;
  const row = (name, value) => value && [element("dt", { text: name }), element("dd", {}, value)];
  redraw(container, [
    element("p", { class: "hint", id: "lead", text: texts.lead(paper.counts) }),
    element(
      "dl",
      { class: "facts" },
      row(texts.title, paper.title?.[lang] ?? texts.unknown),
      row(texts.author, authorsOf(paper, texts)),
      row(texts.journalName, texts.journal(paper)),
      row("DOI", paper.doi && element("a", { href: doiAddress(paper.doi), target: "_blank", rel: "noreferrer noopener", text: paper.doi })),
    ),
    notes(texts.unknownHere, paper.unknown, page),
    notes(texts.derivedHere, paper.derived, page),
  ]);
}

function doiAddress(doi) {
  return `https://doi.org/${doi.split("/").map(encodeURIComponent).join("/")}`;
}

function notes(heading, items, page) {
  if (!items.length) return null;
  return element(
    "details",
    { "data-key": heading },
    element("summary", { text: `${heading} (${items.length})` }),
    element("dl", { class: "facts" }, items.map((item) => [element("dt", { text: item.field }), element("dd", { text: item.why[page.lang] })])),
  );
}
