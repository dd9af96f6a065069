// Heights of boxes and lines within layers whose order is known: each as near to what it is linked to as those above and below let it
// stand. Pure.
const ROUNDS = 6;

// layers: lists of items from above to below, {height, near: [{item, at, to}]}: `at` and `to` are how far below the middles of the item and
// of the other the link meets them; `apart(one, other)` is the least space between two. Sets `y`, the middle of each item.
export function setHeights(layers, apart) {
  for (const layer of layers) stack(layer, apart);
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 ? [...layers].reverse() : layers;
    const both = round >= ROUNDS - 2;
    const seen = new Set();
    for (const layer of order) {
      const wanted = layer.map((item) => wish(item, both ? null : seen));
      settle(wanted, layer, apart).forEach((y, number) => (layer[number].y = y));
      for (const item of layer) seen.add(item);
    }
  }
}

function stack(layer, apart) {
  let below = 0;
  layer.forEach((item, number) => {
    below += number ? apart(layer[number - 1], item) : 0;
    item.y = below + item.height / 2;
    below += item.height;
  });
  for (const item of layer) item.y -= below / 2;
}

// Where an item would stand for its own sake: beside those that it is linked to, first among them those already placed.
function wish(item, seen) {
  const placed = seen ? item.near.filter((link) => seen.has(link.item)) : item.near;
  const links = placed.length ? placed : item.near;
  if (!links.length) return item.y;
  return links.reduce((sum, link) => sum + link.item.y + link.to - link.at, 0) / links.length;
}

// The places nearest to those wanted, in this order and with these spaces.
export function settle(wanted, items, apart) {
  const offsets = [];
  let below = 0;
  items.forEach((item, number) => {
    below += number ? apart(items[number - 1], item) : 0;
    offsets.push(below + item.height / 2);
    below += item.height;
  });
  const blocks = [];
  wanted.forEach((want, number) => {
    let block = { mean: want - offsets[number], count: 1 };
    while (blocks.length && blocks.at(-1).mean > block.mean) {
      const before = blocks.pop();
      const count = before.count + block.count;
      block = { mean: (before.mean * before.count + block.mean * block.count) / count, count };
    }
    blocks.push(block);
  });
  const shifts = blocks.flatMap((block) => Array(block.count).fill(block.mean));
  return shifts.map((shift, number) => shift + offsets[number]);
}
