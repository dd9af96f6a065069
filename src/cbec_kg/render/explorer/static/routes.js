import { sideOfArc } from "./layout.js";

// The course of each line: level through the layers that it passes, at the height that the layout keeps for it, and rising or
// falling only between layers, where no box stands. Pure, no canvas.
const SPREAD = 7;
const HEAD = 7;
// Steps into which a bend is cut where a course is measured.
const STEPS = 16;

// placed: as `layoutOf` gives it; `moved` are boxes that a reader has put elsewhere. Returns the links, each with `start`, `stop`,
// `course` (the points after the start, those of a bend with its two controls) and `into`, the side on which it arrives.
export function routesOf(links, boxes, placed, moved = new Set()) {
  const routes = links.map((link, number) => ({ ...link, ...sidesOf(link, placed, moved), heights: placed.passed[number] ?? [] }));
  givePorts(routes, boxes, placed);
  for (const route of routes) route.course = moved.has(route.from) || moved.has(route.to) ? freeCourse(route, placed) : courseOf(route, placed);
  return routes;
}

function sidesOf({ from, to }, { layerOf, spots, layers }, moved) {
  const [start, stop] = [layerOf.get(from), layerOf.get(to)];
  if (moved.has(from) || moved.has(to)) {
    const ahead = spots.get(from).x <= spots.get(to).x;
    return ahead ? { out: "right", into: "left" } : { out: "left", into: "right" };
  }
  if (start === stop) {
    const side = sideOfArc(start, layers.length, layers[start].column);
    return { out: side, into: side };
  }
  return start < stop ? { out: "right", into: "left" } : { out: "left", into: "right" };
}

// Lines that meet a box at one side have points of their own there, in the order of where they go.
function givePorts(routes, boxes, { spots }) {
  const ports = new Map();
  const note = (key, entry) => {
    if (!ports.has(key)) ports.set(key, []);
    ports.get(key).push(entry);
  };
  for (const route of routes) {
    const rightwards = route.out === "right" && route.into === "left";
    const [first, last] = rightwards ? [route.heights[0], route.heights.at(-1)] : [route.heights.at(-1), route.heights[0]];
    note(`${route.from} ${route.out}`, { route, end: "start", toward: first ?? spots.get(route.to).y });
    note(`${route.to} ${route.into}`, { route, end: "stop", toward: last ?? spots.get(route.from).y });
  }
  for (const [key, port] of ports) {
    const cut = key.lastIndexOf(" ");
    const [id, side] = [key.slice(0, cut), key.slice(cut + 1)];
    const [box, spot] = [boxes.get(id), spots.get(id)];
    port.sort((one, other) => one.toward - other.toward || spots.get(other.route[other.end === "start" ? "to" : "from"]).y - spots.get(one.route[one.end === "start" ? "to" : "from"]).y);
    const step = Math.min(SPREAD, (box.height - 12) / Math.max(1, port.length - 1));
    const x = spot.x + (side === "right" ? box.width / 2 : -box.width / 2);
    port.forEach(({ route, end }, number) => (route[end] = { x, y: spot.y + (number - (port.length - 1) / 2) * step }));
  }
}

function courseOf(route, { layerOf, layers }) {
  const [from, to] = [layerOf.get(route.from), layerOf.get(route.to)];
  if (from === to) return arcOf(route, layers[from]);
  const rightwards = from < to;
  const heights = rightwards ? route.heights : [...route.heights].reverse();
  const near = (layer) => (rightwards ? layers[layer].right : layers[layer].left);
  const far = (layer) => (rightwards ? layers[layer].left : layers[layer].right);
  const step = rightwards ? 1 : -1;
  const course = [];
  let here = route.start;
  let layer = from;
  for (const height of [...heights, route.stop.y]) {
    const leave = { x: near(layer), y: here.y };
    layer += step;
    const last = layer === to;
    const arrive = { x: far(layer) - (last ? step * HEAD : 0), y: height };
    if (Math.abs(leave.x - here.x) > 0.5) course.push(leave);
    course.push(bend(leave, arrive));
    here = arrive;
  }
  course.push(beforeHead(route));
  return course;
}

// Where the line ends and the arrow's head begins.
function beforeHead({ stop, into }) {
  return { x: stop.x + (into === "left" ? -HEAD : HEAD), y: stop.y };
}

function bend(from, to) {
  const middle = (from.x + to.x) / 2;
  return { c: [middle, from.y, middle, to.y], x: to.x, y: to.y };
}

// Two boxes of one layer are tied beside it, the wider the farther they are apart.
function arcOf(route, layer) {
  const away = route.out === "right" ? 1 : -1;
  const edge = route.out === "right" ? layer.right : layer.left;
  const depth = 20 + Math.min(26, Math.abs(route.start.y - route.stop.y) / 14);
  const end = { x: edge + away * HEAD, y: route.stop.y };
  const outside = edge + away * depth * 1.3;
  return [{ x: edge, y: route.start.y }, { c: [outside, route.start.y, outside, end.y], x: end.x, y: end.y }, beforeHead(route)];
}

// A line to a box that was moved keeps to the heights that it passes on the way, as far as these still lie between its ends.
function freeCourse(route, { layers, layerOf }) {
  const [from, to] = [layerOf.get(route.from), layerOf.get(route.to)];
  const first = Math.min(from, to);
  const between = route.heights.map((y, number) => ({ y, layer: layers[first + 1 + number] }));
  if (from > to) between.reverse();
  const end = beforeHead(route);
  const ahead = Math.sign(end.x - route.start.x) || 1;
  const course = [];
  let here = route.start;
  for (const { y, layer } of between) {
    const [near, far] = ahead > 0 ? [layer.left, layer.right] : [layer.right, layer.left];
    if ((near - here.x) * ahead < 12 || (end.x - far) * ahead < 12) continue;
    course.push(bend(here, { x: near, y }), { x: far, y });
    here = { x: far, y };
  }
  return [...course, bend(here, end)];
}

// Points along a line, near enough for its bends to be taken as straight between them.
export function pointsOf({ start, stop, course }) {
  const points = [start];
  for (const { c, x, y } of course) {
    const from = points.at(-1);
    if (!c) points.push({ x, y });
    else for (let step = 1; step <= STEPS; step++) points.push(onBend(from, c, { x, y }, step / STEPS));
  }
  return [...points, stop];
}

function onBend(from, [x1, y1, x2, y2], to, t) {
  const s = 1 - t;
  const at = (a, b, c, d) => s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
  return { x: at(from.x, x1, x2, to.x), y: at(from.y, y1, y2, to.y) };
}

// How far a point lies from a line given by its points.
export function distanceTo(points, { x, y }) {
  let least = Infinity;
  for (let number = 1; number < points.length; number++) {
    const [a, b] = [points[number - 1], points[number]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - a.x - along * dx, y - a.y - along * dy));
  }
  return least;
}
