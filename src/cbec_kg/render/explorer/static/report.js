import { element } from "./dom.js";
import { download } from "./files.js";
import { writtenPart } from "./written.js";

// The report for an author or an editor, as `cbec-kg report` writes it: to be read, printed or saved here.
export const reportView = {
  name: "report",
  alone: true,
  content(page) {
    const { model, texts, lang } = page;
    const { report } = model.written;
    if (!report) return [element("h2", { text: texts.viewNames.report }), element("p", { class: "none", text: texts.noReport })];
    // The findings are carried once, for this view and theirs.
    const whole = report[lang].replace('<div data-part="findings"></div>', () => model.written.findings[lang]);
    const save = () => download(`${model.paper.id}-report-${lang}.html`, whole, "text/html");
    return [
      element("p", { class: "row no-print" }, element("button", { type: "button", class: "act", id: "print-report", text: texts.print, click: () => print() }), element("button", { type: "button", class: "act", id: "save-report", text: texts.saveReport, click: save })),
      element("article", { class: "report" }, writtenPart(page, contentOf(whole))),
    ];
  },
};

// What stands within the page that the report is by itself.
function contentOf(html) {
  return html.slice(html.indexOf(">", html.indexOf("<main")) + 1, html.lastIndexOf("</main>"));
}
