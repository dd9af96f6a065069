import { setHeights } from "./heights.js";
import { layersOf } from "./layers.js";
import { untangle } from "./untangle.js";

// Where boxes and lines stand: dagre, the layout library that the page carries, orders each layer so that few lines cross, and
// keeps a place for each line in every layer that it passes; the heights then bring together what is linked. Pure.

// boxes: {id, column, width, height, rank, whole}; links: {from, to, width}. `ordered` keeps problems in the order of the text.
// Returns the middle of each box by id, layers {column, left, right, boxes}, and for each link the layers that it runs through.
export function layoutOf(boxes, links, geometry, ordered = false) {
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const anyOther = boxes.some((box) => box.column !== 0);
  const band = anyOther ? boxes.filter((box) => box.column === 0 && !linked.has(box.id)) : [];
  const families = familiesOf(boxes.filter((box) => !band.includes(box)));
  const familyOf = new Map(families.flatMap((family) => family.boxes.map((box) => [box.id, family])));
  const layers = layersOf(families, links.map(({ from, to }) => [familyOf.get(from), familyOf.get(to)]));
  layers.forEach((layer, number) => layer.families.forEach((family) => (family.layer = number)));
  const layerOf = (id) => familyOf.get(id).layer;
  const { middles, passed } = heightsOf(families, links, layerOf, inOrder(families, links, layerOf, geometry), geometry, ordered);
  const columns = sidesOf(layers, links, middles, layerOf, geometry);
  const top = Math.min(...[...middles].map(([id, y]) => y - boxHeight(familyOf, id) / 2), ...passed.flat()) - geometry.heading;
  const spots = new Map();
  for (const family of families) {
    for (const box of family.boxes) spots.set(box.id, { x: middleOf(box, columns[family.layer]), y: middles.get(box.id) - top });
  }
  const low = Math.max(0, ...families.flatMap((family) => family.boxes.map((box) => spots.get(box.id).y + box.height / 2)), ...passed.flat().map((y) => y - top));
  const tied = links.some(({ from, to }) => layerOf(from) === layerOf(to) && layerOf(from) === layers.length - 1);
  const width = Math.max(geometry.width, (columns.at(-1)?.right ?? 0) + geometry.margin + (tied ? geometry.spaces[0] : geometry.beside));
  const bottom = placeBand(band, low + geometry.gap + geometry.heading, width, spots, geometry);
  return {
    spots,
    layers: columns,
    layerOf: new Map([...familyOf].map(([id, family]) => [id, family.layer])),
    passed: passed.map((heights) => heights.map((y) => y - top)),
    bandTop: band.length ? low + geometry.gap : null,
    width,
    height: Math.max(low, bottom) + geometry.gap,
  };
}

function boxHeight(familyOf, id) {
  return familyOf.get(id).boxes.find((box) => box.id === id).height;
}

// Wholes in the order of the text, each with its parts.
function familiesOf(boxes) {
  const ids = new Set(boxes.map((box) => box.id));
  const heads = boxes.filter((box) => !ids.has(box.whole)).sort((one, other) => one.rank - other.rank);
  const parts = new Map();
  for (const box of boxes) if (ids.has(box.whole)) parts.set(box.whole, [...(parts.get(box.whole) ?? []), box]);
  return heads.map((head) => ({ id: head.id, column: head.column, boxes: [head, ...(parts.get(head.id) ?? [])] }));
}

