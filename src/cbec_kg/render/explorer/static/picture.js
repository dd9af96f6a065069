import { drawBand, drawBox, drawHeadings, drawPanels, drawStems, drawTile } from "./boxes.js";
import { cameraOf } from "./camera.js";
import { cardIn } from "./card.js";
import { itemsIn } from "./items.js";
import { pointingIn } from "./pointing.js";
import { pointsOf, routesOf } from "./routes.js";
import { sceneOf } from "./scene.js";
import { drawRoutes, drawTies } from "./strokes.js";
import { themeNow } from "./theme.js";
import { neighboursOf } from "./trace.js";
import { textsOf } from "./wording.js";

// Below this scale boxes show their marks without labels.
const LEAST_READABLE = 0.42;
const OPTIONS = {
  autoResize: false,
  physics: false,
  layout: { randomSeed: 1, improvedLayout: false },
  interaction: { hover: true, zoomView: true, keyboard: false, multiselect: false, tooltipDelay: 1e7 },
  nodes: { shape: "custom", physics: false },
};

// The picture in a container; `choose` is called with the id of a record that the reader picks, `unfold` with one to unfold.
export function pictureIn(container, model, choose, unfold) {
  const nodes = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges: new vis.DataSet() }, OPTIONS);
  const drawn = { scene: null, state: null, page: null, theme: themeNow(), routes: [], moved: new Set(), cursor: null, hover: null, linked: null };
  const camera = cameraOf(network, container, () => drawn.scene.frame);
  const card = cardIn(container.parentElement);
  const items = itemsIn(container, { pick: choose, pickLine: (key) => pin(key) });
  drawAround(network, container, drawn, model);
  pointingIn(network, container, drawn, camera, { hover, hoverLine, pick: choose, pickLine: pin, pickNothing: unpin, unfold, moved: moveTo });
  resized(container, () => {
    network.setSize("100%", "100%");
    if (drawn.scene) camera.frame(drawn.scene.frame.spots.get(drawn.state.id), drawn.scene.atlas);
    network.redraw();
  });
  card.onLeave((event) => {
    event.stopPropagation();
    unpin();
    container.focus();
  });

  function show(page) {
    const { state } = page;
    const before = drawn.state;
    const anew = before?.id !== state.id || before.lang !== state.lang || before.scope !== state.scope || String(before.kinds) !== String(state.kinds);
    const scene = sceneOf(page, roomOf(container));
    Object.assign(drawn, { page, state, scene, theme: themeNow(), moved: new Set(), cursor: null, hover: null, linked: null });
    card.hide();
    route();
    nodes.clear();
    nodes.add([...scene.boxes.values()].map((box) => nodeOf(box, scene.frame.spots.get(box.id), model, drawn, network)));
    if (anew) camera.frame(scene.frame.spots.get(state.id), scene.atlas);
    fillItems();
    return scene;
  }

  // After the picture has been painted, once for all changes until then.
  function fillItems() {
    clearTimeout(drawn.filling);
    drawn.filling = setTimeout(() => items.fill(drawn.page, drawn.scene, drawn.routes));
  }

  function route() {
    const { links, boxes, frame, atlas } = drawn.scene;
    drawn.routes = atlas ? [] : routesOf(links, boxes, frame, drawn.moved).map((one) => ({ ...one, points: pointsOf(one) }));
  }

  function hover(id, at) {
    drawn.hover = id;
    drawn.linked = id && drawn.scene.atlas ? new Set([id, ...linkedTo(id)]) : null;
    container.classList.toggle("pointing", id !== null);
    if (!card.pinned()) {
      if (id) card.show(drawn.page, { at, id });
      else card.hide();
    }
    network.redraw();
  }

  function hoverLine(key, at) {
    if (key === drawn.hover) return;
    drawn.hover = key;
    container.classList.toggle("pointing", key !== null);
    if (!card.pinned()) {
      if (key) card.show(drawn.page, { at, line: lineOf(key) });
      else card.hide();
    }
    network.redraw();
  }

  function lineOf(key) {
    return drawn.routes.find((one) => one.key === key);
  }

  function linkedTo(id) {
    return drawn.scene.links.filter(({ from, to }) => from === id || to === id).map(({ from, to }) => (from === id ? to : from));
  }

  function pin(key, at = middleOf(key)) {
    drawn.cursor = key;
    card.show(drawn.page, { at, line: lineOf(key), pinned: true });
    card.focus();
    network.redraw();
  }

  function unpin() {
    drawn.cursor = null;
    card.hide();
    network.redraw();
  }

  function middleOf(key) {
    const { points } = lineOf(key);
    return network.canvasToDOM(points[Math.floor(points.length / 2)]);
  }

  // A box that is moved takes along its whole and parts; its lines follow.
  function moveTo(id, { x, y }) {
    const { boxes, frame } = drawn.scene;
    const { spots } = frame;
    const [dx, dy] = [x - spots.get(id).x, y - spots.get(id).y];
    const head = boxes.get(boxes.get(id).whole)?.id ?? id;
    for (const box of boxes.values()) {
      if (box.id !== head && box.whole !== head) continue;
      const spot = { x: spots.get(box.id).x + dx, y: spots.get(box.id).y + dy };
      spots.set(box.id, spot);
      drawn.moved.add(box.id);
      network.moveNode(box.id, spot.x, spot.y);
    }
    route();
    fillItems();
    card.hide();
    network.redraw();
  }

  // Puts the keys' cursor on a box or a line, shows its card and returns what it says.
  function point(key) {
    if (!key && card.pinned()) return "";
    drawn.cursor = key;
    drawn.linked = key && drawn.scene.atlas ? new Set([key, ...linkedTo(key)]) : null;
    if (key) {
      const line = lineOf(key);
      camera.reveal(line ? line.points[Math.floor(line.points.length / 2)] : drawn.scene.frame.spots.get(key));
      const at = line ? middleOf(key) : network.canvasToDOM(drawn.scene.frame.spots.get(key));
      card.show(drawn.page, line ? { at, line } : { at, id: key });
    } else card.hide();
    network.redraw();
    return items.mark(key);
  }

  return {
    show,
    point,
    pin,
    zoom: camera.zoom,
    fit: camera.whole,
    // Lays a picture out without showing it.
    prepare: (page) => drawn.scene && routesOf(...partsOf(sceneOf(page, roomOf(container)))),
    refresh: () => drawn.page && show(drawn.page),
    spots: () => drawn.scene?.frame.spots ?? new Map(),
    shown: () => [...(drawn.scene?.boxes.keys() ?? [])],
    // Lines at a box, from the upper to the lower.
    linesAt: (id) => drawn.routes.filter(({ from, to }) => from === id || to === id).sort((one, other) => portOf(one, id) - portOf(other, id)).map(({ key }) => key),
    lineOf,
    move: (id, [right, down]) => moveTo(id, { x: drawn.scene.frame.spots.get(id).x + right, y: drawn.scene.frame.spots.get(id).y + down }),
    size: () => ({ width: drawn.scene.frame.width, height: drawn.scene.frame.height }),
    drawOn: (context) => paint(context, drawn, model),
  };
}

