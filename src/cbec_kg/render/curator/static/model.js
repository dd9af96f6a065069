// What the page knows: the passages, the records on them, what is missing; pure values and questions about them.

// Takes an answer of the server into what is known; records that are null are gone.
export function withState(model, update) {
  const records = update.whole ? new Map() : new Map(model.records);
  for (const [id, record] of Object.entries(update.records)) {
    if (record === null) records.delete(id);
    else records.set(id, record);
  }
  const gaps = new Map();
  for (const gap of update.gaps) gaps.set(gap.locator, [...(gaps.get(gap.locator) ?? []), gap]);
  const { revision, anchors, progress, undoable, named } = update;
  return { ...model, records, gaps, revision, anchors, progress, undoable, named };
}

export function openModel({ passages, forms, state, paper, proposals = {}, cues = {} }) {
  const sections = [...new Set(passages.map((passage) => passage.section))];
  const files = new Map(Object.entries(forms).flatMap(([file, form]) => form.prefixes.map((prefix) => [prefix, file])));
  return withState({ paper, passages, forms, sections, files, proposals, cues, dismissed: new Set() }, { ...state, whole: true });
}

export function fileOf(model, id) {
  return model.files.get(id.split("-")[0]);
}

// The rows below a passage: the records anchored in it, in the order of the text, then what is proposed, then what is missing.
export function rowsOf(model, locator) {
  const records = [...new Set((model.anchors[locator] ?? []).map(([id]) => id))];
  const rows = records.map((id) => ({ type: "record", key: `${locator} ${id}`, id, open: model.records.get(id).drafted }));
  const offered = (model.proposals[locator] ?? []).filter((one) => isOffered(model, locator, one));
  rows.push(...offered.map((proposal) => ({ type: "proposal", key: proposalKey(locator, proposal), proposal, open: false })));
  const gaps = model.gaps.get(locator) ?? [];
  rows.push(...gaps.map((gap) => ({ type: "gap", key: `${locator} ${gap.kind} ${gap.start} ${gap.text}`, gap, open: true })));
  return rows;
}

export function proposalKey(locator, proposal) {
  return `${locator} ? ${proposal.kind} ${proposal.cue} ${proposal.start}`;
}

// A proposal is offered until it is dismissed, or what it proposes is there: a statement on the passage, an entity of that name.
function isOffered(model, locator, proposal) {
  if (model.dismissed.has(proposalKey(locator, proposal))) return false;
  if (proposal.kind === "entity") return !names(model).has(proposal.text);
  return !(model.anchors[locator] ?? []).some(([id]) => STATEMENTS.has(fileOf(model, id)));
}

const named = new WeakMap();

function names(model) {
  if (!named.has(model.records)) {
    const all = [...model.records.values()].filter(({ file }) => file === "entities.yaml").map(({ fields }) => [fields.zh, fields.en, ...(fields.also ?? [])]);
    named.set(model.records, new Set(all.flat()));
  }
  return named.get(model.records);
}

// The statements of the passage before one in its paragraph: what it may take up.
export function statementsBefore(model, locator) {
  const here = model.passages.findIndex((passage) => passage.locator === locator);
  const before = model.passages[here - 1];
  if (!before || before.locator.replace(/\.[^.]*$/, "") !== locator.replace(/\.[^.]*$/, "")) return [];
  return [...new Set((model.anchors[before.locator] ?? []).map(([id]) => id))].filter((id) => STATEMENTS.has(fileOf(model, id)));
}

export const STATEMENTS = new Set(["claims.yaml", "countermeasures.yaml", "facets.yaml", "measures.yaml", "problems.yaml"]);

// All stops of the keyboard in the order of the text: each passage, and its rows.
export function stopsOf(model) {
  return model.passages.flatMap(({ locator, section }) => [
    { key: locator, locator, section, type: "passage", open: false },
    ...rowsOf(model, locator).map((row) => ({ ...row, locator, section })),
  ]);
}

export function nextOpen(stops, key, step = 1) {
  const here = stops.findIndex((stop) => stop.key === key);
  for (let count = 1; count <= stops.length; count += 1) {
    const stop = stops[(here + step * count + 2 * stops.length) % stops.length];
    if (stop.open) return stop;
  }
  return null;
}

export function nearStop(stops, key, step) {
  const here = stops.findIndex((stop) => stop.key === key);
  return stops[Math.min(stops.length - 1, Math.max(0, here + step))];
}

// Where to go when a stop is gone: the same passage's next row, else the passage.
export function stopAfter(before, after, key) {
  if (after.some((stop) => stop.key === key)) return key;
  const here = before.findIndex((stop) => stop.key === key);
  const known = new Set(after.map((stop) => stop.key));
  const later = before.slice(here + 1).find((stop) => known.has(stop.key));
  const earlier = before.slice(0, Math.max(0, here)).reverse().find((stop) => known.has(stop.key));
  const locator = before[here]?.locator;
  if (later?.locator === locator || !earlier) return later?.key ?? after[0].key;
  return earlier.key;
}

// [accounted for, all] of a section, or of all, over passages, numbers, markers and backing.
export function progressOf(model, section = null) {
  const parts = Object.entries(model.progress).filter(([name]) => section === null || name === section);
  const pairs = parts.flatMap(([, kinds]) => Object.values(kinds));
  return pairs.reduce(([done, all], [some, every]) => [done + some, all + every], [0, 0]);
}

