import { byId, element, replaceChildren } from "../../explorer/static/dom.js";
import { recordForm, startOf } from "./form.js";
import { confirmed, fileOf, labelOf, nearStop, newRecordOf, nextOpen, openModel, ownKinds, progressOf, proposalKey, rankedValues, search, STATEMENTS, statementsBefore, stopAfter, stopsOf, toConfirm, withState } from "./model.js";
import { phrasesOf, termOf } from "./phrases.js";
import { around, moved, rangeOf, unitsOf } from "./selection.js";
import { ask } from "./server.js";
import { passageList, sectionList } from "./sheet.js";
import { actOf, SHORTCUTS } from "./shortcuts.js";

const data = JSON.parse(byId("data").textContent);
const UNSPECIFIED = { id: "unspecified" };
const OPEN_PLACES = new Set(["place"]);
let model = openModel(data);
let { language } = data;
let key = model.passages[0].locator;
let form = null;
let picking = null;

const inLanguage = (one) => phrasesOf(data.texts[one]);
const phrase = (name, values) => inLanguage(language)(name, values);
const tools = {
  get language() {
    return language;
  },
  phrase,
  label: (id) => (id === UNSPECIFIED.id ? phrase("unspecified") : labelOf(model, id, language)),
  ownKinds: (of) => ownKinds(model, of, language),
  ranked: (locator, name, values) => rankedValues(model, locator, name, values),
  find: (field, query, locator) => {
    const made = newRecordOf(model, field, query);
    if (made) return [{ id: made.id, label: phrase("create", { name: made[language] }), made }];
    const found = search(model, field.prefixes, query, language, locator);
    const open = OPEN_PLACES.has(field.name) && UNSPECIFIED.id.startsWith(query.trim().toLowerCase());
    return open ? [...found, { ...UNSPECIFIED, label: phrase("unspecified") }] : found;
  },
  term: (list, value) => termOf(data.vocabulary, list, value, language),
  fieldName: (name) => phrase("field-" + name),
  kindName: (file) => phrase("kind-" + file.replace(".yaml", "")),
  sectionName: (number) => {
    const found = [...model.records].find(([id, record]) => fileOf(model, id) === "sections.yaml" && record.fields.number === number);
    return found ? `${/^\d/.test(number) ? number : ""} ${found[1].fields[language]}`.trim() : number;
  },
  gapText: ({ kind, text }) => phrase("gap-" + kind, { text: kind === "backing" ? labelOf(model, text, language) : text }),
  proposalText: (proposal) => phrase("proposal-" + proposal.kind, {
    cue: proposal.cue, name: tools.term("claim", proposal.fields.kind ?? ""), text: proposal.text ?? "", n: proposal.count,
    modality: tools.term("modality", proposal.fields.modality ?? "asserted"),
  }),
  reasons: () => REASONS.map((name) => ({ name, text: phrase(name), zh: data.texts.zh[name], en: data.texts.en[name] })),
  linkStart: (field) => (field.fields.some((part) => part.name === "role") ? { role: "statement", basis: "stated" } : { basis: "stated" }),
};
const REASONS = ["reason-name", "reason-outline", "reason-transition", "reason-repeats", "reason-idiom", "reason-rhetoric"];

// The stops of what is known now, computed once for each state and each dismissal.
let listed = { of: null, dismissed: 0, stops: [] };

function stopsNow() {
  if (listed.of !== model || listed.dismissed !== model.dismissed.size) listed = { of: model, dismissed: model.dismissed.size, stops: stopsOf(model) };
  return listed.stops;
}

function here() {
  return stopsNow().find((stop) => stop.key === key) ?? stopsNow()[0];
}

function draw(focus = true) {
  document.documentElement.lang = language;
  const stop = here();
  key = stop.key;
  const [done, all] = progressOf(model);
  byId("title").textContent = phrase("title", { id: model.paper.id });
  byId("progress").textContent = phrase("progress", { done, all, drafted: toConfirm(model) });
  for (const id of ["next", "undo", "help"]) byId(id).textContent = phrase(`button-${id}`);
  byId("undo").disabled = !model.undoable;
  for (const one of ["zh", "en"]) byId(`lang-${one}`).setAttribute("aria-pressed", String(one === language));
  byId("sections").setAttribute("aria-label", phrase("sections"));
  replaceChildren(byId("sections"), sectionList(model, stop.section, tools, (locator) => go(locator)));
  replaceChildren(byId("sheet"), passageList(model, { section: stop.section, key, picking }, tools));
  replaceChildren(byId("side"), form ? form.element : side(stop));
  if (focus && !form) focusStop();
}

