// Runs in a worker, before askworker.js: from which curated statements a row follows, as `cbec_kg.provenance.answer_rows` tells it.
// The query is asked back for the statements by which it may have found the row; then it is asked again and again of what follows
// from fewer curated statements. The table of reasons is explained in `carried_reasons`.
/* global Store, defaultGraph, literal, minimalSets, namedNode, store, unpacked */
/* exported learned, whyRow */
let table = null;
const reasonOf = new Map(); // of each statement of the graph, as a line of N-Triples, the number of its reason

function learned({ graph, reasons }) {
  const text = (parcel) => new TextDecoder().decode(unpacked(parcel));
  const { queries, ...content } = JSON.parse(text(reasons));
  const [records, forms, statementsOf] = content.sources;
  const whole = new Map(records.flatMap((record, number) => (forms[number] === "record" ? [[record, number]] : [])));
  const lines = text(graph).split("\n");
  summed(content.graph).forEach((reason, place) => reason !== null && reasonOf.set(lines[place].slice(0, -2), reason));
  const [record, field, value, file, line] = content.statements;
  table = { records: content.records, files: content.files, reasons: content.reasons, holders: records, forms, statementsOf, whole, statements: { record, field, value, file, line: summed(line) } };
  return { queries };
}

// Numbers from their differences; what is none stays so.
function summed(differences) {
  let number = 0;
  return differences.map((difference) => (difference === null ? null : (number += difference)));
}

// {sets, absent, total, complete} as `why-row` gives it over HTTP; no set where the row cannot be traced.
function whyRow({ query, asked, row, columns, most, seconds }) {
  const until = performance.now() + seconds * 800;
  const expired = () => performance.now() > until;
  const wanted = row.map((term) => term && keyOf(term));
  const values = asked.template.length ? asked.template.map((triple) => fitting(triple, wanted)).filter(Boolean) : [Object.fromEntries(columns.map((column, place) => [column, wanted[place]]))];
  const holdsOver = (statements) => givesRow(query, statements, columns, wanted);
  let found = new Set(values.flatMap((one) => [...witnesses(asked, one)]));
  let world = worldOf(found, holdsOver);
  if (!world.holds(world.items)) {
    found = new Set([...found, ...mentioned(asked)]);
    world = worldOf(found, holdsOver);
  }
  const monotone = asked.monotone && !(asked.optional && wanted.includes(null)) && ![...found].some(isOfBestPath);
  const { sets, complete } = minimalSets(world.items, world.holds, expired, { most, monotone });
  const shown = sets.map(({ needed, undecided }) => ({ needed: saying(needed), undecided: saying(undecided) }));
  return { sets: shown, absent: asked.absent, total: asked.total, complete };
}

const termOfJson = (term) => (term.type === "uri" ? namedNode(term.value) : literal(term.value, term["xml:lang"] ?? (term.datatype && namedNode(term.datatype))));
const keyOf = (term) => termOfJson(term).toString();
const statementOf = ({ subject, predicate, object }) => `${subject} ${predicate} ${object}`;
const isVariable = (text) => text.startsWith("?");
const isOfBestPath = (statement) => /ontology#(?:basis|length|via)> /.test(statement) && statement.includes("/evidence/");

// The values of a template's variables for one triple; null where it cannot be that triple.
function fitting(triple, wanted) {
  const values = {};
  const fits = triple.every((text, place) => (isVariable(text) ? (values[text.slice(1)] ??= wanted[place]) : text) === wanted[place]);
  return fits ? values : null;
}

function witnesses({ all, triples }, values) {
  const bound = (name, written) => (values[name] ? written.replace(`«${name}»`, () => values[name]) : "");
  const text = all.replace(/VALUES \?(\w+) \{ «\1» \}|FILTER\(sameTerm\(\?(\w+), «\2»\)\)/g, (written, one, other) => bound(one ?? other, written));
  const found = new Set();
  const between = joining();
  for (const solution of JSON.parse(store.query(text, { results_format: "json" })).results.bindings) {
    const term = (written) => (isVariable(written) ? solution[written.slice(1)] && termOfJson(solution[written.slice(1)]) : constant(written));
    for (const [subject, verb, object] of triples) {
      const [one, other] = [term(subject), term(object)];
      if (!one || !other) continue;
      if (Array.isArray(verb)) between(verb, one, other).forEach((statement) => found.add(statement));
      else {
        const statement = `${one} ${isVariable(verb) ? term(verb) : verb} ${other}`;
        if (reasonOf.has(statement)) found.add(statement);
      }
    }
  }
  return found;
}

