import { widthsIn } from "./labels.js";
import { linesOf } from "./lines.js";
import { themeNow } from "./theme.js";

const MARGIN = 16;
const LEADING = 18;
const SIZE = 12;

// A picture with a text below it, in as many lines as it takes: {width, height, drawOn}.
export function captioned(picture, text) {
  const { width, height } = picture.size();
  const theme = themeNow();
  const font = `400 ${SIZE}px ${theme.face}`;
  const lines = linesOf(text, width - 2 * MARGIN, widthsIn(font));
  const below = lines.length * LEADING + MARGIN;
  return { width, height: height + below, drawOn };

  function drawOn(context) {
    picture.drawOn(context);
    context.fillStyle = theme.backdrop;
    context.fillRect(0, height, width, below);
    Object.assign(context, { fillStyle: theme.ink, font, textAlign: "left", textBaseline: "middle" });
    lines.forEach((line, number) => context.fillText(line, MARGIN, height + LEADING * (number + 0.5), width - 2 * MARGIN));
  }
}