function focusStop() {
  const found = [...document.querySelectorAll("#sheet [data-key]")].find((one) => one.dataset.key === key);
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "nearest" });
}

function side(stop) {
  const facts = stop.type === "record" ? Object.entries(model.records.get(stop.id).fields) : [];
  const shown = (value) => (typeof value === "string" ? (model.records.has(value) ? `${labelOf(model, value, language)} (${value})` : value)
    : Array.isArray(value) ? value.map(shown).join("; ") : Object.values(value).map(shown).join(" · "));
  return [
    element("h2", { text: stop.type === "record" ? stop.id : stop.locator }),
    element("dl", {}, facts.map(([name, value]) => [element("dt", { text: tools.fieldName(name) }), element("dd", { text: shown(value) })])),
    element("p", { class: "hint", text: phrase(`hint-${stop.type}`) }),
  ];
}

function say(text) {
  byId("status").textContent = text;
}

function go(next) {
  const before = here();
  key = next;
  if (picking || form || here().section !== before.section || before.key === key) {
    picking = null;
    draw();
    return;
  }
  for (const stop of document.querySelectorAll("#sheet [data-key]")) stop.tabIndex = stop.dataset.key === key ? 0 : -1;
  replaceChildren(byId("side"), side(here()));
  focusStop();
}

// Sends a change and takes in what the folder is after it; gives what was refused, nothing when it was written.
async function change(changes, done) {
  const answer = await ask("change", { revision: model.revision, changes });
  return take(answer, done);
}

function take(answer, done) {
  if (answer.gone) {
    say(phrase("server-gone"));
    return [phrase("server-gone")];
  }
  const before = stopsNow();
  if (answer.state) {
    model = withState(model, answer.state);
    key = stopAfter(before, stopsNow(), key);
  }
  if (!answer.ok) {
    say(answer.problems.join(" "));
    if (answer.state) draw(!form);
    return answer.problems;
  }
  form = null;
  picking = null;
  draw();
  say(done);
  return null;
}

function openForm(file, fields, { id = null, locator = here().locator, focus = "", also = [] } = {}) {
  form = recordForm({
    model, file, id, fields, locator, focus, also, tools,
    save: (old, given, made) => {
      const others = Object.fromEntries(made.map((record) => [record.id, record]));
      return change({ ...others, [old ?? given.id]: given }, phrase(old ? "saved" : "added", { id: given.id }));
    },
    leave: () => {
      form = null;
      draw();
    },
  });
  draw(false);
  form.focus();
}

async function newRecord(file, locator, start, end, more = {}, also = []) {
  const answer = await ask("fragment", { locator, start, end });
  if (!answer.ok) {
    say((answer.gone ? [phrase("server-gone")] : answer.problems).join(" "));
    return;
  }
  openForm(file, { ...startOf(model, file, locator, answer.fragment), ...more }, { locator, also });
}

// Which kind a new record is: picked from a list of buttons, by letter or arrow.
const KINDS = ["claims", "problems", "facets", "countermeasures", "measures", "statistics", "citations", "attributions", "entities", "sources", "indicators", "units", "exemptions"];

function chooseKind(locator, start, end) {
  const leave = () => {
    form = null;
    draw();
  };
  const letters = "abcdefghijklm";
  const buttons = KINDS.map((kind, number) => element("button", {
    type: "button", text: `${letters[number]} ${tools.kindName(kind)}`, click: () => newRecord(`${kind}.yaml`, locator, start, end),
  }));
  const list = element("div", { class: "kinds", role: "group", "aria-label": phrase("choose-kind") }, element("h2", { text: phrase("choose-kind") }), buttons);
  list.addEventListener("keydown", (event) => {
    const number = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") leave();
    else if (event.key === "ArrowDown") buttons[(number + 1) % buttons.length].focus();
    else if (event.key === "ArrowUp") buttons[(number + buttons.length - 1) % buttons.length].focus();
    else if (letters.includes(event.key) && !event.ctrlKey && !event.metaKey) buttons[letters.indexOf(event.key)].click();
    else return;
    event.preventDefault();
  });
  form = { element: list, focus: () => buttons[0].focus() };
  draw(false);
  form.focus();
}

