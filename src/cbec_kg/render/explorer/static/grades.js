// The strongest line of each source, and the grade of a statement by its lines; the rules' texts come with the page.
export function strongest(lines) {
  const best = new Map();
  for (const line of lines) if (!best.has(line.from)) best.set(line.from, line);
  return best;
}

export function gradeOf(lines, rules) {
  const direct = lines.filter((line) => rules.direct.includes(line.role));
  const stated = new Set(direct.filter((line) => line.basis === "stated").map((line) => line.from));
  if (stated.size > 1) return "several";
  if (stated.size) return "single";
  if (direct.length) return "read-in";
  return lines.length ? "oblique" : "none";
}
