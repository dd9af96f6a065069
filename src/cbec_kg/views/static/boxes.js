import { drawMark } from "./shapes.js";
import { tinted } from "./theme.js";

// Draws one node: a box with its mark and the lines that were broken when the page was built.
export function drawBox(context, box, x, y, view) {
  const { theme, look, geometry } = view;
  const colour = theme.dark ? look.dark : look.light;
  const left = x - box.width / 2;
  const top = y - box.height / 2;
  const active = view.chosen || view.cursor || view.hover;
  context.save();
  if (box.indented) drawStem(context, box, left, top, y, view);
  context.beginPath();
  context.roundRect(left, top, box.width, box.height, 5);
  context.fillStyle = theme.surface;
  context.fill();
  if (look.filled || active) {
    context.fillStyle = tinted(colour, view.chosen ? 0.16 : 0.09);
    context.fill();
  }
  context.strokeStyle = active ? colour : tinted(colour, look.filled ? 0.75 : 0.32);
  context.lineWidth = view.chosen || view.cursor ? 2.5 : 1;
  context.stroke();
  drawLabel(context, box, left, top, colour, view);
  context.restore();
}

function drawLabel(context, box, left, top, colour, { theme, look, geometry, sub }) {
  const [indent, above] = geometry.padding;
  const leading = look.size * geometry.lineHeight;
  drawMark(context, look.shape, left + indent / 2, top + above + leading / 2, look.weight >= 600 ? 6 : 5, colour);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = theme.ink;
  context.font = `${look.weight} ${look.size}px ${theme.face}`;
  const room = box.width - indent - 6;
  box.lines.forEach((line, number) => {
    context.fillText(line, left + indent, top + above + leading * (number + 0.5) + 0.5, room);
  });
  if (sub) {
    context.font = `400 11px ${theme.face}`;
    context.fillStyle = theme.muted;
    context.fillText(sub, left + indent, top + box.height - above - geometry.subline / 2 + 3, room);
  }
}

// The line that ties a part to the whole above it.
function drawStem(context, box, left, top, middle, { theme, geometry }) {
  context.beginPath();
  context.strokeStyle = theme.rule;
  context.lineWidth = 1.5;
  context.moveTo(left - 8, top - geometry.gap);
  context.lineTo(left - 8, box.last ? middle : top + box.height);
  context.moveTo(left - 8, middle);
  context.lineTo(left, middle);
  context.stroke();
}

export function drawHeadings(context, frame, view) {
  const { theme, geometry, texts } = view;
  context.save();
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.font = `600 12px ${theme.face}`;
  for (const [column, left] of frame.edges) {
    ruled(context, texts.columns[column], left, geometry.columns[column], 13, theme);
  }
  if (frame.bandTop !== null) {
    ruled(context, texts.band, geometry.margin, geometry.width - 2 * geometry.margin, frame.bandTop + 17, theme);
  }
  context.restore();
}

function ruled(context, text, left, width, y, theme) {
  context.fillStyle = theme.muted;
  context.fillText(text, left, y, width);
  context.fillStyle = theme.rule;
  context.fillRect(left, y + 6, width, 1);
}

// Links within a column run outside of its boxes, on the right.
export function drawArcs(context, arcs, spots, boxes, theme) {
  for (const arc of arcs) {
    const [from, to] = [spots.get(arc.from), spots.get(arc.to)];
    const [start, end] = [from.x + boxes.get(arc.from).width / 2, to.x + boxes.get(arc.to).width / 2];
    const out = Math.max(start, end) + Math.min(26, 10 + Math.abs(from.y - to.y) / 14);
    context.save();
    context.beginPath();
    context.strokeStyle = theme.dark ? arc.dark : arc.light;
    context.fillStyle = context.strokeStyle;
    context.lineWidth = arc.width;
    context.setLineDash(arc.dashes);
    context.moveTo(start, from.y);
    context.bezierCurveTo(out, from.y, out, to.y, end + 5, to.y);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(end + 1, to.y);
    context.lineTo(end + 8, to.y - 3.5);
    context.lineTo(end + 8, to.y + 3.5);
    context.fill();
    context.restore();
  }
}
