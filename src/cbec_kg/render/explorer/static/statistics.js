import { countLine, placesCell, rowClass, sourcesCell, stateColumn } from "./cells.js";
import { element } from "./dom.js";
import { goTo } from "./links.js";
import { quickFilter } from "./filterpanel.js";
import { term } from "./model.js";
import { sortableTable } from "./tables.js";
import { verdictColumn } from "./verdicts.js";

// Every figure as printed and as a plain number, with what it measures and rests on.
export const statisticsView = {
  name: "statistics",
  content(page) {
    const { model, texts } = page;
    const statistics = page.shownOfKind("statistic");
    return [
      element("h2", { text: texts.viewNames.statistics }),
      countLine(page, statistics.length, model.ofKind("statistic").length),
      page.model.findings ? quickFilter(page, "verdicts", [...Object.keys(model.vocabulary.verdict)], model.ofKind("statistic"), (verdict) => term(model, "verdict", verdict, page.lang)) : null,
      sortableTable(page, "statistics", columnsOf(page), statistics, { caption: texts.viewNames.statistics, idOf: (node) => node.id, classOf: rowClass(page) }),
    ];
  },
  table(page) {
    const columns = ["id", "iri", "printed", "value", "normalised", "base unit", "kind", "operator", "indicator", "place", "period", "base", "places", "sources", "state"];
    const row = (node) => {
      const { figure } = node;
      const sources = [...page.strongestTo(node.id).values()].map((line) => `${line.from} (${line.role}, ${line.basis})`);
      return [node.id, node.iri, node.printed, figure.value, figure.normal ?? "", figure.base_unit ?? "", figure.kind, figure.operator, figure.indicator, figure.place, figure.period, figure.base ?? "", node.at.map(([place]) => place).join(" "), sources.join(" | "), page.stateOf(node.id) ?? ""];
    };
    return { columns, rows: page.shownOfKind("statistic").map(row) };
  },
};

function columnsOf(page) {
  const { model, texts, lang } = page;
  const name = (id) => model.nodes.get(id)?.[lang] ?? "";
  const normal = (node) => (node.figure.normal === undefined ? null : Number(node.figure.normal));
  return [
    { key: "printed", name: texts.figuresAsPrinted, cell: (node) => goTo(page, node.id, node.printed), value: (node) => node.printed },
    { key: "phrase", name: texts.whatItIs, cell: (node) => phraseCell(page, node), value: (node) => `${name(node.figure.indicator)} ${name(node.figure.place)} ${node.figure.period}` },
    ...verdictColumn(page),
    ...stateColumn(page),
    { key: "normal", name: texts.normalised, number: true, cell: (node) => normalText(page, node), value: normal },
    { key: "places", name: texts.places, cell: (node) => placesCell(page, node), value: (node) => model.positionOf(node.id) },
    { key: "sources", name: texts.bearing, cell: (node) => sourcesCell(page, node.id), value: (node) => page.strongestTo(node.id).size || null },
  ];
}

// What is measured, where and when, as one phrase; below it what a growth is compared with, where that is said.
function phraseCell({ texts, lang }, node) {
  const base = node.facts.find((one) => one.fact === "base")?.text[lang];
  return [element("span", { text: node.phrase[lang] }), base ? element("span", { class: "place", text: `${texts.base}${texts.colon}${base}` }) : null].filter(Boolean);
}

// Digits in groups of three, from the text and not from a number, so that none is lost.
export function grouped(text) {
  const [whole, rest] = text.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, "\u2009")}${rest ? `.${rest}` : ""}`;
}

function normalText({ texts }, node) {
  if (node.figure.normal === undefined) return texts.unknownUnit;
  return `${grouped(node.figure.normal)} ${texts.baseUnits[node.figure.base_unit] ?? node.figure.base_unit}`;
}
