// Runs in a worker, right after the engine's own module: unpacks engine and graph once, then answers one query after another.
/* global Store, initSync, learned, unlzma, whyRow */
let store = null;

function unpacked(parcel) {
  const characters = atob(parcel);
  const packed = new Uint8Array(characters.length);
  for (let place = 0; place < packed.length; place++) packed[place] = characters.charCodeAt(place);
  return unlzma(packed);
}

function load({ program, graph }) {
  initSync({ module: unpacked(program) });
  store = new Store();
  store.load(new TextDecoder().decode(unpacked(graph)), { format: "application/n-quads", no_transaction: true });
  return { size: store.size };
}

// Terms as in the SPARQL 1.1 results in JSON. A CONSTRUCT is run a second time: its triples come in another form.
function answer({ text, most }) {
  const found = JSON.parse(store.query(text, { results_format: "json" }));
  if (Array.isArray(found)) return limited("construct", ["subject", "predicate", "object"], store.query(text).map(partsOf), most);
  if ("boolean" in found) return { form: "ask", columns: [], rows: [], truth: found.boolean };
  const columns = found.head.vars;
  return limited("select", columns, found.results.bindings.map((row) => columns.map((column) => row[column] ?? null)), most);
}

function limited(form, columns, rows, most) {
  return rows.length > most ? { over: rows.length } : { form, columns, rows, truth: false };
}

function partsOf({ subject, predicate, object }) {
  return [subject, predicate, object].map(termOf);
}

function termOf(term) {
  if (term.termType === "NamedNode") return { type: "uri", value: term.value };
  if (term.termType === "BlankNode") return { type: "bnode", value: term.value };
  if (term.termType === "Quad") return { type: "triple", value: { subject: termOf(term.subject), predicate: termOf(term.predicate), object: termOf(term.object) } };
  const made = { type: "literal", value: term.value };
  if (term.language) made["xml:lang"] = term.language;
  else if (!term.datatype.value.endsWith("#string")) made.datatype = term.datatype.value;
  return made;
}

function answered(data) {
  if (data.program) return load(data);
  if (data.reasons) return learned(data);
  return data.asked ? whyRow(data) : answer(data);
}

self.onmessage = ({ data }) => {
  try {
    postMessage(answered(data));
  } catch (error) {
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ problem: String(error?.message ?? error), broken });
  }
};
