import { unpackedText } from "./data.js";
import { byId } from "./dom.js";

// The text of a PDF, read by PDF.js in a worker made from what the page carries: the page stays alive, whatever the file.
const MOST_SECONDS = 120;
let worker = null;

export function readsPdf() {
  return byId("pdf-reader") !== null;
}

// {text, encoding} or {refused}; `progress` hears the number of each page and of all. A reading under way is given up.
export async function textOfPdf(bytes, progress) {
  const place = URL.createObjectURL(new Blob([await unpackedText(byId("pdf-reader").textContent)], { type: "text/javascript" }));
  worker?.terminate();
  const reading = (worker = new Worker(place));
  const read = await new Promise((resolve) => {
    const clock = setTimeout(() => resolve({ refused: "slow" }), MOST_SECONDS * 1000);
    const finish = (answer) => {
      clearTimeout(clock);
      resolve(answer);
    };
    reading.onerror = () => finish({ refused: "damaged" });
    reading.onmessage = ({ data }) => (data.page ? progress(data.page, data.of) : finish(data));
    reading.postMessage(bytes, [bytes.buffer]);
  });
  reading.terminate();
  URL.revokeObjectURL(place);
  return read;
}