// The order that dagre finds: for each box and each link's places between its ends a number, the smaller the higher up.
function inOrder(families, links, layerOf, geometry) {
  const graph = new dagre.graphlib.Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: "LR", nodesep: geometry.between, edgesep: geometry.lines, ranker: (inner) => rankBy(inner, layerOf) });
  graph.setDefaultEdgeLabel(() => ({}));
  const constraints = [];
  for (const family of families) {
    if (family.boxes.length > 1) graph.setNode(`family ${family.id}`, {});
    for (const box of family.boxes) {
      graph.setNode(box.id, { width: box.width, height: box.height });
      if (family.boxes.length > 1) graph.setParent(box.id, `family ${family.id}`);
      if (box.id !== family.id) constraints.push({ left: family.id, right: box.id });
    }
  }
  links.forEach((link, number) => {
    const [one, other] = rightwards(link, layerOf);
    if (layerOf(one) !== layerOf(other)) graph.setEdge(one, other, { weight: link.width > 2 ? 2 : 1 }, String(number));
  });
  if (families.length) dagre.layout(graph, { customOrder: (inner, best) => wholesFirst(inner, best, constraints, families) });
  const passed = links.map((link, number) => {
    const points = graph.edge(...rightwards(link, layerOf), String(number))?.points ?? [];
    // Its points are where it leaves, one in each layer and one between any two, and where it arrives.
    return points.filter((_, place) => place % 2 === 0).slice(1, -1).map(({ y }) => y);
  });
  return { boxes: new Map(families.flatMap((family) => family.boxes.map((box) => [box.id, graph.node(box.id).y]))), passed };
}

function rightwards({ from, to }, layerOf) {
  return layerOf(from) <= layerOf(to) ? [from, to] : [to, from];
}

// Families stand close together, lines pass between them: the middle of each box, and each link's heights between its ends.
function heightsOf(families, links, layerOf, order, geometry, ordered) {
  const layers = [];
  const note = (layer, item) => (layers[layer] ??= []).push(item);
  const itemOf = new Map();
  for (const family of families) {
    const [head, ...parts] = [...family.boxes].sort((one, other) => order.boxes.get(one.id) - order.boxes.get(other.id));
    const item = { members: [head, ...parts].map(({ id }) => id), fixed: 1, order: order.boxes.get(head.id), near: [], family, still: ordered && family.column === 2 };
    for (const id of item.members) itemOf.set(id, item);
    note(layerOf(family.id), item);
  }
  const chains = links.map((link, number) => {
    const [one, other] = rightwards(link, layerOf);
    const items = order.passed[number].map((y, place) => ({ members: [`${number} ${place}`], fixed: 0, order: y, near: [], height: 0, offsets: new Map([[`${number} ${place}`, 0]]) }));
    items.forEach((item, place) => note(layerOf(one) + 1 + place, item));
    return [[one, itemOf.get(one)], ...items.map((item) => [item.members[0], item]), [other, itemOf.get(other)]];
  });
  const pieces = chains.flatMap((chain) => chain.slice(1).map((to, place) => [chain[place], to])).filter(([[, from], [, to]]) => from !== to);
  for (const layer of layers) {
    layer.sort((one, other) => one.order - other.order);
    const inTextOrder = families.map(({ id }) => itemOf.get(id)).filter((item) => item.still && layer.includes(item));
    layer.forEach((item, place) => item.still && (layer[place] = inTextOrder.shift()));
  }
  const within = links.filter(({ from, to }) => layerOf(from) === layerOf(to));
  const arcs = within.map(({ from, to }) => [from, to, sideOfArc(layerOf(from), layers.length, itemOf.get(from).family.column)]);
  const between = pieces.filter(([[one], [other]]) => !isBeside(one, other, itemOf, layerOf));
  untangle(layers, between.map(([[one], [other]]) => [one, other]), arcs);
  for (const item of new Set(itemOf.values())) stackFamily(item, geometry);
  for (const [[one, from], [other, to]] of pieces) {
    from.near.push({ item: to, at: from.offsets.get(one), to: to.offsets.get(other) });
    to.near.push({ item: from, at: to.offsets.get(other), to: from.offsets.get(one) });
  }
  setHeights(layers, (one, other) => (one.height && other.height ? geometry.between : geometry.lines));
  return {
    middles: new Map([...itemOf].map(([id, item]) => [id, item.y + item.offsets.get(id)])),
    passed: chains.map((chain) => chain.slice(1, -1).map(([, { y }]) => y)),
  };
}

// Whether two boxes stand in one layer.
function isBeside(one, other, itemOf, layerOf) {
  return itemOf.has(one) && itemOf.has(other) && layerOf(one) === layerOf(other);
}

