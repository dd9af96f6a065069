import { unpackedText } from "./data.js";

// The engine behind the view of queries: a worker made from what the page carries, started when first asked, ended to stop it.
export const MOST_ROWS = 100_000;
const MOST_SETS = 3;

export function engineOf(parcelOf) {
  let worker = null;
  let waiting = null;
  // Why the question now asked was given up, which may be while the worker is not there yet.
  let ended = null;
  let learned = null;

  function stop(reason) {
    ended = reason;
    worker?.terminate();
    worker = null;
    waiting?.({ problem: reason });
    waiting = null;
  }

  const sent = (message, transfer) =>
    new Promise((resolve) => {
      waiting = resolve;
      worker.postMessage(message, transfer);
    });

  async function start() {
    await pageRead();
    const code = await unpackedText(parcelOf("engine-glue"));
    if (ended) return { problem: ended };
    const place = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    worker = new Worker(place);
    worker.onmessage = ({ data }) => {
      const answer = waiting;
      waiting = null;
      answer?.(data);
    };
    worker.onerror = (event) => stop(event.message || "worker");
    const loaded = await sent({ program: parcelOf("engine-program"), graph: parcelOf("engine-graph") });
    URL.revokeObjectURL(place);
    if (loaded.problem) stop(loaded.problem);
    return loaded;
  }

  // What the worker answers, or {problem}.
  async function asked(message, seconds, prepared = async () => ({})) {
    if (waiting) stop("stopped");
    ended = null;
    const clock = setTimeout(() => stop("time"), seconds * 1000);
    try {
      const ready = worker ? {} : await start();
      const loaded = ready.problem ? ready : await prepared();
      if (loaded.problem) return loaded;
      const began = performance.now();
      const found = await sent(message);
      if (found.broken) stop("broken");
      return { ...found, milliseconds: performance.now() - began };
    } finally {
      clearTimeout(clock);
    }
  }

  // {form, columns, rows, truth, milliseconds}, or {problem}, or {over}: the number of rows where they are too many.
  const ask = (text, seconds) => asked({ text, most: MOST_ROWS }, seconds);

  // Why a shipped query gives a row: {sets, absent, total, complete}, or {problem}. `ready` makes a query's text one for the engine.
  // What the reasons are in is unpacked once a worker.
  const why = ({ name, text, columns, row, ready }, seconds) => {
    const message = { query: text, columns, row, most: MOST_SETS, seconds };
    return asked(message, seconds, async () => {
      if (learned?.worker !== worker) {
        const found = await sent({ graph: parcelOf("engine-graph"), reasons: parcelOf("engine-reasons") });
        if (found.problem) return found;
        learned = { worker, queries: found.queries };
      }
      const query = learned.queries[name];
      message.asked = { ...query, all: ready(query.all) };
      return message;
    });
  };

  return { ask, why, stop: () => stop("stopped") };
}

// The parcels stand at the page's end, after its scripts.
function pageRead() {
  return document.readyState === "loading" ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true })) : null;
}
