import { GEOMETRY, heightOf } from "./geometry.js";
import { linesOf } from "./lines.js";
import { themeNow } from "./theme.js";

// Characters of a label that are looked at for each of its lines.
const LONGEST = 400;
const measured = new Map();
let context = null;

// The label of a record's box, broken into lines as the browser measures them, and the height of the box.
export function labelOf(node, look, language) {
  const key = `${language} ${node.id}`;
  if (!measured.has(key)) measured.set(key, broken(node, look, language));
  return measured.get(key);
}

function broken(node, look, language) {
  const [left, right] = GEOMETRY.padding;
  const widthOf = widthsIn(`${look.weight} ${look.size}px ${themeNow().face}`);
  const text = node[language].slice(0, LONGEST * look.lines);
  const within = (ending) => linesOf(text, look.width - left - right, widthOf, look.lines, ending);
  // Yearly issues of one bulletin differ in their year alone.
  const lines = within("");
  const cut = node.year && lines.at(-1).endsWith("…") && !lines.join("").includes(node.year);
  return { lines: cut ? within(` ${node.year}`) : lines, height: heightOf(lines.length, look.size, GEOMETRY.subline * (node.sublines ?? 0)) };
}

// What a text measures in a font.
export function widthsIn(font) {
  context ??= document.createElement("canvas").getContext("2d");
  return (text) => {
    context.font = font;
    return context.measureText(text).width;
  };
}
