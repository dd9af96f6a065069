import { unpackedText } from "./data.js";

// The engine behind the view of queries: a worker made from what the page carries, started when first asked, ended to stop it.
export const MOST_ROWS = 100_000;

export function engineOf(parcelOf) {
  let worker = null;
  let waiting = null;
  // Why the question now asked was given up, which may be while the worker is not there yet.
  let ended = null;

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

  // {form, columns, rows, truth, milliseconds}, or {problem}, or {over}: the number of rows where they are too many.
  async function ask(text, seconds) {
    if (waiting) stop("stopped");
    ended = null;
    const clock = setTimeout(() => stop("time"), seconds * 1000);
    try {
      const loaded = worker ? {} : await start();
      if (loaded.problem) return loaded;
      const began = performance.now();
      const found = await sent({ text, most: MOST_ROWS });
      if (found.broken) stop("broken");
      return { ...found, milliseconds: performance.now() - began };
    } finally {
      clearTimeout(clock);
    }
  }

  return { ask, stop: () => stop("stopped") };
}

// The parcels stand at the page's end, after its scripts.
function pageRead() {
  return document.readyState === "loading" ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true })) : null;
}