function passageOf(locator) {
  return model.passages.find((passage) => passage.locator === locator);
}

const ACTS = {
  down: () => go(nearStop(stopsNow(), key, 1).key),
  up: () => go(nearStop(stopsNow(), key, -1).key),
  next: () => goOpen(1),
  previous: () => goOpen(-1),
  undo: async () => take(await ask("undo"), phrase("undone")),
  language: () => switchTo(language === "zh" ? "en" : "zh"),
  help: showKeys,
  select: () => startPicking(here()),
  add: () => {
    const { locator } = here();
    chooseKind(locator, 0, passageOf(locator).text.length > 12 ? 8 : passageOf(locator).text.length);
  },
  correct: () => correct(here()),
  confirm: () => confirm(here()),
  reject: () => reject(here()),
  link: () => link(here()),
};

function goOpen(step) {
  const stop = nextOpen(stopsNow(), key, step);
  if (stop) go(stop.key);
  else say(phrase("nothing-missing"));
}

function correct(stop, focus = "") {
  if (stop.type === "record") openForm(fileOf(model, stop.id), model.records.get(stop.id).fields, { id: stop.id, focus });
  else if (stop.type === "passage") startPicking(stop);
  else if (stop.type === "proposal") accept(stop);
  else fill(stop.gap);
}

// What fills a gap: a figure, a citation, a statement, or the link of one.
function fill(gap) {
  const { locator, start, end } = gap;
  if (gap.kind === "number") newRecord("statistics.yaml", locator, start, end, { printed: gap.text, value: gap.text.replaceAll(/[,，]/g, ""), ...gap.fields }, gap.unit && !model.records.has(gap.unit.id) ? [gap.unit] : []);
  else if (gap.kind === "marker") newRecord("citations.yaml", locator, start, end, { function: "citesForInformation" });
  else if (gap.kind === "backing") backing(gap);
  else startPicking({ locator });
}

function backing(gap) {
  const { fields } = model.records.get(gap.text);
  const cited = (model.anchors[gap.locator] ?? []).map(([id]) => id).filter((id) => fileOf(model, id) === "citations.yaml");
  const missing = cited.filter((on) => !(fields.rests_on ?? []).some((one) => one.on === on));
  const role = fileOf(model, gap.text) === "statistics.yaml" ? "value" : "statement";
  const links = missing.map((on) => ({ on, role, basis: "stated" }));
  openForm(fileOf(model, gap.text), { ...fields, rests_on: [...(fields.rests_on ?? []), ...links] }, { id: gap.text, focus: "" });
}

function accept({ proposal, locator }) {
  if (proposal.kind === "entity") {
    openForm(proposal.file, proposal.fields, { locator, focus: proposal.fields.zh ? "en" : "zh" });
    return;
  }
  const why = { zh: inLanguage("zh")("why-takes-up", { cue: proposal.takes_up }), en: inLanguage("en")("why-takes-up", { cue: proposal.takes_up }) };
  const premises = proposal.takes_up ? statementsBefore(model, locator).map((id) => ({ id, basis: "inherited", why })) : [];
  const more = premises.length ? { concluded_from: premises } : {};
  newRecord(proposal.file, locator, proposal.start, proposal.end, { ...proposal.fields, ...more });
}

function confirm(stop) {
  if (stop.type === "proposal") return accept(stop);
  if (stop.type === "gap") return fill(stop.gap);
  if (stop.type !== "record" || !stop.open) return say(phrase("nothing-to-confirm"));
  const fields = confirmed(model, stop.id);
  if (fields) return change({ [stop.id]: fields }, phrase("confirmed", { id: stop.id }));
  const own = model.records.get(stop.id).fields;
  const candidate = fileOf(model, stop.id) === "statistics.yaml";
  if (!candidate) return openForm("citations.yaml", without(own, "note"), { id: stop.id, focus: "note" });
  const known = startOf(model, "statistics.yaml", stop.locator);
  const rests = known.rests_on ? { rests_on: known.rests_on } : {};
  return openForm("statistics.yaml", { ...rests, ...without(own, "id", "indicator", "note") }, { id: stop.id, focus: "indicator" });
}

