import { element } from "./dom.js";
import { authorsOf } from "./heading.js";
import { nameOf } from "./links.js";

// How to name a record elsewhere: its id, its IRI, and a citation of the paper with the place and the IRI.
export function identityPart(node, page) {
  const { texts } = page;
  const row = (name, value, className) => [element("dt", { text: name }), element("dd", {}, element("code", { class: className, text: value }), copyButton(name, value, texts))];
  return element(
    "section",
    {},
    element("h3", { text: texts.identity }),
    element("dl", { class: "facts" }, row("id", node.id), row("IRI", node.iri), row(texts.cite, citationOf(node, page), "citation")),
  );
}

// Where the title is not known, a note stands in its place.
function citationOf(node, page) {
  const { model, lang, texts } = page;
  const paper = model.paperOf(node.id);
  const title = paper.unknown.some((item) => item.field === "title") ? `[${texts.titleUnknown}]` : "";
  const volume = paper.volume && `${paper.volume}${paper.issue ? `(${paper.issue})` : ""}`;
  const where = node.at[0] ? `§ ${node.at[0][0]}` : "";
  const parts = [authorsOf(paper, texts), paper.year && String(paper.year), title, [paper.journal[lang], volume].filter(Boolean).join(" "), paper.doi && `doi:${paper.doi}`, where];
  return `${parts.filter(Boolean).map((part) => part.replace(/\.$/, "")).join(". ")}. ${nameOf(model, node, lang)}. ${node.iri}`;
}

export function copyButton(name, value, texts) {
  const button = element("button", { type: "button", class: "copy", "aria-label": `${texts.copy} ${name}`, text: texts.copy });
  button.addEventListener("click", async () => {
    await copyText(value, button);
    button.textContent = texts.copied;
    setTimeout(() => (button.textContent = texts.copy), 1500);
  });
  return button;
}

// Where the clipboard is closed to pages, the text is left selected, so that the reader's own copy command takes it.
async function copyText(value, button) {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    if (button.previousElementSibling) getSelection().selectAllChildren(button.previousElementSibling);
  }
}
