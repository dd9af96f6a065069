import { atlasOf } from "./atlas.js";
import { narrows } from "./filters.js";
import { GEOMETRY, heightOf } from "./geometry.js";
import { labelOf } from "./labels.js";
import { layoutOf } from "./layout.js";
import { neighboursOf, traceOf } from "./trace.js";

// More records than this, or so many that nothing links, are shown as a map of the text.
const MOST = 100;
const MOST_APART = 40;

// What the picture shows in a state of the page: boxes, links, places. `room` is the window's.
export function sceneOf(page, room = { width: 900, height: 600 }) {
  const { model, state } = page;
  const kinds = new Set(kindsShown(model, state));
  const unfolded = neighboursOf(model, state.open.filter((id) => model.nodes.has(id)));
  const wanted = new Set([...wantedIds(model, state, kinds), ...unfolded]);
  const passes = ({ id, kind }) => id === state.id || ((kinds.has(kind) || unfolded.has(id)) && page.filter.nodeOfAnyKind(model.nodes.get(id)));
  const visible = model.picture.nodes.filter((node) => wanted.has(node.id) && passes(node));
  const ids = new Set(visible.map((node) => node.id));
  const links = linksAmong(page, ids).map((link, number) => ({ ...link, key: `~${number}` }));
  const atlas = visible.length > MOST || (!links.length && visible.length > MOST_APART);
  const boxes = boxesOf(model, visible, ids, state, atlas);
  const frame = atlas ? atlasOf(model, boxes, state.lang, room) : layoutOf(boxes, links, GEOMETRY, !state.id);
  return { boxes: new Map(boxes.map((box) => [box.id, box])), links, frame, atlas };
}

export function kindsShown(model, state) {
  if (state.kinds) return state.kinds;
  return state.id || state.scope === "whole" || narrows(state) ? Object.keys(model.look.kinds) : model.look.opening;
}

function wantedIds(model, state, kinds) {
  if (!state.id) return overviewIds(model, kinds);
  if (!model.nodes.has(state.id)) return new Set();
  const traced = traceOf(model, state.id);
  if (state.scope === "only") return neighboursOf(model, [state.id]);
  if (state.scope === "wide") return new Set([...traced, ...neighboursOf(model, traced)]);
  return traced;
}

// Details unfold where a shown class asks for them; what is linked to nothing stays out, but for sources and problems.
function overviewIds(model, kinds) {
  const heads = model.picture.nodes.filter((node) => model.look.opening.includes(node.kind) || node.kind === "mentioned");
  const ids = new Set(heads.filter((node) => kinds.has(node.kind)).map((node) => node.id));
  const inside = model.picture.nodes.filter((node) => kinds.has(node.kind) && !ids.has(node.id));
  for (const node of inside) ids.add(node.id);
  return ids;
}

function linksAmong(page, ids) {
  const { model, state } = page;
  const among = model.picture.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to) && edge.from !== edge.to);
  const inside = strongestLeft(page, among);
  if (!state.id) return inside.filter((edge) => edge.kind !== "support" || !fromSource(model, edge));
  if (!model.drawn.has(state.id)) return linksThrough(model, inside, state.id);
  const real = inside.filter((edge) => edge.kind !== "line");
  if (state.scope !== "only") return real;
  return real.filter((edge) => edge.from === state.id || edge.to === state.id);
}

// One link a pair and relation: the strongest that the filters let through and no withdrawal has taken; where all of a
// pair's are lost, the strongest is shown as lost. Links come with the strongest of each pair first.
function strongestLeft(page, edges) {
  const best = new Map();
  for (const edge of edges) {
    if (["support", "line"].includes(edge.kind) && !page.filter.link(edge)) continue;
    const key = `${edge.kind} ${edge.from} ${edge.to}`;
    const lost = page.lost(edge);
    if (!best.has(key) || (best.get(key).lost && !lost)) best.set(key, { ...edge, lost });
  }
  return [...best.values()];
}

// Evidence lines stand for these links in the overview.
function fromSource(model, edge) {
  return model.drawn.get(edge.from).column === 0 && ["problem", "mentioned"].includes(model.drawn.get(edge.to).kind);
}

// A citation's own links; records that only share a concept are shown side by side, without the links among them.
function linksThrough(model, inside, id) {
  const through = new Set(model.edges.filter((edge) => edge.via === id).map((edge) => `${edge.from} ${edge.to}`));
  return inside.filter((edge) => edge.kind === "support" && through.has(`${edge.from} ${edge.to}`));
}

// On the map all boxes of a class are of one height, and a label is broken into lines when it is first shown.
function boxesOf(model, nodes, ids, { id: chosen, lang: language }, atlas) {
  const first = [chosen, ...model.outgoing(chosen, "part").map((edge) => edge.to)];
  return nodes.map((node) => {
    const whole = model.outgoing(node.id, "part")[0]?.to;
    return {
      id: node.id,
      kind: node.kind,
      column: node.column,
      rank: first.includes(node.id) ? -1 : node.rank + (node.kind === "mentioned" ? model.nodes.size : 0),
      width: node.width,
      color: node.color,
      ...(atlas ? laterLabel(node, model.look.kinds[node.kind], language) : labelOf(node, model.look.kinds[node.kind], language)),
      whole,
      indented: ids.has(whole),
    };
  });
}

function laterLabel(node, look, language) {
  return { height: heightOf(look.lines, look.size), label: () => labelOf(node, look, language).lines };
}
