import { GEOMETRY } from "./geometry.js";
import { SIGNS } from "./outcomes.js";
import { drawMark } from "./shapes.js";
import { tinted } from "./theme.js";

// Draws one node: a box with its mark and the lines of its label.
export function drawBox(context, box, x, y, view) {
  const { theme, look } = view;
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
  context.globalAlpha = ["withdrawn", "falls"].includes(view.state) ? 0.75 : 1;
  if (view.small) drawMark(context, look.shape, left + GEOMETRY.padding[0] / 2, y, Math.min(10, box.height / 3), colour);
  else drawLabel(context, box, left, top, colour, view);
  context.globalAlpha = 1;
  drawState(context, box, left, top, view);
  context.restore();
}

// What a withdrawal does to a record: a sign at the corner; what is gone or falls is struck through as well.
function drawState(context, box, left, top, { theme, look, state, hanging }) {
  if (hanging) drawSign(context, box, left, top, theme, SIGNS.falls, theme.falls, [3, 2]);
  if (!["withdrawn", "falls", "weakened"].includes(state)) return;
  const colour = state === "weakened" ? theme.weakened : theme.falls;
  const [indent, right, above] = GEOMETRY.padding;
  const leading = look.size * GEOMETRY.lineHeight;
  if (state !== "weakened") {
    context.fillStyle = theme.ink;
    context.font = `${look.weight} ${look.size}px ${theme.face}`;
    box.lines.forEach((line, number) => {
      const width = Math.min(context.measureText(line).width, box.width - indent - right);
      context.fillRect(left + indent, top + above + leading * (number + 0.5), width, 1.3);
    });
  }
  drawSign(context, box, left, top, theme, SIGNS[state], colour, []);
}

function drawSign(context, box, left, top, theme, sign, colour, dashes) {
  context.beginPath();
  context.roundRect(left + box.width - 17, top - 7, 20, 17, 5);
  context.fillStyle = theme.surface;
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash(dashes);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colour;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.font = `700 12px ${theme.face}`;
  context.fillText(sign, left + box.width - 7, top + 2);
}

function drawLabel(context, box, left, top, colour, { theme, look, sub = [] }) {
  const [indent, right, above] = GEOMETRY.padding;
  const leading = look.size * GEOMETRY.lineHeight;
  drawMark(context, look.shape, left + indent / 2, top + above + leading / 2, look.weight >= 600 ? 6 : 5, colour);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = theme.ink;
  context.font = `${look.weight} ${look.size}px ${theme.face}`;
  const room = box.width - indent - right;
  box.lines.forEach((line, number) => {
    context.fillText(line, left + indent, top + above + leading * (number + 0.5) + 0.5, room);
  });
  context.font = `400 11px ${theme.face}`;
  context.fillStyle = theme.muted;
  sub.forEach((line, number) => context.fillText(line, left + indent, top + box.height - above - GEOMETRY.subline * (sub.length - number - 0.5) + 3, room));
}

// The line that ties a part to the whole above it.
function drawStem(context, box, left, top, middle, { theme }) {
  context.beginPath();
  context.strokeStyle = theme.rule;
  context.lineWidth = 1.5;
  context.moveTo(left - 8, top - GEOMETRY.gaps[2]);
  context.lineTo(left - 8, box.last ? middle : top + box.height);
  context.moveTo(left - 8, middle);
  context.lineTo(left, middle);
  context.stroke();
}

// The band's heading lies in the picture, the headings of columns stay in sight while the picture moves below them.
export function drawBand(context, frame, { theme, texts }) {
  if (frame.bandTop === null) return;
  ruled(context, texts.band, GEOMETRY.margin, GEOMETRY.width - 2 * GEOMETRY.margin, frame.bandTop + 17, theme);
}

export function drawHeadings(context, frame, from, to, { theme, texts }) {
  const top = Math.max(0, from.y);
  context.fillStyle = theme.backdrop;
  context.fillRect(from.x, from.y, to.x - from.x, top - from.y + 24);
  for (const [column, left] of frame.edges) {
    ruled(context, texts.columns[column], left, GEOMETRY.columns[column], top + 13, theme);
  }
}

function ruled(context, text, left, width, y, theme) {
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.font = `600 12px ${theme.face}`;
  context.fillStyle = theme.muted;
  context.fillText(text, left, y, width);
  context.fillStyle = theme.rule;
  context.fillRect(left, y + 6, width, 1);
}
