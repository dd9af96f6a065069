import { readAddress, writeAddress } from "./address.js";
import { askingIn } from "./asking.js";
import { copyIn } from "./copypanel.js";
import { pageData } from "./data.js";
import { byId } from "./dom.js";
import { dropIn } from "./drop.js";
import { aboutPanelInto } from "./about.js";
import { filterPanelInto } from "./filterpanel.js";
import { noFilters } from "./filters.js";
import { finderIn } from "./finder.js";
import { firstScreenInto } from "./firstscreen.js";
import { headingInto } from "./heading.js";
import { walkByKeys } from "./keys.js";
import { legendInto } from "./legend.js";
import { runLibraries } from "./libraries.js";
import { modelOf } from "./model.js";
import { pageOf } from "./page.js";
import { pictureIn } from "./picture.js";
import { readInto } from "./reading.js";
import { savingIn } from "./saving.js";
import { sheetIn } from "./sheet.js";
import { lackingText, stripInto, tallyText } from "./strip.js";
import { tabsIn } from "./tabs.js";
import { onThemeChange } from "./theme.js";
import { VIEWS } from "./views.js";

// Wires the parts: the address bar is the page's only state, every change of it draws the page anew.
await runLibraries();
const model = modelOf(await pageData());
const small = matchMedia("(max-width: 899px)");
const defaults = {
  lang: (navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en",
  view: small.matches ? "list" : "graph",
};
// What is made of one paper is on its own page.
const views = VIEWS.filter(({ alone }) => !alone || !model.papers.size);
const names = views.map(({ name }) => name);
byId("copy").hidden = model.papers.size > 0;
let state = readAddress(location.hash, defaults, names);
let followed = location.hash;

const go = (change) => {
  location.hash = writeAddress({ ...state, ...change }, defaults);
  follow();
};
const choose = (id) => go({ id, scope: "trace", open: [] });
const overview = () => go({ id: null, scope: "trace", open: [], ...noFilters() });
const unfold = (id) => id && go({ open: state.open.includes(id) ? state.open.filter((other) => other !== id) : [...state.open, id] });
const pageNow = () => pageOf(model, state, { choose, go, copy: ownCopy.current() });
const ownCopy = copyIn(byId("copy"), byId("copy-panel"), model.copy, pageNow, copyChanged);

const picture = pictureIn(byId("picture"), model, choose, unfold);
const finder = finderIn({ input: byId("query"), results: byId("results"), count: byId("status") }, model, pageNow, choose);
const markTabs = tabsIn(byId("views"), byId("view-menu"), views, (view) => go({ view }));
const showSheet = sheetIn(byId("sheet"), views);
const asking = askingIn(byId("asking"), model, { choose, ask: (text) => go({ ask: text }) });
const PANELS = { window: drawPicture, sheet: showSheet, asking: (page) => asking.show(page.state) };
const saving = savingIn(byId("saving"), views, pageNow, picture);

walkByKeys(byId("picture"), picture, {
  choose,
  unfold,
  leave: overview,
  selected: () => state.id,
  announce: (text) => (byId("status").textContent = text),
});

const BUTTONS = {
  "lang-zh": () => go({ lang: "zh" }),
  "lang-en": () => go({ lang: "en" }),
  overview,
  trace: () => go({ scope: "trace", kinds: null }),
  wide: () => go({ scope: "wide" }),
  only: () => go({ scope: "only" }),
  "zoom-in": () => picture.zoom(1.2),
  "zoom-out": () => picture.zoom(1 / 1.2),
  fit: () => picture.fit(),
  everything: () => go({ id: null, scope: "whole", open: [], ...noFilters() }),
  back: () => go({ id: null, scope: "trace", open: [] }),
};

function labelControls({ texts }) {
  const words = { overview: texts.overview, trace: texts.trace, wide: texts.neighbours, only: texts.only, fit: texts.fit, everything: texts.everything, back: texts.back, "filters-name": texts.filters, "saving-name": texts.save, "copy-name": texts.ownCopy.name };
  for (const [id, text] of Object.entries(words)) byId(id).textContent = text;
  const labels = { "zoom-in": texts.zoomIn, "zoom-out": texts.zoomOut, zoom: texts.zoom, languages: texts.language, scopes: texts.scopes, picture: texts.graphName, pane: texts.pane, reading: texts.details, first: texts.firstScreen, query: texts.search, results: texts.search };
  for (const [id, text] of Object.entries(labels)) byId(id).setAttribute("aria-label", text);
  byId("query").placeholder = texts.searchHint;
}

function markControls(page) {
  const press = (id, on) => byId(id).setAttribute("aria-pressed", String(on));
  press("lang-zh", state.lang === "zh");
  press("lang-en", state.lang === "en");
  for (const scope of ["trace", "wide", "only"]) {
    press(scope, state.scope === scope);
    byId(scope).disabled = !state.id;
  }
  press("everything", state.scope === "whole");
  byId("overview").disabled = !state.id && !page.filter.active && state.scope !== "whole";
  const { panel } = views.find(({ name }) => name === state.view);
  for (const other of Object.keys(PANELS)) byId(other).hidden = other !== panel;
  document.body.dataset.view = panel === "window" ? "graph" : "sheet";
  document.body.dataset.selected = model.nodes.has(state.id) ? "yes" : "no";
}

function draw(before) {
  const page = pageNow();
  const same = before?.id === state.id && before?.lang === state.lang;
  // Before anything changes, when the browser knows where everything is.
  if (!same) byId("reading").scrollTop = 0;
  labelControls(page);
  markControls(page);
  markTabs(page);
  headingInto(model, state);
  firstScreenInto(byId("first"), page);
  stripInto(byId("strip"), page);
  legendInto(byId("legend"), page);
  readInto(byId("reading"), page, same);
  if (byId("about").open) aboutPanelInto(byId("about-panel"), page);
  if (byId("copy").open) ownCopy.show();
  if (byId("filters").open) filterPanelInto(byId("filter-panel"), page);
  byId("status").textContent = page.texts.viewNames[state.view];
  PANELS[views.find(({ name }) => name === state.view).panel](page);
  byId("status").textContent = [lackingText(page), page.withdrawing && tallyText(page), byId("status").textContent].filter(Boolean).join(" ");
}

// Another copy changes the reading pane and its own panel, and is told to those who hear the page.
function copyChanged() {
  const page = pageNow();
  readInto(byId("reading"), page, true);
  ownCopy.show();
  byId("status").textContent = ownCopy.answer();
}

function drawPicture(page) {
  const scene = picture.show(page);
  const { texts } = page;
  const note = scene.boxes.size ? "" : texts.nothing;
  byId("notice").textContent = note;
  byId("notice").hidden = !note;
  byId("status").textContent = texts.shown(scene.boxes.size, scene.links.length);
}

// Draws what the address says; the page's own changes have been drawn by the time that the browser reports them.
function follow() {
  if (location.hash === followed) return;
  followed = location.hash;
  const before = state;
  state = readAddress(location.hash, defaults, names);
  finder.close();
  saving.close();
  draw(before);
  if (small.matches && state.id && state.id !== before.id) showSelected();
}

// On a small screen the reading pane lies over the page: its heading gets the focus, the picture stays in sight above it.
function showSelected() {
  byId("reading").querySelector("h2")?.focus({ preventScroll: true });
  if (state.view === "graph") byId("strip").scrollIntoView();
}

for (const [id, run] of Object.entries(BUTTONS)) byId(id).addEventListener("click", run);
dropIn(byId("about"), () => aboutPanelInto(byId("about-panel"), pageNow()));
dropIn(byId("copy"), () => ownCopy.show());
dropIn(byId("filters"), () => filterPanelInto(byId("filter-panel"), pageNow()));
addEventListener("hashchange", follow);
onThemeChange(() => picture.refresh());
draw(null);
document.documentElement.dataset.ready = "yes";
// The largest picture is laid out once unseen, so that the first that the reader asks for comes at once.
setTimeout(() => picture.prepare(pageOf(model, { ...state, id: model.ofKind("problem")[0]?.id ?? null, scope: "trace", open: [] }, { choose, go })), 50);
