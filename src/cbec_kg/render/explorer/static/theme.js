// Colours and faces for the canvas, read from the style sheet so that they are given once.
const dark = matchMedia("(prefers-color-scheme: dark)");

export function themeNow() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    dark: dark.matches,
    ink: value("--ink"),
    muted: value("--muted"),
    rule: value("--rule"),
    surface: value("--surface"),
    backdrop: value("--backdrop"),
    focus: value("--focus"),
    falls: value("--falls"),
    weakened: value("--weakened"),
    face: value("--face"),
  };
}

export function onThemeChange(run) {
  dark.addEventListener("change", run);
}

export function tinted(colour, share) {
  const number = Number.parseInt(hexOf(colour).slice(1), 16);
  return `rgba(${number >> 16}, ${(number >> 8) & 255}, ${number & 255}, ${share})`;
}

// Any colour of CSS as #rrggbb; what is none is black.
function hexOf(colour) {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = colour;
  return context.fillStyle.startsWith("#") ? context.fillStyle : "#000000";
}
