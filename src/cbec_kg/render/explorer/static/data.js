import { byId } from "./dom.js";

// The page's data; of a large curation they come compressed.
export async function pageData() {
  const holder = byId("data");
  if (holder.type === "application/json") return JSON.parse(holder.textContent);
  return JSON.parse(await unpackedText(holder.textContent));
}

// The text of a parcel: Base64 of gzip.
export function unpackedText(parcel) {
  const characters = atob(parcel);
  const packed = new Uint8Array(characters.length);
  for (let place = 0; place < packed.length; place++) packed[place] = characters.charCodeAt(place);
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
