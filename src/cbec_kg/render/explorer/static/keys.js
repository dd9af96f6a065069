// Walks the picture with the keyboard: arrows to the nearest box in that direction, Enter selects, Escape lets go.
const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export function nearestTowards(spots, from, [dx, dy]) {
  const here = spots.get(from);
  let best = null;
  for (const [id, spot] of spots) {
    if (id === from) continue;
    const along = (spot.x - here.x) * dx + (spot.y - here.y) * dy;
    const beside = Math.abs((spot.x - here.x) * dy) + Math.abs((spot.y - here.y) * dx);
    if (along <= 1 || beside > 3 * along) continue;
    const cost = along + 2.5 * beside;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? from;
}

export function walkByKeys(container, picture, { choose, leave, announce, selected }) {
  let cursor = null;
  container.addEventListener("keydown", (event) => {
    const spots = picture.spots();
    if (!spots.size) return;
    if (event.key in DIRECTIONS) {
      const from = spots.has(cursor) ? cursor : null;
      cursor = from ? nearestTowards(spots, from, DIRECTIONS[event.key]) : spots.has(selected()) ? selected() : spots.keys().next().value;
      picture.point(cursor);
      announce(cursor);
    } else if (event.key === "Enter" && spots.has(cursor)) choose(cursor);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  container.addEventListener("blur", () => {
    cursor = null;
    picture.point(null);
  });
}
