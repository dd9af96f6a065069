import { element, redraw } from "./dom.js";
import { authorsOf } from "./heading.js";

// What is known of the paper, what is not, and what was derived: the panel below its title.
export function aboutPanelInto(container, page) {
  const { model, texts, lang } = page;
  const { paper } = model;
  if (paper.papers) return redraw(container, [lead(page), element("ul", { class: "papers" }, paper.papers.map((one) => paperItem(one, page)))]);
  const row = (name, value) => value && [element("dt", { text: name }), element("dd", {}, value)];
  redraw(container, [
    lead(page),
    element(
      "dl",
      { class: "facts" },
      row(texts.title, paper.title?.[lang] ?? texts.unknown),
      row(texts.author, authorsOf(paper, texts)),
      row(texts.journalName, texts.journal(paper)),
      row("DOI", doiLink(paper)),
    ),
    notes(texts.unknownHere, paper.unknown, page),
    notes(texts.derivedHere, paper.derived, page),
  ]);
}

function lead({ model, texts }) {
  return element("p", { class: "hint", id: "lead", text: leadText({ model, texts }) });
}

// What the paper or the papers diagnose and propose, in numbers.
export function leadText({ model: { paper, papers }, texts }) {
  return papers.size ? texts.leadOfSeveral(papers.size, paper.counts) : texts.lead(paper.counts);
}

// One of several papers: a button that shows it alone, and where it was published.
function paperItem(paper, { texts, lang, go }) {
  const alone = element("button", { type: "button", class: "link", "data-paper": paper.folder, text: paper.folder, click: () => go({ papers: [paper.folder] }) });
  const known = [paper.title?.[lang], texts.journal(paper)].filter(Boolean).join(texts.listed);
  return element("li", {}, alone, element("span", { text: ` ${known} ` }), doiLink(paper));
}

function doiLink({ doi }) {
  return doi && element("a", { href: doiAddress(doi), target: "_blank", rel: "noreferrer noopener", text: doi });
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
