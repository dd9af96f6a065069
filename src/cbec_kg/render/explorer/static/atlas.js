import { sectionsOf } from "./filters.js";
import { sectionTitle } from "./wording.js";

// The whole graph as a map: a panel for each section of the text, in its order, with its records by class. Nothing is linked until the
// reader points at a record. Pure.
const CELL = { width: 212, between: 8, inside: 12, apart: 30, margin: 24 };
// Height of a panel's heading: on the map at its least, and on the screen when all of the map is shown.
const HEADING = { least: 46, shown: 22, most: 420 };

// boxes: {id, kind, width, height, rank}; `room`: of the window. Returns the middle of each box by id, panels and size.
export function atlasOf(model, boxes, language, room) {
  const least = arranged(panelsOf(model, boxes, language, HEADING.least), room);
  const scale = Math.min(room.width / least.width, room.height / least.height);
  const heading = Math.min(HEADING.most, Math.max(HEADING.least, HEADING.shown / scale));
  return arranged(panelsOf(model, boxes, language, heading), room);
}

function arranged(panels, { width: wide, height: high }) {
  const total = panels.reduce((sum, panel) => sum + panel.width * panel.height, 0);
  const widths = [0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5].map((factor) => Math.sqrt((total * wide) / high) * factor);
  const tried = widths.map((width) => shelved(panels, Math.max(width, ...panels.map((panel) => panel.width))));
  const fits = (one) => Math.min(wide / one.width, high / one.height);
  const best = tried.reduce((one, other) => (fits(other) > fits(one) ? other : one));
  const spots = new Map();
  best.places.forEach(({ x, y }, number) => {
    const panel = panels[number];
    Object.assign(panel, { x, y });
    for (const [id, spot] of panel.spots) spots.set(id, { x: x + spot.x, y: y + spot.y });
  });
  return { spots, panels, layers: [], layerOf: new Map(), passed: [], bandTop: null, width: best.width, height: best.height };
}

function panelsOf(model, boxes, language, heading) {
  if (model.papers.size) return panelsOfPapers(model, boxes, heading);
  const groups = new Map(["", ...model.sections.map(({ id }) => id), null].map((id) => [id, []]));
  for (const box of boxes) {
    const section = box.column === 0 ? "" : (sectionsOf(model, model.nodes.get(box.id))[0] ?? null);
    groups.get(groups.has(section) ? section : null).push(box);
  }
  const named = new Map(model.sections.map((section) => [section.id, sectionTitle(section, language)]));
  return [...groups].filter(([, members]) => members.length).map(([section, members]) => panelOf(section, named.get(section) ?? null, members, model, heading));
}

// Of several papers each has one panel.
function panelsOfPapers(model, boxes, heading) {
  const groups = [...model.papers.keys()].map((folder) => [folder, boxes.filter((box) => model.folderOf(box.id) === folder)]);
  return groups.filter(([, members]) => members.length).map(([folder, members]) => panelOf(folder, folder, members, model, heading));
}

// Records of a panel in rows, those of a class together, as wide as high.
function panelOf(section, title, members, model, heading) {
  const kinds = Object.keys(model.look.kinds);
  const sorted = [...members].sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || one.rank - other.rank);
  const each = members.reduce((sum, box) => sum + box.height + CELL.between, 0) / members.length;
  const across = Math.max(1, Math.round(Math.sqrt((members.length * each * 1.5) / CELL.width)));
  const spots = new Map();
  let top = heading;
  for (let first = 0; first < sorted.length; first += across) {
    const row = sorted.slice(first, first + across);
    const tall = Math.max(...row.map((box) => box.height));
    row.forEach((box, number) => spots.set(box.id, { x: CELL.inside + CELL.width * (number + 0.5), y: top + box.height / 2 }));
    top += tall + CELL.between;
  }
  return { section, title, heading, count: members.length, kinds: countsOf(sorted), spots, width: across * CELL.width + 2 * CELL.inside, height: top + CELL.inside };
}

function countsOf(boxes) {
  const counts = new Map();
  for (const { kind } of boxes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts];
}

// Panels in rows, read as a text is read.
function shelved(panels, width) {
  const places = [];
  let [x, y, tall, widest] = [CELL.margin, CELL.margin, 0, 0];
  for (const panel of panels) {
    if (x > CELL.margin && x + panel.width > width + CELL.margin) {
      [x, y, tall] = [CELL.margin, y + tall + CELL.apart, 0];
    }
    places.push({ x, y });
    x += panel.width + CELL.apart;
    tall = Math.max(tall, panel.height);
    widest = Math.max(widest, x);
  }
  return { places, width: widest - CELL.apart + CELL.margin, height: y + tall + CELL.margin };
}
