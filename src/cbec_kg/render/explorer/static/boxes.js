import { GEOMETRY } from "./geometry.js";
import { isGrave, noticeSign } from "./notices.js";
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
  context.globalAlpha = view.apart ? 0.25 : 1;
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
  if (["withdrawn", "falls"].includes(view.state)) context.globalAlpha *= 0.75;
  if (view.small) drawMark(context, look.shape, left + GEOMETRY.padding[0] / 2, y, Math.min(10, box.height / 3), colour);
  else drawLabel(context, box, left, top, colour, view);
  context.globalAlpha = view.apart ? 0.25 : 1;
  if (view.folded && !view.small) drawFolded(context, left + box.width, top + box.height, view);
  drawState(context, box, left, top, view);
  if (view.noticed && !view.state) drawSign(context, box, left, top, theme, noticeSign(view.noticed), isGrave(view.noticed) ? theme.falls : theme.weakened, [2, 2]);
  context.restore();
}

// A node of the map from afar: a tile in the colour of its class, with its mark where that can be made out.
export function drawTile(context, box, x, y, { theme, look, scale, strong, apart, gone }) {
  const colour = gone ? theme.falls : theme.dark ? look.dark : look.light;
  context.fillStyle = tinted(colour, apart ? 0.07 : strong ? 0.85 : 0.28);
  context.fillRect(x - box.width / 2, y - box.height / 2, box.width, box.height);
  if (strong || apart || scale < 0.12) return;
  drawMark(context, look.shape, x, y, Math.min(17, box.height / 3), colour);
}

// How many records a double click would unfold.
function drawFolded(context, right, bottom, { theme, folded }) {
  const text = `+${folded}`;
  context.font = `500 10px ${theme.face}`;
  const width = context.measureText(text).width + 8;
  context.beginPath();
  context.roundRect(right - width - 6, bottom - 7, width, 13, 6);
  context.fillStyle = theme.surface;
  context.fill();
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = theme.muted;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.fillText(text, right - width / 2 - 6, bottom);
}

// What a withdrawal does to a record: a sign at the corner; what is gone or falls is struck through as well.
function drawState(context, box, left, top, { theme, look, state, hanging }) {
  if (hanging) drawSign(context, box, left, top, theme, SIGNS.falls, theme.falls, [3, 2]);
  if (!["withdrawn", "falls", "weakened"].includes(state)) return;
  const colour = state === "weakened" ? theme.weakened : theme.falls;
  const [indent, right, above] = GEOMETRY.padding;
  const leading = look.size * GEOMETRY.lineHeight;
  box.lines ??= box.label();
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
  box.lines ??= box.label();
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

// Lines that tie parts to the whole above them.
export function drawStems(context, boxes, spots, theme) {
  const wholes = new Map();
  for (const box of boxes.values()) if (box.indented) wholes.set(box.whole, [...(wholes.get(box.whole) ?? []), box]);
  context.save();
  context.strokeStyle = theme.rule;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [whole, parts] of wholes) {
    const start = spots.get(whole).y + boxes.get(whole).height / 2;
    for (const part of parts) {
      const { x, y } = spots.get(part.id);
      const left = x - part.width / 2;
      context.moveTo(left - 8, start);
      context.lineTo(left - 8, y);
      context.lineTo(left, y);
    }
  }
  context.stroke();
  context.restore();
}

// Panels of the map, each with its section, the number of its records and of each class.
export function drawPanels(context, { panels = [] }, { theme, texts, scale, model }) {
  // Headings keep their size on the screen while the map grows small, as far as their panel has room.
  for (const { x, y, width, height, heading, title, section, count, kinds } of panels) {
    context.beginPath();
    context.roundRect(x, y, width, height, 10);
    context.fillStyle = tinted(theme.muted, 0.07);
    context.fill();
    context.strokeStyle = theme.rule;
    context.lineWidth = 1 / scale;
    context.stroke();
    const size = Math.max(15, Math.min(13.5 / scale, heading * 0.62));
    const name = title ?? (section === "" ? texts.columns[0] : texts.elsewhere);
    context.save();
    context.beginPath();
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.font = `650 ${size}px ${theme.face}`;
    context.fillStyle = theme.ink;
    context.fillText(shortened(context, name, width - 24), x + 12, y + 6 + size);
    if (size <= 18) drawCounts(context, { x: x + 12, y: y + 8 + size * 1.7, width: width - 24, count, kinds }, { theme, texts, model });
    context.restore();
  }
}

function drawCounts(context, { x, y, width, count, kinds }, { theme, texts, model }) {
  context.font = `400 11px ${theme.face}`;
  let left = x;
  context.fillStyle = theme.muted;
  context.fillText(texts.counted(count), left, y + 4);
  left += context.measureText(texts.counted(count)).width + 14;
  for (const [kind, number] of kinds) {
    const look = model.look.kinds[kind];
    const room = context.measureText(String(number)).width + 26;
    if (left + room > x + width) return;
    drawMark(context, look.shape, left + 5, y, 4.5, theme.dark ? look.dark : look.light);
    context.fillStyle = theme.muted;
    context.fillText(String(number), left + 13, y + 4);
    left += room;
  }
}

function shortened(context, text, room) {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

// The band's heading lies in the picture, the headings of columns stay in sight while the picture moves below them.
export function drawBand(context, frame, { theme, texts }) {
  if (frame.bandTop === null) return;
  ruled(context, texts.band, GEOMETRY.margin, frame.width - 2 * GEOMETRY.margin, frame.bandTop + 17, theme, 1);
}

export function drawHeadings(context, frame, from, to, { theme, texts, scale }) {
  if (!frame.layers.length) return;
  // On a small picture the headings keep their size as far as there is room above the boxes.
  const unit = Math.min(1.3, 1 / Math.min(1, scale));
  const top = Math.max(0, from.y);
  context.fillStyle = theme.backdrop;
  context.fillRect(from.x, from.y, to.x - from.x, top - from.y + 24 * unit);
  const columns = new Map();
  for (const { column, left, right } of frame.layers) columns.set(column, { left: columns.get(column)?.left ?? left, right });
  for (const [column, { left, right }] of columns) ruled(context, texts.columns[column], left, right - left, top + 13 * unit, theme, unit);
}

function ruled(context, text, left, width, y, theme, unit) {
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.font = `600 ${12 * unit}px ${theme.face}`;
  context.fillStyle = theme.muted;
  context.fillText(text, left, y, width);
  context.fillStyle = theme.rule;
  context.fillRect(left, y + 6 * unit, width, unit);
}
