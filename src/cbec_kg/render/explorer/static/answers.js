// Answers of queries as a page shows and saves them. An answer: {form, columns, rows, truth}; a row has one term a column, null
// where unbound; a term is as in the SPARQL 1.1 results in JSON. The saved forms are those of `cbec-kg query`. Pure.
function plainValue(term) {
  return term ? (term.type === "triple" ? turtleTerm(term) : term.value) : "";
}

// A term for reading: a record's id, a prefixed name, or a literal's text.
export function shortName(term, { base, home, term: ontology, prefixes }) {
  const value = plainValue(term);
  if (term?.type !== "uri") return value;
  if (value.startsWith(ontology)) return `cbec:${value.slice(ontology.length)}`;
  const local = recordOf(value, base, home);
  if (local) return local;
  const known = Object.entries(prefixes).find(([, namespace]) => value.startsWith(namespace));
  return known ? `${known[0]}:${value.slice(known[1].length)}` : value;
}

// The id in a record's IRI, PAPER:ID where the page is at home in the base of all papers; empty where it is none.
export function recordOf(iri, base, home) {
  if (!iri.startsWith(base) || iri.startsWith(`${base}ontology`)) return "";
  const path = iri.slice(base.length);
  if (!path.includes("/")) return "";
  return home === base ? path.replace("/", ":") : path.slice(path.indexOf("/") + 1);
}

export function csvText({ form, columns, rows, truth }) {
  if (form === "ask") return `${truth}\n`;
  const cell = (text) => (/[",\n\r]/.test(text) || (text === "" && columns.length === 1) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows.map((row) => row.map(plainValue))].map((line) => `${line.map(cell).join(",")}\n`).join("");
}

export function jsonText({ form, columns, rows, truth }) {
  if (form === "ask") return `{"head": {}, "boolean": ${truth}}\n`;
  const bindings = rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place]]).filter(([, term]) => term)));
  return `${JSON.stringify({ head: { vars: columns }, results: { bindings } }, null, 1)}\n`;
}

// N-Triples of a CONSTRUCT's answer.
export function triplesText({ rows }) {
  return [...new Set(rows.map((row) => `${row.map(turtleTerm).join(" ")} .\n`))].sort().join("");
}

function turtleTerm(term) {
  if (term.type === "uri") return `<${term.value}>`;
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple") return `<<( ${[term.value.subject, term.value.predicate, term.value.object].map(turtleTerm).join(" ")} )>>`;
  const text = `"${term.value.replace(/[\\"\n\r]/g, (character) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" })[character])}"`;
  if (term["xml:lang"]) return `${text}@${term["xml:lang"]}`;
  return term.datatype ? `${text}^^<${term.datatype}>` : text;
}

// A query with VALUES blocks that bind variables to IRIs: where it has a line `# parameters`, or at its end.
export function bound(text, values) {
  const block = (names) => `VALUES (${names.map((name) => `?${name}`).join(" ")}) { (${names.map((name) => `<${values[name]}>`).join(" ")}) }`;
  const given = Object.keys(values);
  if (!given.length) return text;
  let places = 0;
  const early = text.replace(/^([ \t]*)# parameters((?: \w+)*)$/gm, (_, indent, listed) => {
    places += 1;
    const names = given.filter((name) => !listed || listed.split(" ").includes(name));
    return indent + (names.length ? block(names) : "");
  });
  return places ? early : `${text.trimEnd()}\n${block(given)}`;
}

// A query with the prefixes that it uses undeclared, put before its first line so that the numbers of lines stay.
export function prefixed(text, prefixes) {
  const lacking = Object.entries(prefixes).filter(([name]) => text.includes(`${name}:`) && !new RegExp(`prefix\\s+${name}:`, "i").test(text));
  return lacking.map(([name, namespace]) => `PREFIX ${name}: <${namespace}> `).join("") + text;
}

// The engine's complaint in one line; `shift` characters of the first line are not the reader's.
export function oneLine(message, shift) {
  const text = message.replace(/\s+/g, " ").trim();
  const moved = text.replace(/^error at 1:(\d+)/, (_, column) => `error at 1:${Math.max(1, column - shift)}`);
  return moved.length > 300 ? `${moved.slice(0, 299)}…` : moved;
}
