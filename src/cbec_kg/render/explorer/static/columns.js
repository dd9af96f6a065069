// Places boxes in columns, as the opening view was placed when the page was built; used for whatever unfolds.
export function settle(wanted, heights, gap) {
  const offsets = [];
  let total = 0;
  for (const height of heights) {
    offsets.push(total + height / 2);
    total += height + gap;
  }
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

// boxes: {id, column, width, height, rank, whole}; links: {from, to}. Returns places and the parts of the picture around them.
export function placeBoxes(boxes, links, geometry) {
  const near = nearOf(links);
  const linked = (box) => (near.get(box.id) ?? []).length > 0;
  const anyOther = boxes.some((box) => box.column !== 0);
  const band = anyOther ? boxes.filter((box) => box.column === 0 && !linked(box)) : [];
  const placed = boxes.filter((box) => !band.includes(box));
  const middles = new Map();
  for (const column of [2, 3, 1, 0]) placeColumn(placed.filter((box) => box.column === column), near, middles, geometry);
  if (!links.length) for (const column of [0, 1, 2, 3]) toTop(placed.filter((box) => box.column === column), middles);
  const edges = columnEdges(new Set(boxes.map((box) => box.column)), geometry);
  const top = Math.min(...placed.map((box) => middles.get(box.id) - box.height / 2));
  const spots = new Map();
  for (const box of placed) {
    spots.set(box.id, { x: middleOf(box, edges, geometry), y: middles.get(box.id) - top + geometry.heading });
  }
  const low = Math.max(0, ...placed.map((box) => spots.get(box.id).y + box.height / 2));
  placeBand(band, low + geometry.gap + geometry.heading, spots, geometry);
  return { spots, edges, bandTop: band.length ? low + geometry.gap : null };
}

function nearOf(links) {
  const near = new Map();
  const note = (one, other) => near.set(one, [...(near.get(one) ?? []), other]);
  for (const link of links) {
    note(link.from, link.to);
    note(link.to, link.from);
  }
  return near;
}

// Wholes keep the order of the text with their parts right below them; other boxes stand beside what they are linked to.
function placeColumn(boxes, near, middles, geometry) {
  const middle = middles.size ? [...middles.values()].reduce((sum, y) => sum + y, 0) / middles.size : 0;
  const wanted = new Map();
  for (const box of boxes) {
    const known = (near.get(box.id) ?? []).filter((id) => middles.has(id)).map((id) => middles.get(id));
    wanted.set(box.id, known.length ? known.reduce((sum, y) => sum + y, 0) / known.length : middle);
  }
  const ordered = inOrder(boxes, wanted, middles.size > 0);
  const found = settle(ordered.map((box) => wanted.get(box.id)), ordered.map((box) => box.height), geometry.gaps[boxes[0]?.column ?? 0]);
  ordered.forEach((box, number) => middles.set(box.id, found[number]));
}

// Columns that nothing ties together all begin at the top.
function toTop(boxes, middles) {
  const top = Math.min(...boxes.map((box) => middles.get(box.id) - box.height / 2));
  for (const box of boxes) middles.set(box.id, middles.get(box.id) - top);
}

function inOrder(boxes, wanted, free) {
  const ids = new Set(boxes.map((box) => box.id));
  const heads = boxes.filter((box) => !ids.has(box.whole));
  const families = heads.map((head) => [head, ...boxes.filter((box) => box.whole === head.id)]);
  const key = (family) => family.reduce((sum, box) => sum + wanted.get(box.id), 0) / family.length;
  const byRank = (one, other) => one[0].rank - other[0].rank;
  families.sort(free ? (one, other) => key(one) - key(other) || byRank(one, other) : byRank);
  for (const family of families) {
    if (family.length > 1) {
      const mean = key(family);
      for (const box of family) wanted.set(box.id, mean);
    }
  }
  return families.flat();
}

export function columnEdges(used, geometry) {
  const columns = [...used].sort();
  const taken = columns.reduce((sum, column) => sum + geometry.columns[column], 0);
  const gaps = Math.max(1, columns.length - 1);
  const space = Math.min(geometry.farthest, (geometry.width - 2 * geometry.margin - taken) / gaps);
  const edges = new Map();
  let left = (geometry.width - taken - space * (columns.length - 1)) / 2;
  for (const column of columns) {
    edges.set(column, left);
    left += geometry.columns[column] + space;
  }
  return edges;
}

function middleOf(box, edges, geometry) {
  let left = edges.get(box.column);
  if (box.column === 0) left += geometry.columns[0] - box.width;
  else if (box.indented) left += geometry.columns[box.column] - box.width;
  return left + box.width / 2;
}

function placeBand(boxes, from, spots, geometry) {
  let left = geometry.margin;
  let top = from;
  let tall = 0;
  for (const box of [...boxes].sort((one, other) => one.width - other.width || one.rank - other.rank)) {
    if (left + box.width > geometry.width - geometry.margin) {
      left = geometry.margin;
      top += tall + geometry.gaps[0];
      tall = 0;
    }
    tall = Math.max(tall, box.height);
    spots.set(box.id, { x: left + box.width / 2, y: top + box.height / 2 });
    left += box.width + geometry.gaps[0];
  }
}