export function toConfirm(model) {
  return [...model.records.values()].filter((record) => record.drafted).length;
}

export function labelOf(model, id, language) {
  const fields = model.records.get(id)?.fields;
  if (!fields) return id;
  const own = fields[language] ?? fields.printed ?? fields.note?.[language] ?? fields.why?.[language];
  return fields.number && fields.metadata ? `[${fields.number}]` : typeof own === "string" ? own : id;
}

// Kinds that the folder declares of its own, of claims, entities, sections or sources.
export function ownKinds(model, of, language) {
  return [...model.records].filter(([, { file, fields }]) => file === "kinds.yaml" && fields.of === of)
    .map(([id, { fields }]) => ({ value: id.replace(/^kind-/, ""), label: fields[language] }));
}

// Values of a closed list in the order in which the words of a passage speak for them, each with its cue, then the others.
export function rankedValues(model, locator, name, values) {
  const cues = (model.cues[locator]?.[name] ?? []).filter(({ value }) => values.includes(value));
  const first = cues.map(({ value }) => value);
  return [...cues, ...values.filter((value) => !first.includes(value)).map((value) => ({ value, cue: "" }))];
}

// Records that a field may name, best first: those whose id or words begin with what is looked for, then those that have it;
// of either, those that the passage names, each with the words that it does so by, then those that are named most.
export function search(model, prefixes, query, language, locator = "", most = 8) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const used = usage(model);
  const near = new Map((model.named[locator] ?? []).map(({ value, cue }, place) => [value, { cue, place }]));
  const found = [];
  for (const [id, record] of model.records) {
    if (!prefixes.includes(id.split("-")[0])) continue;
    const label = labelOf(model, id, language);
    const text = [id, record.fields.zh, record.fields.en, record.fields.printed, label].join(" ").toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const begins = words.length > 0 && [label.toLowerCase(), id.replace(/^[a-z]+-/, "")].some((one) => one.startsWith(words[0]));
    const here = near.get(id);
    found.push({ id, label, cue: here?.cue ?? "", rank: (begins ? 0 : 1e6) - (here ? 1e5 - here.place * 1e4 : 0) - (used.get(id) ?? 0) });
  }
  return found.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1)).slice(0, most);
}

function usage(model) {
  const counts = new Map();
  const count = (value) => {
    if (typeof value === "string") {
      if (model.records.has(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
    } else Object.values(value).forEach(count);
  };
  for (const record of model.records.values()) count(Object.values(record.fields));
  return counts;
}

// A record that is made while another names it, typed as "中文 = English": an indicator, an entity.
const MADE = { indicator: "indicator", whole: "indicator", place: "place", whole_place: "place", actors: "org", counterpart: "place", publisher: "org" };

export function newRecordOf(model, field, query) {
  const [, zh, en] = /^(.*\S)\s*[=＝]\s*(\S.*)$/.exec(query.trim()) ?? [];
  const prefix = MADE[field.name] ?? (field.prefixes.includes("concept") ? "concept" : null);
  if (!zh || !prefix || !field.prefixes.includes(prefix)) return null;
  const stem = `${prefix}-${slug(en) || "1"}`;
  let id = stem;
  for (let number = 2; model.records.has(id); number += 1) id = `${stem}-${number}`;
  return { id, zh, en };
}

const SMALL = new Set("a an and are as at be by for from has have in is it its of on or that the their this to was were with".split(" "));

export function slug(text) {
  const words = (text ?? "").normalize("NFKD").toLowerCase().replace(/'s\b|[\u0300-\u036f]/g, "").match(/[a-z0-9]+/g) ?? [];
  return words.filter((word) => !SMALL.has(word)).slice(0, 5).join("-");
}

// An id that no record has, from what a record says of itself.
export function suggestId(model, file, fields, locator = "") {
  const { prefixes } = model.forms[file];
  const prefix = prefixes.includes("concept") ? "concept" : prefixes[0];
  const measured = fields.indicator ? `${fields.indicator.replace(/^indicator-/, "")}-${slug(fields.period === "unknown" ? "" : fields.period)}` : "";
  const cited = (fields.reference ?? fields.source ?? "").replace(/^(ref|source)-/, "");
  const stem = [measured, cited, slug(fields.en), slug(fields.why?.en), slug(locator), "1"].find((part) => part.replace(/-+$/, ""));
  const base = `${prefix}-${stem.replace(/-+$/, "")}`;
  const numbered = file === "citations.yaml";
  for (let number = 1; ; number += 1) {
    const id = numbered || number > 1 ? `${base}-${number}` : base;
    if (!model.records.has(id)) return id;
  }
}

// The fields of a confirmed record: a drafted note gives its place to what the sentence is known to state.
export function confirmed(model, id) {
  const { fields, drafted } = model.records.get(id);
  if (!drafted || !fields.reference) return null;
  const locators = fields.at.map((anchor) => anchor.split(" ")[0]);
  const near = locators.flatMap((locator) => (model.anchors[locator] ?? []).map(([other]) => other));
  const stated = near.find((other) => STATEMENTS.has(fileOf(model, other)));
  if (!stated) return null;
  const { zh, en } = model.records.get(stated).fields;
  return { ...fields, note: { zh, en } };
}
