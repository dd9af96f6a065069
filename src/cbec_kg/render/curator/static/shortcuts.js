// Which key does what on the sheet; a name is that of the text that explains it.
export const SHORTCUTS = [
  ["j", "down"], ["k", "up"], ["n", "next"], ["p", "previous"], ["Enter", "correct"], ["c", "confirm"], ["x", "reject"],
  ["a", "add"], ["s", "select"], ["l", "link"], ["u", "undo"], ["t", "language"], ["?", "help"],
];
const ALSO = { ArrowDown: "down", ArrowUp: "up" };
const ACTS = new Map([...SHORTCUTS, ...Object.entries(ALSO)]);

export function actOf({ key, ctrlKey, metaKey, altKey }) {
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "z") return "undo";
  if (ctrlKey || metaKey || altKey) return null;
  return ACTS.get(key) ?? null;
}
