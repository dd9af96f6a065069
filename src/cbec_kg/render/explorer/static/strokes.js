import { tinted } from "./theme.js";

// Draws lines: those of the box or line under the pointer stand out, the others step back.
export function drawRoutes(context, routes, theme, lit) {
  const apart = (route) => lit !== null && route.key !== lit && route.from !== lit && route.to !== lit;
  const shown = [...routes].sort((one, other) => apart(other) - apart(one) || one.width - other.width);
  for (const route of shown) {
    const share = apart(route) ? 0.14 : route.lost ? 0.3 : route.width < 2 ? 0.8 : 0.95;
    drawRoute(context, route, tinted(theme.dark ? route.dark : route.light, share), route.key === lit);
    if (route.lost) drawCross(context, route, theme);
  }
}

function drawRoute(context, route, colour, thick) {
  const { start, stop, course } = route;
  context.save();
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = route.width + (thick ? 1.4 : 0);
  context.lineCap = route.dashes.length && route.dashes[0] < 3 ? "round" : "butt";
  context.setLineDash(route.dashes);
  context.beginPath();
  context.moveTo(start.x, start.y);
  for (const { c, x, y } of course) {
    if (c) context.bezierCurveTo(...c, x, y);
    else context.lineTo(x, y);
  }
  // What is the same has no direction.
  if (route.kind === "same") context.lineTo(stop.x, stop.y);
  context.stroke();
  context.setLineDash([]);
  if (route.kind === "same") return context.restore();
  const head = course.at(-1);
  const half = 2.6 + route.width * 0.5;
  context.beginPath();
  context.moveTo(stop.x, stop.y);
  context.lineTo(head.x, stop.y - half);
  context.lineTo(head.x, stop.y + half);
  context.closePath();
  context.fill();
  context.restore();
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

// On the map, what is linked to the record under the pointer: bows over everything else.
export function drawTies(context, { scene, theme }, id, scale) {
  const { links, frame } = scene;
  context.save();
  for (const link of links.filter(({ from, to }) => from === id || to === id)) {
    const [start, stop] = [frame.spots.get(link.from), frame.spots.get(link.to)];
    const lift = Math.min(160, Math.abs(stop.x - start.x) * 0.2 + 20);
    context.strokeStyle = theme.dark ? link.dark : link.light;
    context.lineWidth = link.width / Math.min(1, scale);
    context.setLineDash(link.dashes.map((length) => length / Math.min(1, scale)));
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.bezierCurveTo(start.x, start.y - lift, stop.x, stop.y - lift, stop.x, stop.y);
    context.stroke();
  }
  context.restore();
}
