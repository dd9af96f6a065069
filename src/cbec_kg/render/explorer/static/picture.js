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
  const drawn = { scene: null, state: null, page: null, theme: themeNow(), routes: [], cursor: null, hover: null, scale: 1 };
  drawAround(network, container, drawn);
  const open = (id) => {
    const cluster = drawn.scene?.clusters?.get(id);
    if (!cluster) choose(id);
    else if (cluster.sections.length) drawn.page.go({ sections: cluster.sections });
  };
  listen(network, container, drawn, open);

  function show(page) {
    const { state } = page;
    const anew = drawn.state?.id !== state.id || drawn.state.lang !== state.lang || drawn.state.scope !== state.scope;
    const scene = sceneOf(page);
    const { spots } = scene.frame;
    Object.assign(drawn, { page, state, scene, theme: themeNow(), cursor: null, hover: null });
    drawn.routes = routesOf(scene.links, scene.boxes, spots);
    edges.clear();
    nodes.clear();
    nodes.add([...scene.boxes.values()].map((box) => nodeOf(box, spots.get(box.id), model, drawn)));
    edges.add(scene.links.map(({ from, to }, number) => ({ id: number, from, to })));
    frame(network, container, drawn, anew);
    return scene;
  }

  function point(id) {
    drawn.cursor = id;
    if (id) reveal(network, container, drawn, id);
    network.redraw();
  }

  return {
    show,
    point,
    zoom: (factor) => zoomBy(factor, network, container, drawn),
    fit: () => whole(network, container, drawn),
    refresh: () => drawn.page && show(drawn.page),
    spots: () => drawn.scene?.frame.spots ?? new Map(),
    shown: () => drawn.scene?.ids ?? [...(drawn.scene?.boxes.keys() ?? [])],
    open,
    nameOf: (id) => drawn.scene?.boxes.get(id)?.cluster ? drawn.scene.boxes.get(id).lines.join(", ") : model.nodes.get(id)[drawn.state.lang],
    size: () => boundsOf(drawn),
    drawOn: (context) => paint(context, drawn, model),
  };
}

// Links lie below the boxes; the headings of columns lie above them.
function drawAround(network, container, drawn) {
  const view = () => ({ theme: drawn.theme, texts: textsOf(drawn.state.lang) });
  network.on("beforeDrawing", (context) => {
    if (!drawn.scene?.shown) return;
    drawn.window = [0, container.clientHeight].map((y) => network.DOMtoCanvas({ x: 0, y }).y);
    drawBand(context, drawn.scene.frame, view());
    const inSight = ({ start, stop }) => Math.max(start.y, stop.y) > drawn.window[0] && Math.min(start.y, stop.y) < drawn.window[1];
    drawRoutes(context, drawn.routes.filter(inSight), drawn.theme, drawn.hover);
  });
  network.on("afterDrawing", (context) => {
    if (!drawn.scene?.shown) return;
    const corners = [0, container.clientWidth].map((x) => network.DOMtoCanvas({ x, y: 0 }));
    drawHeadings(context, drawn.scene.frame, ...corners, view());
  });
}

function listen(network, container, drawn, open) {
  const hover = (id) => {
    drawn.hover = id;
    container.classList.toggle("pointing", id !== null);
    network.redraw();
  };
  network.on("click", (event) => event.nodes.length && open(event.nodes[0]));
  network.on("hoverNode", (event) => hover(event.node));
  network.on("blurNode", () => hover(null));
  container.addEventListener("wheel", (event) => onWheel(event, network, container, drawn), { passive: false });
  new ResizeObserver(() => {
    if (!container.clientWidth) return;
    network.setSize("100%", "100%");
    frame(network, container, drawn, true);
    network.redraw();
  }).observe(container);
}

function nodeOf(box, spot, model, drawn) {
  return {
    id: box.id,
    x: spot.x,
    y: spot.y,
    ctxRenderer: ({ ctx, x, y }) => ({
      drawNode: () => inWindow(drawn, box, y) && drawBox(ctx, box, x, y, { ...viewOf(box, model, drawn), small: drawn.scale < LEAST_READABLE }),
      nodeDimensions: { width: box.width, height: box.height },
    }),
  };
}

// What lies outside the window is not drawn at all.
function inWindow({ window: seen }, box, y) {
  return !seen || (y + box.height > seen[0] && y - box.height < seen[1]);
}