// A term that a query names, as N-Triples has it.
function constant(written) {
  if (written.startsWith("<")) return namedNode(written.slice(1, -1));
  const [, text, language, datatype] = /^("(?:[^"\\]|\\.)*")(?:@([\w-]+)|\^\^<([^>]*)>)?$/.exec(written);
  return literal(JSON.parse(text), language ?? (datatype && namedNode(datatype)));
}

// The statements that can be steps of a path between two ends; steps and reaches are remembered.
function joining() {
  const known = new Map();
  const once = (name, made) => known.get(name) ?? known.set(name, made()).get(name);
  const near = (steps, node) =>
    once(`near ${steps} ${node}`, () =>
      steps.flatMap(([iri, inverse]) => {
        const verb = constant(iri);
        if (inverse) return store.match(null, verb, node, defaultGraph()).map((quad) => [quad.subject, statementOf(quad)]);
        return node.termType === "NamedNode" ? store.match(node, verb, null, defaultGraph()).map((quad) => [quad.object, statementOf(quad)]) : [];
      }),
    );
  const reach = (steps, start) =>
    once(`reach ${steps} ${start}`, () => {
      const found = new Map([[`${start}`, start]]);
      for (const node of found.values()) for (const [end] of near(steps, node)) if (!found.has(`${end}`)) found.set(`${end}`, end);
      return found;
    });
  return (steps, one, other) => {
    const before = reach(steps.map(([iri, inverse]) => [iri, !inverse]), other);
    const passed = [...reach(steps, one)].filter(([name]) => before.has(name));
    return passed.flatMap(([, node]) => near(steps, node).filter(([end]) => before.has(`${end}`)).map(([, statement]) => statement));
  };
}

// All statements whose predicates a query names: where variables of two groups have one name, nothing else is known.
function mentioned({ triples }) {
  const verbs = new Set(triples.flatMap(([, verb]) => (Array.isArray(verb) ? verb.map(([iri]) => iri) : [verb])));
  const quads = [...verbs].flatMap((verb) => store.match(null, isVariable(verb) ? null : constant(verb), null, defaultGraph()));
  return quads.map(statementOf).filter((statement) => reasonOf.has(statement));
}

// What may matter for a row: the curated statements behind it, and whether the row is given by what follows from some of them.
function worldOf(found, holdsOver) {
  const there = [];
  const fixed = [];
  const sources = new Set();
  for (const statement of found) {
    const reason = table.reasons[reasonOf.get(statement)];
    if (!Array.isArray(reason)) {
      there.push([statement, reason]);
      continue;
    }
    fixed.push([statement, reason]);
    reason.flat().forEach((source) => sources.add(source));
  }
  const holder = (source) => table.holders[source];
  const held = new Set([...sources].map(holder));
  for (const [, record] of there) if (!held.has(record)) sources.add(table.whole.get(record));
  const holds = (items) => {
    const given = new Set(items);
    const whole = new Set(items.filter((source) => table.forms[source] === "record").map(holder));
    const isThere = (source) => given.has(source) || (table.forms[source] === "field" && whole.has(holder(source)));
    const records = new Set(items.map(holder));
    const left = fixed.filter(([, reason]) => reason.some((one) => one.every(isThere)));
    return holdsOver([...left, ...there.filter(([, record]) => records.has(record))].map(([statement]) => statement));
  };
  return { items: [...sources].sort((one, other) => one - other), holds };
}

function givesRow(query, statements, columns, wanted) {
  const some = new Store();
  try {
    some.load(statements.map((statement) => `${statement} .\n`).join(""), { format: "application/n-triples" });
    const found = JSON.parse(some.query(query, { results_format: "json" }));
    if (Array.isArray(found)) return some.query(query).some(({ subject, predicate, object }) => [subject, predicate, object].every((term, place) => `${term}` === wanted[place]));
    return found.results.bindings.some((row) => columns.every((column, place) => (row[column] ? keyOf(row[column]) : null) === wanted[place]));
  } finally {
    some.free();
  }
}

// Curated statements as `why-row` lists them: each once, in the order of files and lines.
function saying(sources) {
  const { record, field, value, file, line } = table.statements;
  const numbers = new Set(sources.flatMap((source) => table.statementsOf[source]));
  return [...numbers].sort((one, other) => one - other).map((number) => {
    const [name, places] = table.records[record[number]];
    const shown = places.map(([locator, fragment, start, end]) => ({ locator, fragment, start, end }));
    return { record: name, field: field[number], value: value[number], file: table.files[file[number]], line: line[number], places: shown };
  });
}