// On which side of its layer a line runs between two boxes of it: in the middle where the sources' side is, else away from it.
export function sideOfArc(layer, count, column) {
  return column === 2 && layer > 0 && layer < count - 1 ? "left" : "right";
}

function stackFamily(item, { within }) {
  const boxes = item.members.map((id) => item.family.boxes.find((box) => box.id === id));
  item.height = boxes.reduce((sum, box) => sum + box.height + within, -within);
  item.offsets = new Map();
  let top = -item.height / 2;
  for (const box of boxes) {
    item.offsets.set(box.id, top + box.height / 2);
    top += box.height + within;
  }
}

// Gives dagre the layers: two of its ranks each, times what it leaves room for around a family.
function rankBy(graph, layerOf) {
  const steps = 2 * graph.graph().nodeRankFactor;
  const known = (id) => graph.node(id).rank !== undefined;
  for (const id of graph.nodes()) if (!graph.node(id).dummy) graph.node(id).rank = steps * layerOf(id);
  for (const id of graph.nodes().filter((one) => !known(one))) {
    const beside = [...graph.successors(id), ...graph.predecessors(id)].find((one) => !graph.node(one).dummy);
    graph.node(id).rank = beside === undefined || graph.graph().nestingRoot === id ? 0 : graph.node(beside).rank;
  }
}

// The order that dagre finds best, with each whole above its parts.
function wholesFirst(graph, best, constraints, families) {
  best(graph, { constraints });
  for (const { boxes } of families) {
    if (boxes.length < 2) continue;
    const nodes = boxes.map((box) => graph.node(box.id));
    const places = nodes.map((node) => node.order).sort((one, other) => one - other);
    const parts = nodes.slice(1).sort((one, other) => one.order - other.order);
    [nodes[0], ...parts].forEach((node, number) => (node.order = places[number]));
  }
}

// Left and right of each layer; the space between two is the wider, the more lines rise or fall in it and the higher.
function sidesOf(layers, links, middles, layerOf, geometry) {
  const spans = layers.map(() => ({ count: 0, most: 0 }));
  for (const { from, to } of links) {
    const [one, other] = [layerOf(from), layerOf(to)].sort((a, b) => a - b);
    const span = Math.abs(middles.get(from) - middles.get(to)) / Math.max(1, other - one);
    for (let number = one; number < Math.max(other, one + 1); number++) {
      spans[number].count += 1;
      spans[number].most = Math.max(spans[number].most, span);
    }
  }
  const [least, most] = geometry.spaces;
  const spaces = spans.map((span) => Math.min(most, Math.max(least, 40 + span.count * 1.6 + span.most * 0.09)));
  const taken = layers.reduce((sum, { column }, number) => sum + geometry.columns[column] + (number ? spaces[number - 1] : 0), 0);
  let left = Math.max(geometry.margin, (geometry.width - taken) / 2);
  return layers.map(({ column, families }, number) => {
    const made = { column, left, right: left + geometry.columns[column], boxes: families.flatMap((family) => family.boxes) };
    left = made.right + spaces[number];
    return made;
  });
}

function middleOf(box, { column, left, right }) {
  const start = column === 0 || box.indented ? right - box.width : left;
  return start + box.width / 2;
}

// Sources that nothing is linked to stand in rows below; returns where these end.
function placeBand(boxes, from, width, spots, geometry) {
  let left = geometry.margin;
  let top = from;
  let tall = 0;
  for (const box of [...boxes].sort((one, other) => one.width - other.width || one.rank - other.rank)) {
    if (left + box.width > width - geometry.margin && left > geometry.margin) {
      left = geometry.margin;
      top += tall + geometry.beside;
      tall = 0;
    }
    tall = Math.max(tall, box.height);
    spots.set(box.id, { x: left + box.width / 2, y: top + box.height / 2 });
    left += box.width + geometry.beside;
  }
  return boxes.length ? top + tall : 0;
}
