import { drawBand, drawBox, drawHeadings } from "./boxes.js";
import { GEOMETRY } from "./geometry.js";
import { drawRoutes, routesOf } from "./routes.js";
import { sceneOf } from "./scene.js";
import { themeNow } from "./theme.js";
import { textsOf } from "./wording.js";

const LEAST_READABLE = 0.4;
const OPTIONS = {
  autoResize: false,
  physics: false,
  layout: { randomSeed: 1, improvedLayout: false },
  interaction: { dragNodes: false, hover: true, zoomView: false, keyboard: false, multiselect: false, tooltipDelay: 1e7 },
  nodes: { shape: "custom", fixed: true },
  edges: { hidden: true, smooth: false, chosen: false },
};

// The picture in a container; `choose` is called with the id of a node that the reader picks.
export function pictureIn(container, model, choose) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, OPTIONS);
  const held = { scene: null, state: null, page: null, theme: themeNow(), routes: [], cursor: null, hover: null, scale: 1 };
  drawAround(network, container, held);
  const open = (id) => {
    const cluster = held.scene?.clusters?.get(id);
    if (!cluster) choose(id);
    else if (cluster.sections.length) held.page.go({ sections: cluster.sections });
  };
  listen(network, container, held, open);

  function show(page) {
    const { state } = page;
    const anew = held.state?.id !== state.id || held.state.lang !== state.lang || held.state.scope !== state.scope;
    const scene = sceneOf(page);
    const { spots } = scene.frame;
    Object.assign(held, { page, state, scene, theme: themeNow(), cursor: null, hover: null });
    held.routes = routesOf(scene.links, scene.boxes, spots);
    edges.clear();
    nodes.clear();
    nodes.add([...scene.boxes.values()].map((box) => nodeOf(box, spots.get(box.id), model, held)));
    edges.add(scene.links.map(({ from, to }, number) => ({ id: number, from, to })));
    frame(network, container, held, anew);
    return scene;
  }

  function point(id) {
    held.cursor = id;
    if (id) reveal(network, container, held, id);
    network.redraw();
  }

  return {
    show,
    point,
    zoom: (factor) => zoomBy(factor, network, container, held),
    fit: () => whole(network, container, held),
    refresh: () => held.page && show(held.page),
    spots: () => held.scene?.frame.spots ?? new Map(),
    shown: () => held.scene?.ids ?? [...(held.scene?.boxes.keys() ?? [])],
    open,
    nameOf: (id) => held.scene?.boxes.get(id)?.cluster ? held.scene.boxes.get(id).lines.join(", ") : model.nodes.get(id)[held.state.lang],
    size: () => boundsOf(held),
    drawOn: (context) => paint(context, held, model),
  };
}

// Links lie below the boxes; the headings of columns lie above them.
function drawAround(network, container, held) {
  const view = () => ({ theme: held.theme, texts: textsOf(held.state.lang) });
  network.on("beforeDrawing", (context) => {
    if (!held.scene?.shown) return;
    held.window = [0, container.clientHeight].map((y) => network.DOMtoCanvas({ x: 0, y }).y);
    drawBand(context, held.scene.frame, view());
    const inSight = ({ start, stop }) => Math.max(start.y, stop.y) > held.window[0] && Math.min(start.y, stop.y) < held.window[1];
    drawRoutes(context, held.routes.filter(inSight), held.theme, held.hover);
  });
  network.on("afterDrawing", (context) => {
    if (!held.scene?.shown) return;
    const corners = [0, container.clientWidth].map((x) => network.DOMtoCanvas({ x, y: 0 }));
    drawHeadings(context, held.scene.frame, ...corners, view());
  });
}

function listen(network, container, held, open) {
  const hover = (id) => {
    held.hover = id;
    container.classList.toggle("pointing", id !== null);
    network.redraw();
  };
  network.on("click", (event) => event.nodes.length && open(event.nodes[0]));
  network.on("hoverNode", (event) => hover(event.node));
  network.on("blurNode", () => hover(null));
  container.addEventListener("wheel", (event) => onWheel(event, network, container, held), { passive: false });
  new ResizeObserver(() => {
    if (!container.clientWidth) return;
    network.setSize("100%", "100%");
    frame(network, container, held, true);
    network.redraw();
  }).observe(container);
}

function nodeOf(box, spot, model, held) {
  return {
    id: box.id,
    x: spot.x,
    y: spot.y,
    ctxRenderer: ({ ctx, x, y }) => ({
      drawNode: () => inWindow(held, box, y) && drawBox(ctx, box, x, y, { ...viewOf(box, model, held), small: held.scale < LEAST_READABLE }),
      nodeDimensions: { width: box.width, height: box.height },
    }),
  };
}

