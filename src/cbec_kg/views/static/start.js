import { readAddress, writeAddress } from "./address.js";
import { askTextsOf } from "./askwords.js";
import { askingIn } from "./asking.js";
import { byId } from "./dom.js";
import { finderIn } from "./finder.js";
import { headingInto } from "./heading.js";
import { walkByKeys } from "./keys.js";
import { legendInto } from "./legend.js";
import { modelOf } from "./model.js";
import { markCurrent, outlineInto } from "./outline.js";
import { pictureIn } from "./picture.js";
import { readInto } from "./reading.js";
import { onThemeChange } from "./theme.js";
import { textsOf } from "./wording.js";

// Wires the parts: the address bar is the page's only state, every change of it draws the page anew.
const model = modelOf(JSON.parse(byId("data").textContent));
const small = matchMedia("(max-width: 899px)");
const defaults = {
  lang: (navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en",
  view: small.matches ? "list" : "graph",
};
let state = readAddress(location.hash, defaults);
let followed = location.hash;
let outlined = null;

const go = (change) => {
  location.hash = writeAddress({ ...state, ...change }, defaults);
  follow();
};
const choose = (id) => go({ id, kinds: state.id ? state.kinds : null, scope: "trace" });
const overview = () => go({ id: null, kinds: null, scope: "trace" });

const picture = pictureIn(byId("picture"), model, choose);
const asking = askingIn(byId("asking"), model, { choose, ask: (text) => go({ ask: text }) });
const finder = finderIn({ input: byId("query"), results: byId("results"), count: byId("status") }, model, () => state, choose);

walkByKeys(byId("picture"), picture, {
  choose,
  leave: overview,
  selected: () => state.id,
  announce: (id) => (byId("status").textContent = model.nodes.get(id)[state.lang]),
});

const BUTTONS = {
  "view-graph": () => go({ view: "graph" }),
  "view-list": () => go({ view: "list" }),
  "view-sparql": () => go({ view: "sparql" }),
  "lang-zh": () => go({ lang: "zh" }),
  "lang-en": () => go({ lang: "en" }),
  overview,
  trace: () => go({ scope: "trace", kinds: null }),
  wide: () => go({ scope: "wide" }),
  only: () => go({ scope: "only" }),
  "zoom-in": () => picture.zoom(1.2),
  "zoom-out": () => picture.zoom(1 / 1.2),
  fit: () => picture.fit(),
  back: overview,
};

function labelControls(texts) {
  const words = { "view-graph": texts.graph, "view-list": texts.list, "view-sparql": askTextsOf(state.lang).tab, overview: texts.overview, trace: texts.trace, wide: texts.neighbours, only: texts.only, fit: texts.fit, back: texts.back };
  for (const [id, text] of Object.entries(words)) byId(id).textContent = text;
  const names = { "zoom-in": texts.zoomIn, "zoom-out": texts.zoomOut, views: texts.views, languages: texts.language, picture: texts.graphName, pane: texts.pane, reading: texts.details, query: texts.search, results: texts.search, outline: texts.list };
  for (const [id, text] of Object.entries(names)) byId(id).setAttribute("aria-label", text);
  byId("query").placeholder = texts.searchHint;
}

function press(id, on) {
  byId(id).setAttribute("aria-pressed", String(on));
}

function markControls() {
  press("view-graph", state.view === "graph");
  press("view-list", state.view === "list");
  press("view-sparql", state.view === "sparql");
  press("lang-zh", state.lang === "zh");
  press("lang-en", state.lang === "en");
  for (const scope of ["trace", "wide", "only"]) {
    press(scope, state.scope === scope);
    byId(scope).disabled = !state.id;
  }
  byId("overview").disabled = !state.id && !state.kinds;
  document.body.dataset.view = state.view;
  document.body.dataset.selected = state.id ? "yes" : "no";
}

function draw() {
  const texts = textsOf(state.lang);
  labelControls(texts);
  markControls();
  headingInto(model, state);
  legendInto(byId("legend"), model, state, (kinds) => go({ kinds }));
  readInto(byId("reading"), model, state, choose);
  if (outlined !== state.lang) outlineInto(byId("outline"), model, state, choose);
  outlined = state.lang;
  markCurrent(byId("outline"), state.id);
  if (state.view === "graph") drawPicture(texts);
  if (state.view === "sparql") asking.show(state);
}

function drawPicture(texts) {
  const scene = picture.show(state);
  const note = scene.all > scene.shown ? texts.tooMany(scene.all) : scene.all ? "" : texts.nothing;
  byId("notice").textContent = note;
  byId("notice").hidden = !note;
  byId("status").textContent = texts.shown(scene.shown, scene.links.length);
}

// Draws what the address says; the page's own changes have been drawn by the time that the browser tells of them.
function follow() {
  if (location.hash === followed) return;
  followed = location.hash;
  const before = state;
  state = readAddress(location.hash, defaults);
  finder.close();
  draw();
  if (small.matches && state.id && state.id !== before.id) byId("reading").querySelector("h2")?.focus();
}

for (const [id, run] of Object.entries(BUTTONS)) byId(id).addEventListener("click", run);
addEventListener("hashchange", follow);
onThemeChange(() => picture.refresh());
draw();
document.documentElement.dataset.ready = "yes";
