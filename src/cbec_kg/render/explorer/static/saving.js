import { csvText } from "./csv.js";
import { byId, element, replaceChildren } from "./dom.js";
import { dropIn } from "./drop.js";
import { download } from "./files.js";
import { copyButton } from "./identity.js";
import { captioned } from "./caption.js";
import { linksTable, recordsTable, shownPart } from "./shown.js";
import { tallyText } from "./strip.js";
import { svgContext } from "./svgcanvas.js";
import { turtleText } from "./turtle.js";

const LONGEST = 8000;

// What can be taken away from a view: its address, the picture, the records and links shown, the table. Files are made
// in the page and saved by the browser; nothing is sent.
export function savingIn(holder, views, pageNow, picture) {
  return dropIn(holder, () => fill(holder.querySelector(".panel"), pageNow(), views, picture));
}

function fill(panel, page, views, picture) {
  const { texts, state } = page;
  const view = views.find(({ name }) => name === state.view);
  const part = () => shownPart(page, state.view === "graph" ? picture.shown() : idsIn(byId(view.panel)));
  const table = (value) => csvText(value.columns, value.rows);
  const file = (id, text, name, type, make) => element("li", {}, element("button", { type: "button", id, text, click: async () => download(`${fileStem(page)}${name}`, await make(), type) }));
  replaceChildren(
    panel,
    element("p", { class: "row" }, element("code", { class: "address", tabindex: 0, text: location.href }), copyButton(texts.link, location.href, texts)),
    element(
      "ul",
      { class: "files" },
      state.view === "graph" && file("save-svg", texts.saveSvg, ".svg", "image/svg+xml", () => svgOf(page, picture)),
      state.view === "graph" && file("save-png", texts.savePng, ".png", "image/png", () => pngOf(page, picture)),
      view.table && file("save-table", texts.saveTable, ".csv", "text/csv", () => table(view.table(page))),
      file("save-turtle", texts.saveTurtle, ".ttl", "text/turtle", () => turtleText({ ...part(), notes: notesOf(page) })),
      file("save-records", texts.saveRecords, "-records.csv", "text/csv", () => table(recordsTable(page, part()))),
      file("save-links", texts.saveLinks, "-links.csv", "text/csv", () => table(linksTable(page, part()))),
    ),
    element("p", { class: "hint", text: texts.saveHint }),
  );
}

function idsIn(panel) {
  return [...panel.querySelectorAll("[data-id]")].map((found) => found.dataset.id);
}

function notesOf(page) {
  return [`Part of ${page.model.paper.iri}, as shown by ${location.hash}`, page.withdrawing && `Withdrawn in the view, not in these data: ${[...page.gone, ...page.without].join(" ")}`].filter(Boolean);
}

function fileStem({ model, state }) {
  return [model.paper.id, state.view, state.id].filter(Boolean).join("-").replace(/[^\w.-]+/g, "_").slice(0, 120);
}

function svgOf(page, picture) {
  const { width, height, drawOn } = withCaption(page, picture);
  const context = svgContext(width, height, [document.title, captionOf(page)].filter(Boolean).join(". "));
  drawOn(context);
  return context.text();
}

// The picture with a caption of what is withdrawn in it.
function withCaption(page, picture) {
  const text = captionOf(page);
  return text ? captioned(picture, text) : { ...picture.size(), drawOn: picture.drawOn };
}

function captionOf(page) {
  return page.withdrawing ? tallyText(page) : "";
}

function pngOf(page, picture) {
  const { width, height, drawOn } = withCaption(page, picture);
  const scale = Math.min(3, LONGEST / Math.max(width, height));
  const canvas = element("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  drawOn(context);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
