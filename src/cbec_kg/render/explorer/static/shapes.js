// The mark of each class, as outlines in a square of 2 by 2 around the origin; drawn on canvas and as SVG alike.
const TURN = (corners, start) =>
  Array.from({ length: corners }, (_, number) => {
    const angle = start + (number * 2 * Math.PI) / corners;
    return [Math.cos(angle), Math.sin(angle)];
  });

const OUTLINES = {
  disc: [TURN(24, 0)],
  ring: [TURN(24, 0)],
  square: [[[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]]],
  diamond: [[[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]]],
  hexagon: [TURN(6, 0)],
  bars: [
    [[-1, 0.1], [-0.45, 0.1], [-0.45, 1], [-1, 1]],
    [[-0.27, -0.5], [0.27, -0.5], [0.27, 1], [-0.27, 1]],
    [[0.45, -1], [1, -1], [1, 1], [0.45, 1]],
  ],
  triangle: [[[0, -1], [1.1, 0.9], [-1.1, 0.9]]],
  chevron: [[[-0.8, -1], [0, -1], [0.9, 0], [0, 1], [-0.8, 1], [0.1, 0]]],
  pentagon: [TURN(5, -Math.PI / 2)],
  plus: [
    [[-0.32, -1], [0.32, -1], [0.32, -0.32], [1, -0.32], [1, 0.32], [0.32, 0.32], [0.32, 1], [-0.32, 1], [-0.32, 0.32], [-1, 0.32], [-1, -0.32], [-0.32, -0.32]],
  ],
};

const HOLLOW = ["ring"];

export function drawMark(context, shape, x, y, size, colour) {
  context.save();
  context.beginPath();
  for (const outline of OUTLINES[shape]) {
    outline.forEach(([dx, dy], number) => context[number ? "lineTo" : "moveTo"](x + dx * size, y + dy * size));
    context.closePath();
  }
  context.lineWidth = 1.5;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (HOLLOW.includes(shape)) context.stroke();
  else context.fill();
  context.restore();
}

const SVG = "http://www.w3.org/2000/svg";

export function svgElement(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

export function markImage(shape, kind) {
  const image = svgElement("svg", { viewBox: "-1.4 -1.4 2.8 2.8", class: `mark mark-${HOLLOW.includes(shape) ? "hollow" : "full"} kind-${kind}`, "aria-hidden": "true" });
  image.append(svgElement("path", { d: OUTLINES[shape].map((outline) => `M${outline.map((point) => point.map((n) => n.toFixed(2)).join(" ")).join("L")}Z`).join("") }));
  return image;
}

export function strokeImage(stroke) {
  const image = svgElement("svg", { viewBox: "0 0 34 8", class: `stroke stroke-${stroke.name}`, "aria-hidden": "true" });
  const line = svgElement("path", { d: "M1 4H33", "stroke-width": stroke.width });
  if (stroke.dashes.length) line.setAttribute("stroke-dasharray", stroke.dashes.join(" "));
  image.append(line);
  return image;
}
