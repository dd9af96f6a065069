import { textOfFile } from "./copyfile.js";
import { element, redraw } from "./dom.js";
import { ownCopy } from "./owncopy.js";
import { readLocator } from "./wording.js";

// The reader's own copy: chosen, dropped anywhere on the page or pasted. It lives as long as the page is open.
export function copyIn(holder, panel, known, pageNow, changed) {
  let copy = null;
  let complaint = null;

  async function take(file) {
    const read = await textOfFile(file);
    accept(file.name, read);
  }

  function accept(name, { text, encoding, refused }) {
    const found = refused ? null : ownCopy(name, text, known);
    complaint = refused ? { refused, name } : found.isOther ? { refused: "other", name, encoding, found: found.found } : null;
    copy = complaint ? null : found;
    holder.open = true;
    changed();
  }

  addEventListener("dragover", (event) => [...event.dataTransfer.types].includes("Files") && event.preventDefault());
  addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    take(file);
  });

  const forget = () => {
    copy = complaint = null;
    changed();
  };
  return {
    current: () => copy,
    show: () => redraw(panel, contentOf(pageNow(), { copy, complaint, known }, { take, accept, forget })),
    // What became of the copy last given, in one line; empty without one.
    answer: () => wordsOf(pageNow(), { copy, complaint, known }),
  };
}

function wordsOf({ texts }, { copy, complaint, known }) {
  if (complaint) return texts.ownCopy.refused[complaint.refused](complaint.name, complaint.encoding, complaint.found, known.passages.length);
  return copy ? texts.ownCopy.found(copy.found, copy.of, copy.name) : "";
}

function contentOf(page, state, { take, accept, forget }) {
  const { copy, complaint, known } = state;
  const texts = page.texts.ownCopy;
  if (!known.passages.length) return [element("p", { class: "hint", text: texts.none })];
  const input = element("input", { type: "file", id: "copy-file", accept: ".txt,.md,text/plain", "aria-label": texts.choose });
  input.addEventListener("change", () => input.files[0] && take(input.files[0]));
  const paste = element("textarea", { id: "copy-text", rows: 2, placeholder: texts.paste, "aria-label": texts.paste });
  paste.addEventListener("paste", (event) => {
    event.preventDefault();
    accept(texts.pasted, { text: event.clipboardData.getData("text/plain"), encoding: "utf-8" });
  });
  const words = wordsOf(page, state);
  return [
    element("p", { class: "hint", text: texts.hint }),
    input,
    paste,
    words ? element("p", { id: "copy-answer", class: complaint ? "warning" : "found", text: words }) : null,
    copy?.lacking.length ? element("details", { "data-key": "lacking", open: copy.lacking.length <= 8 }, element("summary", { text: texts.lacking(copy.lacking.length) }), element("ul", { class: "rows" }, copy.lacking.map((locator) => element("li", { text: `${readLocator(locator, page.lang)} · ${locator}` })))) : null,
    copy ? element("button", { type: "button", class: "link", id: "copy-forget", text: texts.forget, click: forget }) : null,
  ];
}
