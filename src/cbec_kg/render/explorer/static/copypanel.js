import { textOfFile } from "./copyfile.js";
import { element, redraw } from "./dom.js";
import { ownCopy } from "./owncopy.js";
import { readsPdf, textOfPdf } from "./pdffile.js";
import { readLocator } from "./wording.js";

// The reader's own copy: chosen, dropped anywhere on the page or pasted. It lives as long as the page is open.
export function copyIn(holder, panel, known, pageNow, changed) {
  let copy = null;
  let complaint = null;
  let reading = null;

  // A file that is given while another is read takes its place.
  async function take(file) {
    const mine = (reading = { name: file.name });
    const report = (page, of) => mine === reading && (Object.assign(mine, { page, of }), showProgress());
    const read = await textOfFile(file, readsPdf() ? (bytes) => textOfPdf(bytes, report) : null);
    if (mine === reading) accept(file.name, read);
  }

  function accept(name, { text, encoding, refused }) {
    reading = null;
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

  function showProgress() {
    holder.open = true;
    redraw(panel, content());
  }

  const content = () => contentOf(pageNow(), { copy, complaint, reading, known }, { take, accept, forget });
  const forget = () => {
    reading = copy = complaint = null;
    changed();
  };
  return {
    current: () => copy,
    show: () => redraw(panel, content()),
    // What became of the copy last given, in one line; empty without one.
    answer: () => wordsOf(pageNow(), { copy, complaint, reading, known }),
  };
}

function wordsOf({ texts }, { copy, complaint, reading, known }) {
  if (reading) return reading.page ? texts.ownCopy.reading(reading.name, reading.page, reading.of) : "";
  if (complaint) return texts.ownCopy.refused[complaint.refused](complaint.name, complaint.encoding, complaint.found, known.passages.length);
  return copy ? texts.ownCopy.found(copy.found, copy.of, copy.name) : "";
}

function contentOf(page, state, { take, accept, forget }) {
  const { copy, complaint, reading, known } = state;
  const texts = page.texts.ownCopy;
  if (!known.passages.length) return [element("p", { class: "hint", text: texts.none })];
  const input = element("input", { type: "file", id: "copy-file", accept: readsPdf() ? ".txt,.md,text/plain,.pdf,application/pdf" : ".txt,.md,text/plain", "aria-label": readsPdf() ? texts.chooseOrPdf : texts.choose });
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
    words ? element("p", { id: "copy-answer", class: reading ? "hint" : complaint ? "warning" : "found", text: words }) : null,
    copy?.lacking.length ? element("details", { "data-key": "lacking", open: copy.lacking.length <= 8 }, element("summary", { text: texts.lacking(copy.lacking.length) }), element("ul", { class: "rows" }, copy.lacking.map((locator) => element("li", { text: `${readLocator(locator, page.lang)} · ${locator}` })))) : null,
    copy ? element("button", { type: "button", class: "link", id: "copy-forget", text: texts.forget, click: forget }) : null,
  ];
}