function without(fields, ...names) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function reject(stop) {
  if (stop.type === "record") return change({ [stop.id]: null }, phrase("removed", { id: stop.id }));
  if (stop.type === "proposal") {
    const before = stopsNow();
    model.dismissed.add(proposalKey(stop.locator, stop.proposal));
    key = stopAfter(before, stopsNow(), key);
    return draw();
  }
  const kind = { number: "no-statistic", backing: "not-backed" }[stop.gap?.kind] ?? "asserts-nothing";
  if (stop.type === "gap" && stop.gap.kind === "backing") {
    const citation = (model.anchors[stop.locator] ?? []).map(([id]) => id).find((id) => fileOf(model, id) === "citations.yaml");
    const anchor = model.records.get(citation).fields.at[0];
    return openForm("exemptions.yaml", { kind, at: [anchor], citation, records: [stop.gap.text] }, { focus: "why" });
  }
  const { text } = passageOf(stop.locator);
  const [start, end] = stop.gap?.kind === "number" ? [stop.gap.start, stop.gap.end] : [0, Math.min(8, text.length)];
  return newRecord("exemptions.yaml", stop.locator, start, end, { kind });
}

function link(stop) {
  const file = stop.type === "record" ? fileOf(model, stop.id) : "";
  if (STATEMENTS.has(file) || file === "statistics.yaml") correct(stop, "rests_on");
  else say(phrase("nothing-to-link"));
}

function switchTo(next) {
  language = next;
  const open = form;
  form = null;
  draw(!open);
  if (open?.read) openForm(open.file, open.read(), { id: open.id });
}

function showKeys() {
  const rows = SHORTCUTS.map(([name, act]) => [element("dt", {}, element("kbd", { text: name })), element("dd", { text: phrase("key-" + act) })]);
  replaceChildren(byId("keys"), element("h2", { text: phrase("button-help") }), element("dl", {}, rows),
    element("form", { method: "dialog" }, element("button", { text: phrase("leave") })));
  byId("keys").showModal();
}

// Words are picked on the line itself: arrows move, Shift extends, Enter takes them.
function startPicking({ locator }) {
  const { text } = passageOf(locator);
  const units = unitsOf(text);
  if (!units.length) return;
  key = locator;
  picking = { locator, units, from: 0, to: 0 };
  draw();
  say(phrase("picking"));
}

function pick(event) {
  if (event.key === "Enter") {
    const [start, end] = rangeOf(picking.units, picking);
    chooseKind(picking.locator, start, end);
  } else if (event.key === "Escape") {
    picking = null;
    draw();
  } else {
    const next = moved(picking, event.key, event.shiftKey, picking.units.length);
    if (!next) return false;
    picking = { ...picking, ...next };
    draw();
  }
  return true;
}

byId("sheet").addEventListener("keydown", (event) => {
  if (picking && pick(event)) event.preventDefault();
  else if (!picking) {
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    ACTS[act]();
  }
});
byId("sheet").addEventListener("click", (event) => {
  const line = event.target.closest(".line");
  const range = getSelection();
  if (line && range && !range.isCollapsed && line.contains(range.anchorNode) && line.contains(range.focusNode)) {
    const { text } = passageOf(line.dataset.locator);
    const before = document.createRange();
    before.selectNodeContents(line);
    const ends = [[range.anchorNode, range.anchorOffset], [range.focusNode, range.focusOffset]].map(([node, offset]) => {
      before.setEnd(node, offset);
      return before.toString().length;
    }).sort((a, b) => a - b);
    const units = unitsOf(text);
    key = line.dataset.locator;
    picking = { locator: key, units, ...around(units, ...ends) };
    draw();
    return;
  }
  const stop = event.target.closest("[data-key]");
  if (!stop) return;
  const again = stop.dataset.key === key && stop.classList.contains("row");
  go(stop.dataset.key);
  if (again) correct(here());
});
byId("next").addEventListener("click", () => ACTS.next());
byId("undo").addEventListener("click", () => ACTS.undo());
byId("help").addEventListener("click", showKeys);
byId("keys").addEventListener("close", () => (form ? form.focus() : focusStop()));
for (const one of ["zh", "en"]) byId(`lang-${one}`).addEventListener("click", () => switchTo(one));

key = nextOpen(stopsNow(), stopsNow().at(-1).key)?.key ?? key;
draw();
document.documentElement.dataset.ready = "yes";
