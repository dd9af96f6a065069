import { bound, csvText, jsonText, oneLine, prefixed, shortName, triplesText } from "./answers.js";
import { readAsked, writeAsked } from "./asked.js";
import { complaintOf } from "./complaints.js";
import { completeIn } from "./completing.js";
import { element, replaceChildren } from "./dom.js";
import { MOST_ROWS, engineOf } from "./engine.js";
import { refusal } from "./guard.js";
import { leftward } from "./leftward.js";
import { reasonsOfRow, rowWithReasons } from "./rowreasons.js";
import { serviceAt } from "./service.js";
import { textsOf } from "./wording.js";

const ROWS_SHOWN = 200;
const SECONDS = 30;
const EXAMPLE = "SELECT ?name {\n  ?problem a cbec:Problem ; rdfs:label ?name\n} LIMIT 10";

// The view of queries in a container: the shipped questions, an editor, answers; `ask` puts what was asked into the address.
export function askingIn(container, model, { ask, choose }) {
  const data = model.asking;
  const engine = data.endpoint ? serviceAt(data.endpoint, MOST_ROWS) : data.queries && engineOf((name) => document.getElementById(name).textContent);
  const current = { language: null, asked: null, answer: null, status: "", values: {}, name: "", running: false };
  let parts = null;

  function show(state) {
    const texts = textsOf(state.lang).asking;
    if (!data.queries) return replaceChildren(container, element("p", { class: "hint", text: texts.missing(data.missing) }));
    if (current.language !== state.lang) layOut(state, texts);
    if (current.asked !== state.ask) {
      current.asked = state.ask;
      fill(readAsked(state.ask, data.queries), texts);
      if (state.ask) run(texts);
    }
    return undefined;
  }

  function layOut(state, texts) {
    const text = parts?.text.value ?? "";
    parts = formOf(data, model, state.lang, texts);
    current.language = state.lang;
    replaceChildren(container, parts.form, parts.status, parts.results);
    parts.text.value = text;
    parts.question.addEventListener("change", () => fill(readAsked(parts.question.value, data.queries), texts));
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(texts);
    });
    parts.form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      submit(texts);
    });
    parts.stop.addEventListener("click", () => engine.stop());
    fill({ name: current.name, text, values: current.values }, texts);
    answered(texts, current.status, current.answer);
  }

  function fill({ name, text, values }, texts) {
    Object.assign(current, { name, values });
    parts.question.value = name;
    parts.text.value = text;
    const query = data.queries.find((one) => one.name === name);
    replaceChildren(parts.about, query && [element("strong", { text: texts.columns }), query.columns]);
    replaceChildren(parts.parameters, (query?.parameters ?? []).map((parameter) => parameterField(parameter, values[parameter.name] ?? "", texts)));
  }

  function submit(texts) {
    const fields = [...parts.parameters.querySelectorAll("input")];
    current.values = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value));
    const asked = writeAsked({ name: current.name, text: parts.text.value, values: current.values }, data.queries);
    if (current.running) return;
    current.asked = asked.trim() && asked;
    ask(current.asked);
    if (current.asked) run(texts);
    else answered(texts, texts.nothing, null);
  }

  async function run(texts) {
    const seconds = secondsOf(parts);
    current.running = true;
    answered(texts, texts.running, null);
    const { status, answer } = await outcome(parts.text.value, current.values, seconds, texts);
    current.running = false;
    answered(textsOf(current.language).asking, status, answer);
  }

  async function outcome(text, values, seconds, texts) {
    const refused = refusal(text, data.graphs);
    if (refused) return { status: texts.refused[refused.why](refused.line, refused.what), answer: null };
    const irisOf = irisBy(values);
    for (const [name, iri] of Object.entries(irisOf)) {
      const id = values[name];
      const known = /^[\w./:-]+$/.test(id) && (await engine.ask(`ASK { <${iri}> <${data.term}recordId> ?id }`, seconds));
      if (known?.truth === false || known === false) return { status: texts.unknown(id), answer: null };
    }
    const sent = sentAs(text, values);
    const found = await engine.ask(sent, seconds);
    const shift = firstLine(sent).length - firstLine(text).length;
    const complaint = found.problem && complaintOf(text, found.problem, shift, data.prefixes);
    if (complaint) return { status: texts.unreadable[complaint.why](complaint), answer: null };
    return reported(found, seconds, shift, texts);
  }

  const irisBy = (values) => Object.fromEntries(Object.entries(values).map(([name, id]) => [name, `${data.home}${id.replace(":", "/")}`]));
  const sentAs = (text, values) => leftward(prefixed(bound(text, irisBy(values)), data.prefixes));

  // Of an answer of a shipped query, what asks why one of its rows is given.
  function whyOf({ columns }, texts) {
    const query = data.queries.find((one) => one.name === current.name);
    if (!query?.why || query.text.trim() !== parts.text.value.trim()) return null;
    const { values } = current;
    const ready = (text) => leftward(prefixed(text, data.prefixes));
    const sent = { name: query.name, values, columns, text: sentAs(query.text, values), ready };
    return async (row) => {
      const seconds = secondsOf(parts);
      const found = await engine.why({ ...sent, row }, seconds);
      return found.sets ? reasonsOfRow(found, model, current.language, texts.reasons, choose) : reported(found, seconds, 0, texts).status;
    };
  }

  function answered(texts, status, answer) {
    Object.assign(current, { status, answer });
    parts.status.textContent = status;
    parts.run.disabled = current.running;
    parts.stop.disabled = !current.running;
    container.dataset.running = String(current.running);
    replaceChildren(parts.results, answer && [savers(answer, current.name || "answer", texts), answer.form === "ask" ? null : tableOf(answer, model, texts, choose, whyOf(answer, texts))]);
  }

  return { show };
}

