import { tinted } from "./theme.js";

const SPREAD = 7;

// Routes of links around boxes: out of a side, into a side, each with its own point there. Pure, no canvas.
export function routesOf(links, boxes, spots) {
  const routes = links.map((link) => ({ ...link, ...sidesOf(boxes.get(link.from), boxes.get(link.to)) }));
  const ports = new Map();
  for (const route of routes) {
    note(ports, `${route.from} ${route.out}`, { route, end: "start", toward: spots.get(route.to).y });
    note(ports, `${route.to} ${route.into}`, { route, end: "stop", toward: spots.get(route.from).y });
  }
  for (const [key, port] of ports) {
    const [id, side] = key.split(" ");
    spread(port, boxes.get(id), spots.get(id), side);
  }
  return routes;
}

function sidesOf(from, to) {
  if (from.column === to.column) return { out: "right", into: "right" };
  return from.column < to.column ? { out: "right", into: "left" } : { out: "left", into: "right" };
}

function note(ports, key, entry) {
  if (!ports.has(key)) ports.set(key, []);
  ports.get(key).push(entry);
}

function spread(port, box, spot, side) {
  port.sort((one, other) => one.toward - other.toward);
  const step = Math.min(SPREAD, (box.height - 12) / Math.max(1, port.length - 1));
  const x = spot.x + (side === "right" ? box.width / 2 : -box.width / 2);
  port.forEach(({ route, end }, number) => {
    route[end] = { x, y: spot.y + (number - (port.length - 1) / 2) * step };
  });
}

// Routes of the box under the pointer stand out, the others step back.
export function drawRoutes(context, routes, theme, lit) {
  const apart = (route) => lit && route.from !== lit && route.to !== lit;
  for (const route of [...routes].sort((one, other) => one.width - other.width)) {
    const colour = theme.dark ? route.dark : route.light;
    const share = route.lost ? 0.3 : route.width < 2 ? 0.8 : 0.95;
    drawRoute(context, route, tinted(colour, apart(route) ? 0.16 : share));
    if (route.lost) drawCross(context, route, theme);
  }
}

// A link that a withdrawal has taken is pale and crossed out where it sets out.
function drawCross(context, { start, out }, theme) {
  const [x, y] = [start.x + (out === "right" ? 20 : -20), start.y];
  context.save();
  context.strokeStyle = theme.falls;
  context.lineWidth = 1.8;
  context.beginPath();
  context.moveTo(x - 4, y - 4);
  context.lineTo(x + 4, y + 4);
  context.moveTo(x - 4, y + 4);
  context.lineTo(x + 4, y - 4);
  context.stroke();
  context.restore();
}

function drawRoute(context, route, colour) {
  const { start, stop } = route;
  const head = 5 + route.width;
  const direction = route.into === "left" ? 1 : -1;
  const end = stop.x - direction * head;
  const [first, second] = bends(route, end, direction);
  context.save();
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = route.width;
  context.lineCap = route.dashes.length && route.dashes[0] < 3 ? "round" : "butt";
  context.setLineDash(route.dashes);
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.bezierCurveTo(first, start.y, second, stop.y, end, stop.y);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(stop.x - direction, stop.y);
  context.lineTo(end, stop.y - head * 0.45);
  context.lineTo(end, stop.y + head * 0.45);
  context.fill();
  context.restore();
}

function bends({ start, stop, out, into }, end, direction) {
  if (out === into) {
    const outside = Math.max(start.x, stop.x) + Math.min(40, 16 + Math.abs(start.y - stop.y) / 12);
    return [outside, outside];
  }
  const reach = Math.max(20, Math.abs(end - start.x) / 2);
  return [start.x + direction * reach, end - direction * reach];
}