// What lies outside the window is not drawn at all.
function inWindow({ window: seen }, box, y) {
  return !seen || (y + box.height > seen[0] && y - box.height < seen[1]);
}

// How a box looks at this moment.
function viewOf(box, model, held) {
  const { texts } = held.page;
  const look = model.look.kinds[box.kind];
  const coverage = box.kind === "problem" && !box.cluster ? held.page.coverage(box.id) : null;
  return {
    theme: held.theme,
    look: box.color ? { ...look, light: box.color, dark: box.color } : look,
    sub: coverage && (coverage.facets ? texts.backed(coverage) : texts.noFacets),
    state: held.page.stateOf(box.id),
    hanging: held.page.hangsOnSelected(box.id),
    chosen: box.id === held.state.id,
    cursor: box.id === held.cursor,
    hover: box.id === held.hover,
  };
}

// The whole picture on any context, at its own size: for files.
function paint(context, held, model) {
  const { width, height } = boundsOf(held);
  const { boxes, frame: placed } = held.scene;
  context.fillStyle = held.theme.ground;
  context.fillRect(0, 0, width, height);
  const view = { theme: held.theme, texts: textsOf(held.state.lang) };
  drawBand(context, placed, view);
  drawRoutes(context, held.routes, held.theme, null);
  for (const box of boxes.values()) {
    const { x, y } = placed.spots.get(box.id);
    drawBox(context, box, x, y, viewOf(box, model, held));
  }
  drawHeadings(context, placed, { x: 0, y: 0 }, { x: width, y: height }, view);
}

// Bounds of all boxes, in the picture's own lengths.
function boundsOf(held) {
  let bottom = 100;
  for (const [id, spot] of held.scene.frame.spots) bottom = Math.max(bottom, spot.y + held.scene.boxes.get(id).height / 2);
  return { width: GEOMETRY.width, height: bottom + GEOMETRY.gap };
}

function frame(network, container, held, anew) {
  if (!held.scene || !container.clientWidth) return;
  const bounds = boundsOf(held);
  if (anew) {
    const wide = Math.min(1.35, container.clientWidth / bounds.width);
    const tall = container.clientHeight / bounds.height;
    held.scale = Math.max(0.6, Math.min(wide, Math.max(tall, Math.min(wide, 0.92))));
  }
  const start = held.state.id && held.scene.frame.spots.get(held.state.id);
  const room = container.clientHeight / held.scale;
  const y = start ? Math.max(room / 2, Math.min(start.y, bounds.height - room / 2)) : room / 2;
  move(network, container, held, bounds, bounds.width / 2, y);
}

// All of the picture at once, however small.
function whole(network, container, held) {
  const bounds = boundsOf(held);
  held.scale = Math.min(1.35, container.clientWidth / bounds.width, container.clientHeight / bounds.height);
  move(network, container, held, bounds, bounds.width / 2, bounds.height / 2);
}

// Moves the middle of the view, never past the picture's ends.
function move(network, container, held, bounds, x, y) {
  const high = container.clientHeight / held.scale;
  const wide = container.clientWidth / held.scale;
  const spare = high - bounds.height;
  const down = spare > 0 ? high / 2 - Math.min(spare / 2, 8) : Math.max(high / 2, Math.min(y, bounds.height - high / 2));
  const across = wide > bounds.width ? bounds.width / 2 : Math.max(wide / 2, Math.min(x, bounds.width - wide / 2));
  network.moveTo({ scale: held.scale, position: { x: across, y: down - 4 } });
}

function zoomBy(factor, network, container, held) {
  held.scale = Math.max(0.3, Math.min(3, held.scale * factor));
  const { x, y } = network.getViewPosition();
  move(network, container, held, boundsOf(held), x, y);
}

function reveal(network, container, held, id) {
  const spot = held.scene.frame.spots.get(id);
  const at = network.canvasToDOM(spot);
  const inside = at.x > 40 && at.y > 40 && at.x < container.clientWidth - 40 && at.y < container.clientHeight - 40;
  if (!inside) network.moveTo({ scale: held.scale, position: spot });
}

// The wheel moves the picture as it moves a text; with Ctrl it zooms.
function onWheel(event, network, container, held) {
  if (!held.scene) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    zoomBy(event.deltaY < 0 ? 1.12 : 1 / 1.12, network, container, held);
    return;
  }
  const { x, y } = network.getViewPosition();
  const [right, down] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
  move(network, container, held, boundsOf(held), x + right / held.scale, y + 4 + down / held.scale);
}
