// Which layer of a picture each family of boxes stands in, a whole with its parts. Sources and claims stand left of the problems;
// those that bear on countermeasures alone, and what these lead to, stand right of them, so that no line crosses the middle
// in vain. Pure.
const [SOURCES, CLAIMS, PROBLEMS, COUNTERMEASURES, FAR_CLAIMS, FAR_SOURCES] = [0, 1, 2, 3, 4, 5];

// families: {id, column}; pairs: [family, family] of each link. Returns layers from left to right, each {column, families}.
export function layersOf(families, pairs) {
  const near = new Map(families.map((family) => [family, new Set()]));
  for (const [one, other] of pairs) {
    if (one === other) continue;
    near.get(one).add(other);
    near.get(other).add(one);
  }
  const left = distances(families, near, PROBLEMS);
  const right = distances(families, near, COUNTERMEASURES);
  const columnOf = new Map(families.map((family) => [family, family.column]));
  const within = (distance, family) => distance.get(family) ?? Infinity;
  for (const family of families) if (family.column === CLAIMS && within(right, family) < within(left, family)) columnOf.set(family, FAR_CLAIMS);
  for (const family of families) {
    const others = [...near.get(family)];
    if (family.column === SOURCES && others.length && others.every((other) => columnOf.get(other) >= COUNTERMEASURES)) columnOf.set(family, FAR_SOURCES);
  }
  const inColumn = (column) => families.filter((family) => columnOf.get(family) === column);
  const found = [];
  for (const column of [SOURCES, CLAIMS, PROBLEMS, COUNTERMEASURES, FAR_CLAIMS, FAR_SOURCES]) {
    const chained = column === CLAIMS ? left : column === FAR_CLAIMS ? right : null;
    const layers = chained ? chainOf(inColumn(column), pairs, (family) => within(chained, family), column === CLAIMS) : [inColumn(column)];
    if (column === CLAIMS) layers.reverse();
    found.push(...layers.filter((layer) => layer.length).map((layer) => ({ column, families: layer })));
  }
  return found;
}

// How many claims lie between a family and those of a column.
function distances(families, near, column) {
  const found = new Map(families.filter((family) => family.column === column).map((family) => [family, 0]));
  for (const family of found.keys()) {
    for (const other of near.get(family)) if (other.column === CLAIMS && !found.has(other)) found.set(other, found.get(family) + 1);
  }
  return found;
}

// Claims one behind the other, from those beside the middle outwards; a circle is cut where it closes.
function chainOf(families, pairs, distance, inwards) {
  const members = new Set(families);
  const inner = new Map(families.map((family) => [family, new Set()]));
  for (const [from, to] of pairs) {
    if (from === to || !members.has(from) || !members.has(to)) continue;
    const nearer = distance(from) === distance(to) ? (inwards ? to : from) : distance(from) < distance(to) ? from : to;
    inner.get(nearer === from ? to : from).add(nearer);
  }
  const depths = new Map();
  const depthOf = (family) => {
    if (depths.has(family)) return depths.get(family);
    depths.set(family, -1);
    depths.set(family, Math.max(0, ...[...inner.get(family)].map((other) => depthOf(other) + 1)));
    return depths.get(family);
  };
  const layers = [];
  for (const family of families) (layers[depthOf(family)] ??= []).push(family);
  return layers;
}
