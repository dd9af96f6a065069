import { unpackedText } from "./data.js";
import { byId } from "./dom.js";

// Runs the libraries that the page carries packed: the page's policy names the digest of what they unpack to, and so lets them run.
export async function runLibraries() {
  const script = document.createElement("script");
  script.textContent = await unpackedText(byId("libraries").textContent);
  document.head.append(script);
}