// How a box looks at this moment.
function viewOf(box, model, drawn) {
  const look = model.look.kinds[box.kind];
  return {
    theme: drawn.theme,
    look: box.color ? { ...look, light: box.color, dark: box.color } : look,
    sub: box.kind === "problem" && !box.cluster ? drawn.page.wholeLines(box.id) : [],
    state: drawn.page.stateOf(box.id),
    hanging: drawn.page.hangsOnSelected(box.id),
    chosen: box.id === drawn.state.id,
    cursor: box.id === drawn.cursor,
    hover: box.id === drawn.hover,
  };
}

// The whole picture on any context, at its own size: for files.
function paint(context, drawn, model) {
  const { width, height } = boundsOf(drawn);
  const { boxes, frame: placed } = drawn.scene;
  context.fillStyle = drawn.theme.backdrop;
  context.fillRect(0, 0, width, height);
  const view = { theme: drawn.theme, texts: textsOf(drawn.state.lang) };
  drawBand(context, placed, view);
  drawRoutes(context, drawn.routes, drawn.theme, null);
  for (const box of boxes.values()) {
    const { x, y } = placed.spots.get(box.id);
    drawBox(context, box, x, y, viewOf(box, model, drawn));
  }
  drawHeadings(context, placed, { x: 0, y: 0 }, { x: width, y: height }, view);
}

// Bounds of all boxes, in the picture's own lengths.
function boundsOf(drawn) {
  let bottom = 100;
  for (const [id, spot] of drawn.scene.frame.spots) bottom = Math.max(bottom, spot.y + drawn.scene.boxes.get(id).height / 2);
  return { width: GEOMETRY.width, height: bottom + GEOMETRY.gap };
}

function frame(network, container, drawn, anew) {
  if (!drawn.scene || !container.clientWidth) return;
  const bounds = boundsOf(drawn);
  if (anew) {
    const wide = Math.min(1.35, container.clientWidth / bounds.width);
    const tall = container.clientHeight / bounds.height;
    drawn.scale = Math.max(0.6, Math.min(wide, Math.max(tall, Math.min(wide, 0.92))));
  }
  const start = drawn.state.id && drawn.scene.frame.spots.get(drawn.state.id);
  const room = container.clientHeight / drawn.scale;
  const y = start ? Math.max(room / 2, Math.min(start.y, bounds.height - room / 2)) : room / 2;
  move(network, container, drawn, bounds, bounds.width / 2, y);
}

// All of the picture at once, however small.
function whole(network, container, drawn) {
  const bounds = boundsOf(drawn);
  drawn.scale = Math.min(1.35, container.clientWidth / bounds.width, container.clientHeight / bounds.height);
  move(network, container, drawn, bounds, bounds.width / 2, bounds.height / 2);
}

// Moves the middle of the view, never past the picture's ends.
function move(network, container, drawn, bounds, x, y) {
  const high = container.clientHeight / drawn.scale;
  const wide = container.clientWidth / drawn.scale;
  const spare = high - bounds.height;
  const down = spare > 0 ? high / 2 - Math.min(spare / 2, 8) : Math.max(high / 2, Math.min(y, bounds.height - high / 2));
  const across = wide > bounds.width ? bounds.width / 2 : Math.max(wide / 2, Math.min(x, bounds.width - wide / 2));
  network.moveTo({ scale: drawn.scale, position: { x: across, y: down - 4 } });
}

function zoomBy(factor, network, container, drawn) {
  drawn.scale = Math.max(0.3, Math.min(3, drawn.scale * factor));
  const { x, y } = network.getViewPosition();
  move(network, container, drawn, boundsOf(drawn), x, y);
}

function reveal(network, container, drawn, id) {
  const spot = drawn.scene.frame.spots.get(id);
  const at = network.canvasToDOM(spot);
  const inside = at.x > 40 && at.y > 40 && at.x < container.clientWidth - 40 && at.y < container.clientHeight - 40;
  if (!inside) network.moveTo({ scale: drawn.scale, position: spot });
}

// The wheel moves the picture as it moves a text; with Ctrl it zooms.
function onWheel(event, network, container, drawn) {
  if (!drawn.scene) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    zoomBy(event.deltaY < 0 ? 1.12 : 1 / 1.12, network, container, drawn);
    return;
  }
  const { x, y } = network.getViewPosition();
  const [right, down] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
  move(network, container, drawn, boundsOf(drawn), x + right / drawn.scale, y + 4 + down / drawn.scale);
}
