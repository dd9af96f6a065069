import { themeNow } from "./theme.js";

const MARGIN = 16;
const LEADING = 18;
const SIZE = 12;

// A picture with a text below it, in as many lines as it takes: {width, height, drawOn}.
export function captioned(picture, text) {
  const { width, height } = picture.size();
  const theme = themeNow();
  const font = `400 ${SIZE}px ${theme.face}`;
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = font;
  const lines = linesOf(text, width - 2 * MARGIN, (part) => measure.measureText(part).width);
  const below = lines.length * LEADING + MARGIN;
  return { width, height: height + below, drawOn };

  function drawOn(context) {
    picture.drawOn(context);
    context.fillStyle = theme.ground;
    context.fillRect(0, height, width, below);
    Object.assign(context, { fillStyle: theme.ink, font, textAlign: "left", textBaseline: "middle" });
    lines.forEach((line, number) => context.fillText(line, MARGIN, height + LEADING * (number + 0.5), width - 2 * MARGIN));
  }
}

// Words are kept whole; between characters of a script without spaces a line may end anywhere.
export function linesOf(text, room, widthOf) {
  const lines = [""];
  for (const [part] of text.matchAll(/\p{Script=Han}|\s+|[^\s\p{Script=Han}]+/gu)) {
    if (lines.at(-1) && widthOf(lines.at(-1) + part.trimEnd()) > room) lines.push("");
    if (lines.at(-1) || part.trim()) lines[lines.length - 1] += part;
  }
  return lines.map((line) => line.trimEnd());
}
