// Walks the picture with the keyboard: arrows to the nearest box in that direction, L along the lines of a box, Enter picks, U
// unfolds, Shift with an arrow moves a box, plus, minus and 0 zoom, Escape lets go.
const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const STEP = 24;

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

// Where the cursor goes from a box or a line by an arrow: from a line to the end on that side, or to the line above or below
// at the box that it was reached from.
function stepFrom(picture, cursor, direction) {
  const { key, at } = cursor;
  const line = picture.lineOf(key);
  if (!line) return { key: nearestTowards(picture.spots(), key, direction), at: null };
  const [dx, dy] = direction;
  if (dx) {
    const [left, right] = line.start.x <= line.stop.x ? [line.from, line.to] : [line.to, line.from];
    return { key: dx < 0 ? left : right, at: null };
  }
  return nextLine(picture, { key, at }, dy);
}

// The next line at a box, round and round; the first where the cursor is on the box itself.
function nextLine(picture, { key, at }, step) {
  const box = at ?? key;
  const lines = picture.linesAt(box);
  if (!lines.length) return { key: box, at: null };
  const place = lines.indexOf(key);
  const next = place < 0 ? (step > 0 ? 0 : lines.length - 1) : (place + step + lines.length) % lines.length;
  return { key: lines[next], at: box };
}

export function walkByKeys(container, picture, { choose, unfold, leave, announce, selected }) {
  const nowhere = { key: null, at: null };
  let cursor = nowhere;

  const goTo = (next) => {
    cursor = next;
    announce(picture.point(cursor.key));
  };
  const known = () => picture.spots().has(cursor.key) || Boolean(picture.lineOf(cursor.key));
  const start = () => ({ key: picture.spots().has(selected()) ? selected() : picture.spots().keys().next().value, at: null });
  const ACTIONS = {
    Enter: () => {
      if (picture.lineOf(cursor.key)) picture.pin(cursor.key);
      else if (picture.spots().has(cursor.key)) {
        choose(cursor.key);
        cursor = nowhere;
      }
    },
    u: () => unfold(picture.spots().has(cursor.key) ? cursor.key : selected()),
    l: (event) => goTo(known() ? nextLine(picture, cursor, event.shiftKey ? -1 : 1) : start()),
    "+": () => picture.zoom(1.2),
    "=": () => picture.zoom(1.2),
    "-": () => picture.zoom(1 / 1.2),
    0: () => picture.fit(),
    Escape: () => (cursor.key ? goTo(nowhere) : leave()),
  };

  container.addEventListener("keydown", (event) => {
    if (event.target !== container || event.ctrlKey || event.metaKey || event.altKey || !picture.spots().size) return;
    const direction = DIRECTIONS[event.key];
    if (direction && event.shiftKey && picture.spots().has(cursor.key)) picture.move(cursor.key, direction.map((one) => one * STEP));
    else if (direction) goTo(known() ? stepFrom(picture, cursor, direction) : start());
    else if (ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key]) ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key](event);
    else return;
    event.preventDefault();
  });
  container.addEventListener("blur", () => {
    if (!picture.lineOf(cursor.key)) cursor = nowhere;
    picture.point(null);
  });
}
