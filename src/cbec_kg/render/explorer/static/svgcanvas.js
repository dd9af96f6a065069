import { svgElement } from "./shapes.js";

// A drawing context that writes SVG: the picture's own drawing code runs on it as it runs on a canvas. It has what that
// code uses and no more.
export function svgContext(width, height, title) {
  const root = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  root.append(svgElement("title", {}, title));
  const measure = document.createElement("canvas").getContext("2d");
  const fresh = { fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, font: "12px sans-serif", textAlign: "left", textBaseline: "alphabetic", lineCap: "butt", globalAlpha: 1, dashes: [] };
  const saved = [];
  let path = [];
  const context = {
    ...fresh,
    save: () => saved.push(Object.fromEntries(Object.keys(fresh).map((key) => [key, context[key]]))),
    restore: () => Object.assign(context, saved.pop()),
    beginPath: () => (path = []),
    moveTo: (x, y) => path.push(`M${short(x)} ${short(y)}`),
    lineTo: (x, y) => path.push(`L${short(x)} ${short(y)}`),
    bezierCurveTo: (...points) => path.push(`C${points.map(short).join(" ")}`),
    closePath: () => path.push("Z"),
    roundRect: (x, y, w, h, r) => path.push(`M${short(x + r)} ${short(y)}h${short(w - 2 * r)}a${r} ${r} 0 0 1 ${r} ${r}v${short(h - 2 * r)}a${r} ${r} 0 0 1 ${-r} ${r}h${short(2 * r - w)}a${r} ${r} 0 0 1 ${-r} ${-r}v${short(2 * r - h)}a${r} ${r} 0 0 1 ${r} ${-r}Z`),
    setLineDash: (dashes) => (context.dashes = dashes),
    measureText: (text) => {
      measure.font = context.font;
      return measure.measureText(text);
    },
    fill: () => root.append(svgElement("path", { d: path.join(""), ...paint("fill", context.fillStyle, context.globalAlpha) })),
    stroke: () => root.append(svgElement("path", { d: path.join(""), fill: "none", ...paint("stroke", context.strokeStyle, context.globalAlpha), ...lineOf(context) })),
    fillRect: (x, y, w, h) => root.append(svgElement("rect", { x: short(x), y: short(y), width: short(w), height: short(h), ...paint("fill", context.fillStyle, context.globalAlpha) })),
    fillText: (text, x, y, most) => root.append(textOf(context, text, x, y, most)),
    text: () => `${new XMLSerializer().serializeToString(root)}\n`,
  };
  return context;
}

function textOf(context, text, x, y, most) {
  const [, weight, size, face] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(context.font);
  const anchor = { left: "start", center: "middle", right: "end" }[context.textAlign];
  const base = context.textBaseline === "middle" ? y + Number(size) * 0.35 : y;
  const tight = most && context.measureText(text).width > most ? { textLength: short(most), lengthAdjust: "spacingAndGlyphs" } : {};
  return svgElement("text", { x: short(x), y: short(base), "font-family": face, "font-size": size, "font-weight": weight ?? 400, "text-anchor": anchor, "xml:space": "preserve", ...tight, ...paint("fill", context.fillStyle, context.globalAlpha) }, text);
}

function lineOf({ lineWidth, lineCap, dashes }) {
  return { "stroke-width": lineWidth, ...(lineCap === "butt" ? {} : { "stroke-linecap": lineCap }), ...(dashes.length ? { "stroke-dasharray": dashes.join(" ") } : {}) };
}

// Colour and opacity apart, since not every reader of SVG knows rgba().
function paint(what, colour, alpha) {
  const found = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(colour);
  const opacity = (found ? Number(found[4]) : 1) * alpha;
  const plain = found ? `rgb(${found[1]},${found[2]},${found[3]})` : colour;
  return { [what]: plain, ...(opacity < 1 ? { [`${what}-opacity`]: short(opacity) } : {}) };
}

function short(number) {
  return Math.round(number * 100) / 100;
}
