// The endpoint behind the view of queries, where the page comes from a server: it answers as the engine in a page does.
const LONGEST = 1000;
const ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9";

export function serviceAt(address, most) {
  let asking = null;

  // {form, columns, rows, truth, milliseconds}, or {problem}, or {over}: the number of rows where they are too many.
  function ask(text, seconds) {
    const headers = { "Content-Type": "application/sparql-query", Accept: ACCEPTED };
    return answered(address, { method: "POST", headers, body: text }, seconds, async (reply) => answerIn(await reply.text(), reply.headers.get("Content-Type"), most));
  }

  async function answered(where, how, seconds, read) {
    asking?.abort("stopped");
    const own = (asking = new AbortController());
    const clock = setTimeout(() => own.abort("time"), seconds * 1000);
    const began = performance.now();
    try {
      const reply = await fetch(where, { ...how, signal: own.signal });
      if (!reply.ok) return { problem: problemIn(await reply.text(), reply.statusText) };
      return { ...(await read(reply)), milliseconds: performance.now() - began };
    } catch (error) {
      return { problem: own.signal.aborted ? String(own.signal.reason) : String(error?.message ?? error) };
    } finally {
      clearTimeout(clock);
    }
  }

  // Why a query gives a row: {sets, absent, total, complete}, or {problem}. The row is named by its values, but very long ones.
  async function why({ name, values, columns, row }, seconds) {
    const cells = columns.map((column, place) => [column, row[place]]).filter(([, term]) => term && term.value.length <= LONGEST);
    const bound = Object.entries(values).map(([parameter, id]) => ["param", `${parameter}=${id}`]);
    const given = new URLSearchParams([["query", name], ...cells.map(([column, term]) => ["row", `${column}=${term.value}`]), ...bound]);
    return answered(address.replace(/sparql$/, `api/why-row?${given}`), { headers: { Accept: "application/json" } }, seconds, async (reply) => reply.json());
  }

  return { ask, why, stop: () => asking?.abort("stopped") };
}

// What the endpoint complains of; a place in the query as the engine in a page gives it, so that the page says it in its language.
function problemIn(content, otherwise) {
  try {
    const detail = JSON.parse(content).detail.replace(/^the query cannot be (?:read|run): /, "");
    const place = /^line (\d+), column (\d+): ([^]*)/.exec(detail);
    if (!place) return detail;
    return `error at ${place[1]}:${place[2]}: expected ${place[3].includes("is not declared") ? "Prefix not found" : ""}`;
  } catch {
    return otherwise || "HTTP";
  }
}

// An answer as the endpoint sends it: SPARQL 1.1 results in JSON, or N-Triples.
export function answerIn(content, type, most) {
  if (type.startsWith("application/n-triples")) return limited("construct", ["subject", "predicate", "object"], content.split("\n").filter(Boolean).map(triple), most);
  const found = JSON.parse(content);
  if ("boolean" in found) return { form: "ask", columns: [], rows: [], truth: found.boolean };
  const columns = found.head.vars;
  return limited("select", columns, found.results.bindings.map((row) => columns.map((column) => row[column] ?? null)), most);
}

function limited(form, columns, rows, most) {
  return rows.length > most ? { over: rows.length } : { form, columns, rows, truth: false };
}

const TERM = /<([^>]*)>|_:(\S+)|("(?:[^"\\]|\\.)*")(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?/g;

function triple(line) {
  return [...line.matchAll(TERM)].map(([, iri, blank, literal, language, datatype]) => {
    if (iri !== undefined) return { type: "uri", value: iri };
    if (blank !== undefined) return { type: "bnode", value: blank };
    const made = { type: "literal", value: JSON.parse(literal) };
    if (language) made["xml:lang"] = language;
    else if (datatype) made.datatype = datatype;
    return made;
  });
}
