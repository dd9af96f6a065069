import { element } from "./dom.js";
import { svgElement } from "./shapes.js";
import { isBlamed } from "./verdicts.js";

const ROW = 24;
const LEFT = 72;
const WIDTH = 380;
const LABELS = 112;

// The panels of all series that the filters leave two values of, a row a value; beside each bar the figure as printed. The
// table of statistics has the same values.
export function chartsOf(page) {
  const { model, lang } = page;
  const name = (id) => model.nodes.get(id)?.[lang];
  return model.series.flatMap(({ indicator, place, counterpart, panels }) => {
    const where = [name(place), name(counterpart)].filter(Boolean).join(" – ");
    const title = `${name(indicator) ?? indicator}${where ? `, ${where}` : ""}`;
    const shown = panels.map((panel) => ({ title: panel.title[lang], points: pointsOf(page, panel.values) }));
    return shown.filter(({ points }) => points.length > 1).map((panel) => panelFigure(page, title, panel));
  });
}

function pointsOf(page, ids) {
  const nodes = ids.map((id) => page.model.nodes.get(id)).filter((node) => node && page.filter.node(node));
  return nodes.map((node) => ({ node, period: node.facts.find((one) => one.fact === "period").text[page.lang], value: Number(node.figure.normal ?? node.figure.value) }));
}

function panelFigure(page, title, panel) {
  const words = panel.points.map(({ period, node }) => `${period}: ${node.printed}`).join("; ");
  return element("figure", { class: "chart" }, element("figcaption", {}, element("strong", { text: title }), element("span", { class: "hint", text: ` ${panel.title}` })), drawing(page, panel.points, `${title}, ${panel.title}. ${words}`));
}

function drawing(page, points, label) {
  const values = points.map((point) => point.value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const scale = (value) => LEFT + ((value - low) / (high - low || 1)) * (WIDTH - LEFT - LABELS);
  const height = points.length * ROW + 6;
  const image = svgElement("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "bars", role: "img", "aria-label": label });
  points.forEach((point, number) => image.append(bar(page, point, number * ROW + 4, scale)));
  image.append(svgElement("path", { class: "axis", d: `M${scale(0)} 0V${height}` }));
  return image;
}

// A figure that is printed as about, nearly or more than is drawn with a broken outline; a withdrawn one with a cross.
function bar(page, { period, value, node }, top, scale) {
  const exact = node.figure.operator === "equal";
  const state = page.stateOf(node.id);
  const fallen = state === "falls";
  const classes = ["bar", exact ? "exact" : "hedged", fallen && "lost", isBlamed(node) && "blamed", node.id === page.state.id && "chosen"].filter(Boolean).join(" ");
  const [from, to] = [scale(Math.min(0, value)), scale(Math.max(0, value))];
  const group = svgElement("g", { class: classes, "data-id": node.id });
  group.addEventListener("click", () => page.choose(node.id));
  group.append(
    svgElement("rect", { class: "backdrop", x: 0, y: top - 2, width: WIDTH, height: ROW }),
    svgElement("text", { x: 2, y: top + 14 }, period),
    svgElement("rect", { class: "value", x: from, y: top + 1, width: Math.max(1, to - from), height: ROW - 9, rx: 2 }),
    svgElement("text", { class: "printed", x: to + 6, y: top + 14 }, `${fallen ? "✕ " : ""}${isBlamed(node) ? "⚠ " : ""}${node.printed}`),
  );
  return group;
}
