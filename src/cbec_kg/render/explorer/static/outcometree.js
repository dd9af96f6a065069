import { element } from "./dom.js";
import { nameOf } from "./links.js";
import { SIGNS, stateName } from "./outcomes.js";
import { svgElement } from "./shapes.js";
import { withdrawnText } from "./strip.js";

// The picture of what becomes of problems and their facets: the drawing that the command makes, filled in for what is
// withdrawn here. Each line leads to its record.
export function outcomeTree(page) {
  const drawing = page.model.outcomes[page.lang];
  if (!drawing) return null;
  const svg = document.importNode(new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement, true);
  const title = page.withdrawing ? withdrawnText(page) : page.texts.nothingGone;
  svg.querySelector("title").textContent = title;
  svg.querySelector(".title").textContent = title;
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", title);
  const widths = [...svg.querySelectorAll("g.outcome")].map((line) => fillIn(line, page));
  fit(svg, Math.max(widthOf(title) * 1.2 + 40, ...widths));
  return element("div", { class: "scroll outcome-tree", "data-scroll": "tree", tabindex: 0, role: "region", "aria-label": page.texts.whatIfPicture }, svg);
}

function fillIn(line, page) {
  const { id } = line.dataset;
  const state = page.stateOf(id) ?? (page.model.support.backed(id) ? "stands" : "unsupported");
  const words = line.querySelector(".words");
  line.setAttribute("class", `outcome outcome-${state}`);
  line.querySelector(".sign").textContent = SIGNS[state];
  words.textContent = wordsOf(id, state, page);
  for (const part of line.querySelectorAll("text")) part.removeAttribute("fill");
  line.querySelector("title")?.remove();
  line.prepend(svgElement("title", {}, `${page.model.nodes.get(id)[page.lang]}: ${words.textContent}`));
  line.setAttribute("role", "button");
  line.setAttribute("tabindex", "0");
  line.addEventListener("click", () => page.choose(id));
  line.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    page.choose(id);
  });
  return Number(words.getAttribute("x")) + widthOf(words.textContent) + 24;
}

// As `cbec_kg.render.svg.outcomes` says it: of a problem, itself and its parts; of what is weakened, what it still has.
function wordsOf(id, state, page) {
  const { model, lang } = page;
  const words = page.whole(id) ?? stateName(page, state);
  const left = [...new Set((page.outcome(id)?.left ?? []).map((path) => nameOf(model, model.nodes.get(path.source), lang)))].sort();
  return state === "weakened" ? [words, model.phrases[lang].left.replace("{path}", left.join(", "))].join(model.phrases[lang].clauses) : words;
}

function fit(svg, width) {
  const [, , , height] = svg.getAttribute("viewBox").split(" ");
  svg.setAttribute("viewBox", `0 0 ${Math.ceil(width)} ${height}`);
  svg.setAttribute("width", Math.ceil(width));
}

const measure = document.createElement("canvas").getContext("2d");

function widthOf(text) {
  measure.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  return measure.measureText(text).width;
}
