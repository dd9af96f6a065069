// Places boxes in columns: each beside what it is linked to, as near as it can stand without touching others. Pure.
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
  const inColumn = (column) => placed.filter((box) => box.column === column);
  const tallest = Math.max(...[0, 1, 2, 3].map((column) => totalOf(inColumn(column), geometry.gaps[column])));
  for (const column of [2, 3, 1, 0]) {
    if (middles.size) placeColumn(inColumn(column), near, middles, geometry);
    else placeFirst(inColumn(column), tallest, middles, geometry);
  }
  if (!links.length) for (const column of [0, 1, 2, 3]) toTop(inColumn(column), middles);
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

function totalOf(boxes, gap) {
  return boxes.reduce((sum, box) => sum + box.height + gap, -gap);
}

// The column that is placed first is spread over the height of the tallest, in the order of the text.
function placeFirst(boxes, tallest, middles, geometry) {
  const [least] = boxes.map((box) => geometry.gaps[box.column]);
  const families = familiesOf(boxes);
  const spare = (tallest - totalOf(boxes, least)) / families.length;
  const space = Math.max(least, Math.min(least + spare, geometry.loosest));
  let top = 0;
  for (const family of families) {
    for (const box of family) {
      middles.set(box.id, top + box.height / 2);
      top += box.height + least;
    }
    top += space - least;
  }
}

function placeColumn(boxes, near, middles, geometry) {
  const middle = [...middles.values()].reduce((sum, y) => sum + y, 0) / middles.size;
  const wanted = new Map();
  for (const box of boxes) {
    const known = (near.get(box.id) ?? []).filter((id) => middles.has(id)).map((id) => middles.get(id));
    wanted.set(box.id, known.length ? known.reduce((sum, y) => sum + y, 0) / known.length : middle);
  }
  const ordered = inOrder(boxes, wanted);
  const found = settle(ordered.map((box) => wanted.get(box.id)), ordered.map((box) => box.height), geometry.gaps[boxes[0]?.column ?? 0]);
  ordered.forEach((box, number) => middles.set(box.id, found[number]));
}

// Columns that nothing ties together all begin at the top.
function toTop(boxes, middles) {
  const top = Math.min(...boxes.map((box) => middles.get(box.id) - box.height / 2));
  for (const box of boxes) middles.set(box.id, middles.get(box.id) - top);
}

// Wholes in the order of the text, each with its parts.
function familiesOf(boxes) {
  const ids = new Set(boxes.map((box) => box.id));
  const heads = boxes.filter((box) => !ids.has(box.whole)).sort((one, other) => one.rank - other.rank);
  return heads.map((head) => [head, ...boxes.filter((box) => box.whole === head.id)]);
}

// Families beside what they are linked to, their parts right below the whole.
function inOrder(boxes, wanted) {
  const families = familiesOf(boxes);
  const key = (family) => family.reduce((sum, box) => sum + wanted.get(box.id), 0) / family.length;
  families.sort((one, other) => key(one) - key(other));
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