// A window may be too low for anything to be laid out in it.
function roomOf({ clientWidth, clientHeight }) {
  return { width: Math.max(200, clientWidth), height: Math.max(120, clientHeight) };
}

function partsOf({ links, boxes, frame, atlas }) {
  return [atlas ? [] : links, boxes, frame];
}

function portOf({ from, start, stop }, id) {
  return from === id ? start.y : stop.y;
}

function resized(container, run) {
  let size = "";
  new ResizeObserver(() => {
    const now = `${container.clientWidth} ${container.clientHeight}`;
    if (!container.clientWidth || !container.clientHeight || now === size) return;
    size = now;
    run();
  }).observe(container);
}

// Lines lie below the boxes; the headings of columns lie above them.
function drawAround(network, container, drawn, model) {
  const view = () => ({ theme: drawn.theme, texts: textsOf(drawn.state.lang), scale: network.getScale(), model });
  network.on("beforeDrawing", (context) => {
    if (!drawn.scene?.boxes.size) return;
    const [from, to] = [{ x: 0, y: 0 }, { x: container.clientWidth, y: container.clientHeight }].map((corner) => network.DOMtoCanvas(corner));
    drawn.window = { left: from.x, top: from.y, right: to.x, bottom: to.y };
    drawPanels(context, drawn.scene.frame, view());
    drawBand(context, drawn.scene.frame, view());
    if (!drawn.scene.atlas) drawStems(context, drawn.scene.boxes, drawn.scene.frame.spots, drawn.theme);
    drawRoutes(context, drawn.routes, drawn.theme, drawn.cursor ?? drawn.hover);
  });
  network.on("afterDrawing", (context) => {
    if (!drawn.scene?.boxes.size) return;
    if (drawn.linked) drawTies(context, drawn, drawn.cursor ?? drawn.hover, network.getScale());
    const corners = [0, container.clientWidth].map((x) => network.DOMtoCanvas({ x, y: 0 }));
    drawHeadings(context, drawn.scene.frame, ...corners, view());
  });
}

