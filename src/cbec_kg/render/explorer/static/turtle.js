// The records shown and the links among them as Turtle: triples of the graph itself, by its own IRIs. Pure.
const TERM = "https://w3id.org/cbec-kg/ontology#";
const SKOS = "http://www.w3.org/2004/02/skos/core#";
const HEAD = `@prefix cbec: <${TERM}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`;
const CLASSES = { mentioned: "Problem", org: "Organisation" };
const LABELLED = ["problem", "mentioned", "facet", "countermeasure", "measure", "claim", "source", "table", "figure", "indicator", "org", "platform", "place", "law", "concept"];
const STATED = ["problem", "mentioned", "facet", "countermeasure", "measure", "claim"];
const LINKS = {
  support: { kind: "Support", name: "rests-on", triple: (start, end) => `${end} cbec:restsOn ${start} .` },
  cause: { kind: "CausalLink", name: "leads-to", triple: (start, end) => `${start} cbec:leadsTo ${end} .` },
  inference: { kind: "Inference", name: "concluded-from", triple: (start, end) => `${end} cbec:concludedFrom ${start} .` },
  answer: { kind: "Answer", name: "answers", triple: (start, end) => `${start} cbec:answers ${end} .` },
  address: { kind: "Address", name: "addresses", triple: (start, end) => `${start} cbec:addresses ${end} .` },
};

export function turtleText({ nodes, edges, lines, paper, notes = [] }) {
  const base = paper.iri.slice(0, paper.iri.length - paper.id.length);
  const iri = (id) => iriOf(base + id.replace(":", "/"));
  const known = new Map(nodes.map((node) => [node.id, node]));
  const comments = notes.map((note) => `# ${note.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, " ")}\n`).join("");
  const parts = [
    ...nodes.filter((node) => node.iri).map((node) => recordText(node, iri)),
    ...edges.filter((edge) => edge.kind in LINKS || ["part", "same"].includes(edge.kind)).map((edge) => linkText(edge, iri, known)),
    ...lines.map((line) => lineText(line, iri)),
  ];
  return `${comments}${HEAD}\n${parts.filter(Boolean).join("\n")}`;
}

// Of several papers records are named PAPER:ID, and their IRIs PAPER/ID.
function localOf(id) {
  return id.slice(id.indexOf(":") + 1);
}

function recordText(node, iri) {
  const { figure } = node;
  const facts = [
    `a cbec:${CLASSES[node.kind] ?? node.kind[0].toUpperCase() + node.kind.slice(1)}`,
    `cbec:recordId ${literal(localOf(node.id))}`,
    LABELLED.includes(node.kind) && `rdfs:label ${literal(node.zh)}@zh, ${literal(node.en)}@en`,
    STATED.includes(node.kind) && `cbec:paraphrase ${literal(node.zh)}@zh, ${literal(node.en)}@en`,
    node.kind === "reference" && node.number && `cbec:number ${node.number}`,
    node.kind === "reference" && node.key && `cbec:citationKey ${literal(node.key)}`,
    node.points_to && `cbec:pointsTo ${iri(node.points_to)}`,
    figure && `cbec:valueText ${literal(figure.value)}`,
    figure && `cbec:period ${literal(figure.period)}`,
    figure && `cbec:indicator ${iri(figure.indicator)}`,
    figure && figure.place !== "unspecified" && `cbec:place ${iri(figure.place)}`,
    figure?.normal !== undefined && `cbec:normalisedValue "${figure.normal}"^^xsd:decimal`,
  ];
  return `${iri(node.id)} ${facts.filter(Boolean).join(" ;\n    ")} .\n`;
}

function linkText(edge, iri, known) {
  if (edge.kind === "part") {
    const [term, back] = known.get(edge.from)?.kind === "facet" ? ["facetOf", "hasFacet"] : ["measureOf", "hasMeasure"];
    return `${iri(edge.from)} cbec:${term} ${iri(edge.to)} .\n${iri(edge.to)} cbec:${back} ${iri(edge.from)} .\n`;
  }
  if (edge.kind === "same") return [[edge.from, edge.to], [edge.to, edge.from]].map(([one, other]) => `${iri(one)} <${SKOS}${edge.exact ? "exact" : "close"}Match> ${iri(other)} .\n`).join("");
  const link = LINKS[edge.kind];
  const start = edge.via ?? edge.from;
  const owned = edge.kind === "support" || edge.kind === "inference"; // the link is named after what stands at its end
  const node = owned ? `${edge.to}/${link.name}/${localOf(start)}${edge.role ? `/${edge.role}` : ""}` : `${start}/${link.name}/${localOf(edge.to)}`;
  const role = edge.role ? ` ;\n    cbec:role cbec:role-${edge.role}` : "";
  return `${iri(node)} a cbec:${link.kind} ;\n    cbec:from ${iri(start)} ;\n    cbec:to ${iri(edge.to)} ;\n    cbec:basis cbec:basis-${edge.basis}${role} .\n${link.triple(iri(start), iri(edge.to))}\n`;
}

function lineText(line, iri) {
  const via = line.via.map((pointer) => ` ;\n    cbec:via ${iri(pointer)}`).join("");
  return `${iri(`${line.to}/evidence/${localOf(line.from)}/${line.role}`)} a cbec:EvidenceLine ;\n    cbec:target ${iri(line.to)} ;\n    cbec:source ${iri(line.from)} ;\n    cbec:role cbec:role-${line.role} ;\n    cbec:basis cbec:basis-${line.basis}${via} .\n${iri(line.from)} cbec:bearsOn ${iri(line.to)} .\n`;
}

const SHORT = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

export function literal(text) {
  return `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, (character) => SHORT[character] ?? escaped(character))}"`;
}

// What an IRI may not hold as it is, is written as its bytes in per cent.
export function iriOf(text) {
  return `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (character) => encodeURIComponent(character))}>`;
}

function escaped(character) {
  return `\\u${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