function secondsOf(parts) {
  return Math.max(1, Math.min(3600, Number(parts.seconds.value) || SECONDS));
}

function firstLine(text) {
  return text.split("\n", 1)[0];
}

function reported(found, seconds, shift, texts) {
  const words = { stopped: texts.stopped, time: texts.time(seconds) };
  if (found.broken) return { status: texts.broken, answer: null };
  if (found.problem) return { status: words[found.problem] ?? texts.failed(oneLine(found.problem, shift)), answer: null };
  if (found.over) return { status: texts.over(found.over, MOST_ROWS), answer: null };
  const milliseconds = Math.max(1, Math.round(found.milliseconds));
  if (found.form === "ask") return { status: texts.truth(found.truth), answer: found };
  const many = found.rows.length > ROWS_SHOWN;
  return { status: many ? texts.shown(ROWS_SHOWN, found.rows.length, milliseconds) : texts.rows(found.rows.length, milliseconds), answer: found };
}

function formOf(data, model, language, texts) {
  const sorted = [...data.queries].sort((one, other) => one[language].localeCompare(other[language], language));
  const question = element("select", { id: "ask-question" }, element("option", { value: "", text: texts.own }), sorted.map((query) => element("option", { value: query.name, text: query[language] })));
  const about = element("p", { class: "hint", lang: "en" });
  const parameters = element("div", { class: "ask-parameters" });
  const text = element("textarea", { id: "ask-text", rows: 9, placeholder: EXAMPLE, spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off" });
  const run = element("button", { type: "submit", id: "ask-run", text: texts.run });
  const stop = element("button", { type: "button", id: "ask-stop", text: texts.stop });
  const seconds = element("input", { type: "number", id: "ask-seconds", min: 1, max: 3600, value: SECONDS });
  const records = element("datalist", { id: "ask-records" }, [...model.nodes.values()].map((node) => element("option", { value: node.id, label: node[language].slice(0, 80) })));
  const form = element(
    "form",
    { class: "ask-form" },
    element("label", { for: "ask-question", text: texts.question }),
    question,
    about,
    parameters,
    element("label", { for: "ask-text", text: texts.text }),
    text,
    completeIn(text, data.names, recordsOf(model, language), texts.offers),
    element("div", { class: "ask-row" }, run, stop, element("label", { for: "ask-seconds", text: texts.seconds }), seconds),
    records,
  );
  const status = element("p", { id: "ask-status", role: "status" });
  const results = element("div", { class: "ask-results" });
  return { form, question, about, parameters, text, run, stop, seconds, status, results };
}

function recordsOf(model, language) {
  return [...model.nodes.values()].map((node) => ({ id: node.id, note: node[language].slice(0, 60), iri: node.iri }));
}

function parameterField({ name, meaning }, value, texts) {
  const input = element("input", { name, value, list: "ask-records", placeholder: texts.anyRecord, autocomplete: "off", spellcheck: "false" });
  return element("label", {}, element("span", {}, `${texts.parameter} `, element("code", { text: `?${name}` }), " ", element("span", { class: "hint", lang: "en", text: meaning })), input);
}

function tableOf({ columns, rows }, model, texts, choose, why) {
  const cell = (term) => element("td", {}, valueOf(term, model, choose));
  const shown = (row) => (why ? rowWithReasons(row.map(cell), texts.reasons, () => why(row)) : element("tr", {}, row.map(cell)));
  return element(
    "div",
    { class: "ask-table", tabindex: 0, role: "region", "aria-label": texts.results },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, columns.map((column) => element("th", { scope: "col", text: column })), why && element("th", { scope: "col", class: "ask-why", text: texts.reasons.why }))),
      element("tbody", {}, rows.slice(0, ROWS_SHOWN).map(shown)),
    ),
  );
}

// A record leads to itself; other terms are text.
function valueOf(term, model, choose) {
  if (!term) return null;
  const text = shortName(term, model.asking);
  const id = term.type === "uri" ? model.idOf(term.value) : undefined;
  if (id) return element("button", { type: "button", class: "go", "data-id": id, title: model.nodes.get(id).en, click: () => choose(id) }, element("bdi", { text }));
  return element("bdi", { text, title: term.type === "uri" ? term.value : null, lang: term["xml:lang"] });
}

function savers(answer, name, texts) {
  const forms = answer.form === "construct" ? [["N-Triples", "nt", triplesText]] : [["CSV", "csv", csvText], ["JSON", "json", jsonText]];
  return element("div", { class: "ask-row" }, forms.map(([form, ending, write]) => element("button", { type: "button", class: "ask-save", "data-form": ending, text: texts.save(form), click: () => save(write(answer), `${name}.${ending}`) })));
}

function save(text, name) {
  const place = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  element("a", { href: place, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(place), 1000);
}