function nodeOf(box, spot, model, drawn, network) {
  return {
    id: box.id,
    x: spot.x,
    y: spot.y,
    ctxRenderer: ({ ctx, x, y }) => ({
      drawNode: () => {
        if (!inWindow(drawn.window, box, x, y)) return;
        const scale = network.getScale();
        if (drawn.scene.atlas && scale < LEAST_READABLE) drawTile(ctx, box, x, y, { ...tileOf(box, model, drawn), scale });
        else drawBox(ctx, box, x, y, { ...viewOf(box, model, drawn), small: scale < LEAST_READABLE });
      },
      nodeDimensions: { width: box.width, height: box.height },
    }),
  };
}

// What lies outside the window is not drawn at all.
function inWindow(seen, box, x, y) {
  return !seen || (y + box.height > seen.top && y - box.height < seen.bottom && x + box.width > seen.left && x - box.width < seen.right);
}

// How a box looks at this moment.
function viewOf(box, model, drawn) {
  const look = model.look.kinds[box.kind];
  const { page, scene } = drawn;
  return {
    theme: drawn.theme,
    look: box.color ? { ...look, light: box.color, dark: box.color } : look,
    sub: scene.atlas ? [] : [...(box.kind === "problem" ? page.wholeLines(box.id) : []), ...(model.papers.size ? [model.folderOf(box.id)] : [])],
    state: page.stateOf(box.id),
    noticed: model.nodes.get(box.id)?.noticed?.state,
    hanging: page.hangsOnSelected(box.id),
    chosen: box.id === drawn.state.id,
    cursor: box.id === drawn.cursor,
    hover: box.id === drawn.hover,
    apart: Boolean(drawn.linked && !drawn.linked.has(box.id)),
    folded: !scene.atlas && [drawn.hover, drawn.cursor, drawn.state.id].includes(box.id) ? foldedAt(model, scene, box) : 0,
  };
}

function tileOf(box, model, { theme, page, state, cursor, hover, linked }) {
  const gone = ["withdrawn", "falls"].includes(page.stateOf(box.id));
  return { theme, look: model.look.kinds[box.kind], strong: [state.id, cursor, hover].includes(box.id), apart: Boolean(linked && !linked.has(box.id)), gone };
}

// How many records are linked to a box and not shown.
function foldedAt(model, scene, box) {
  box.folded ??= [...neighboursOf(model, [box.id])].filter((id) => model.drawn.has(id) && !scene.boxes.has(id)).length;
  return box.folded;
}

// The whole picture on any context, at its own size: for files.
function paint(context, drawn, model) {
  const { boxes, frame: placed } = drawn.scene;
  context.fillStyle = drawn.theme.backdrop;
  context.fillRect(0, 0, placed.width, placed.height);
  const view = { theme: drawn.theme, texts: textsOf(drawn.state.lang), scale: 1, model };
  drawPanels(context, placed, view);
  drawBand(context, placed, view);
  if (!drawn.scene.atlas) drawStems(context, boxes, placed.spots, drawn.theme);
  drawRoutes(context, drawn.routes, drawn.theme, null);
  for (const box of boxes.values()) {
    const { x, y } = placed.spots.get(box.id);
    drawBox(context, box, x, y, viewOf(box, model, drawn));
  }
  drawHeadings(context, placed, { x: 0, y: 0 }, { x: placed.width, y: placed.height }, view);
}
