import { element } from "./dom.js";
import { download, pngOfSvg } from "./files.js";
import { drawingOf } from "./written.js";

const BROAD = 520;

// The charts that `cbec-kg chart` draws: of each printed table, and of each indicator with two or more figures.
export const chartsView = {
  name: "charts",
  content(page) {
    const { model, texts } = page;
    const { charts, undrawn } = model.written;
    const shown = charts.filter((chart) => chart.values.some((id) => passes(page, id)));
    return [
      element("h2", { text: texts.viewNames.charts }),
      element("p", { class: "hint", text: `${texts.ofCharts(shown.length, charts.length)} ${texts.chartsHint}` }),
      undrawn ? element("p", { class: "hint", text: texts.undrawn(undrawn) }) : null,
      shown.length ? null : element("p", { class: "none", text: texts.nothing }),
      element("div", { class: "charts" }, shown.map((chart) => chartFigure(page, chart))),
    ];
  },
};

function passes({ model, filter }, id) {
  const node = model.nodes.get(id);
  return node && filter.node(node);
}

function chartFigure(page, chart) {
  const { texts, lang } = page;
  const name = `${page.model.paper.id}-${chart.name}`;
  const whole = () => standalone(chart.svg[lang], page.model.written.chart_style);
  const button = (key, text, run) => element("button", { type: "button", class: "link", "data-key": `${key} ${chart.name}`, "aria-label": `${text}: ${chart.title[lang]}`, text, click: run });
  const drawing = drawingOf(page, chart.svg[lang]);
  return element(
    "figure",
    { class: Number(drawing.getAttribute("width")) > BROAD ? "drawn broad" : "drawn", "data-chart": chart.name },
    element("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": chart.title[lang] }, drawing),
    element("figcaption", { class: "row" }, button("svg", texts.saveSvg, () => download(`${name}.svg`, whole(), "image/svg+xml")), button("png", texts.savePng, async () => download(`${name}.png`, await pngOfSvg(whole()), "image/png"))),
  );
}

// The drawing with its own style, as a file that needs no page.
export function standalone(svg, style) {
  return svg.replace("</desc>\n", () => `</desc>\n${style}\n`);
}
