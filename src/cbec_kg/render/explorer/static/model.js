import { drawnOf } from "./drawn.js";
import { supportOf } from "./supportpaths.js";

// The page's data with the indexes that views ask for; nothing here is changed after loading.
export function modelOf(given) {
  // Records' IRIs stand beside that of the paper; what has another one, or none, says so itself.
  const home = given.paper.iri.slice(0, given.paper.iri.length - given.paper.id.length);
  // Numbers of edges in support paths stay: the matches of several papers come after them.
  const data = { ...given, nodes: given.nodes.map((node) => ({ iri: home + node.id, ...node })), edges: [...given.edges, ...(given.matches ?? [])] };
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const picture = drawnOf(data);
  const drawn = new Map(picture.nodes.map((node) => [node.id, node]));
  const position = new Map(data.nodes.map((node, at) => [node.id, at]));
  const papers = new Map((data.paper.papers ?? []).map((paper) => [paper.folder, paper]));
  const ids = new Map(data.nodes.map((node) => [node.iri, node.id]));
  const incoming = grouped(data.edges, "to");
  const outgoing = grouped(data.edges, "from");
  return {
    ...data,
    data,
    nodes,
    picture,
    drawn,
    // The papers by their folder, none where there is one alone; the folder of a record, empty then; and its paper.
    papers,
    folderOf,
    paperOf: (id) => papers.get(folderOf(id)) ?? data.paper,
    idOf: (iri) => ids.get(iri),
    // Where a record stands in the order of the paper.
    positionOf: (id) => position.get(id),
    incoming: (id, kind) => (incoming.get(id) ?? []).filter((edge) => !kind || edge.kind === kind),
    outgoing: (id, kind) => (outgoing.get(id) ?? []).filter((edge) => !kind || edge.kind === kind),
    // The matches of a record with records of other papers.
    matchesOf: (id) => [...(incoming.get(id) ?? []), ...(outgoing.get(id) ?? [])].filter((edge) => edge.kind === "same"),
    linesTo: index(grouped(data.lines, "to")),
    linesFrom: index(grouped(data.lines, "from")),
    pointersTo: index(grouped(data.nodes.filter((node) => node.points_to), "points_to")),
    mentioning: index(mentions(data.nodes)),
    ofKind: (...kinds) => data.nodes.filter((node) => kinds.includes(node.kind)),
    shownNodes: data.nodes.filter((node) => drawn.has(node.id)),
    sources: data.nodes.filter((node) => node.kind === "reference" || node.kind === "source"),
    support: supportOf(data),
  };
}

// A record of several papers is named PAPER:ID.
export function folderOf(id) {
  return id.slice(0, Math.max(0, id.indexOf(":")));
}

function index(map) {
  return (id) => map.get(id) ?? [];
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(item[key])) groups.set(item[key], []);
    groups.get(item[key]).push(item);
  }
  return groups;
}

function mentions(nodes) {
  const groups = new Map();
  for (const node of nodes) {
    for (const id of new Set(node.facts.flatMap((fact) => fact.ids ?? []))) {
      if (!groups.has(id)) groups.set(id, []);
      groups.get(id).push(node);
    }
  }
  return groups;
}

// Label of a term of a closed vocabulary.
export function term(model, vocabulary, name, language) {
  return model.vocabulary[vocabulary]?.[name]?.[language] ?? name;
}

export function definition(model, vocabulary, name, language) {
  return model.vocabulary[vocabulary]?.[name]?.means?.[language] ?? null;
}
