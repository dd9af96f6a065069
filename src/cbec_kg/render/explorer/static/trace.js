// Which records a picture shows: all that a selection rests on and all that rests on it, or its next neighbours.
const REASONS = ["cause", "inference"];

export function traceOf(model, id) {
  const node = model.nodes.get(id);
  if (!node) return new Set();
  if (!model.drawn.has(id)) return around(model, id);
  const found = new Set([id]);
  const roots = [id, ...parts(model, id)];
  for (const root of roots) {
    found.add(root);
    upwards(model, root, found);
    for (const kind of REASONS) {
      for (const edge of model.incoming(root, kind)) upwards(model, add(found, edge.from), found);
      for (const edge of model.outgoing(root, kind)) upwards(model, add(found, edge.to), found);
    }
  }
  const resting = new Set();
  for (const same of [id, ...model.support.sameAs(id)]) {
    found.add(same);
    downwards(model, same, resting);
  }
  for (const other of resting) {
    found.add(other);
    for (const kind of REASONS) for (const edge of model.outgoing(other, kind)) found.add(edge.to);
  }
  for (const root of roots) opposite(model, root, found);
  for (const other of [...found]) for (const same of model.support.sameAs(other)) found.add(same);
  return withWholes(model, found);
}

export function neighboursOf(model, ids) {
  const found = new Set(ids);
  for (const id of ids) {
    for (const edge of model.incoming(id)) found.add(edge.from);
    for (const edge of model.outgoing(id)) found.add(edge.to);
    if (!model.drawn.has(id)) for (const other of around(model, id)) found.add(other);
  }
  return withWholes(model, found);
}

function add(found, id) {
  found.add(id);
  return id;
}

function parts(model, id) {
  return model.incoming(id, "part").map((edge) => edge.from);
}

function upwards(model, id, found) {
  for (const edge of model.incoming(id, "support")) {
    if (found.has(edge.from)) continue;
    found.add(edge.from);
    upwards(model, edge.from, found);
  }
}

function downwards(model, id, found) {
  for (const edge of [...model.outgoing(id, "support"), ...model.outgoing(id, "part")]) {
    if (found.has(edge.to)) continue;
    found.add(edge.to);
    downwards(model, edge.to, found);
  }
}

// From problems and facets to what answers them, and back.
function opposite(model, id, found) {
  for (const kind of ["answer", "address"]) {
    for (const edge of model.incoming(id, kind)) found.add(edge.from);
    for (const edge of model.outgoing(id, kind)) found.add(edge.to);
  }
}

// A facet stands below its problem, a measure below its countermeasure.
function withWholes(model, found) {
  for (const id of [...found]) for (const edge of model.outgoing(id, "part")) found.add(edge.to);
  return found;
}

// What is drawn in place of a record that is not: what points on from it, and what mentions it.
function around(model, id) {
  const node = model.nodes.get(id);
  const found = new Set(model.mentioning(id).map((other) => other.id));
  if (node?.points_to) {
    found.add(node.points_to);
    for (const edge of model.outgoing(node.points_to)) if (edge.via === id) found.add(edge.to);
  }
  return withWholes(model, new Set([...found].filter((other) => model.drawn.has(other))));
}
