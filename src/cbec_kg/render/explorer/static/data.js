import { byId } from "./dom.js";

// The page's data, with what was written elsewhere; the latter comes compressed, and so does all of a large curation.
export async function pageData() {
  const [data, written] = await Promise.all(["data", "written"].map(contentOf));
  return { ...data, written };
}

async function contentOf(id) {
  const holder = byId(id);
  return JSON.parse(holder.type === "application/json" ? holder.textContent : await unpackedText(holder.textContent));
}

// The text of a parcel: Base64 of gzip.
export function unpackedText(parcel) {
  const characters = atob(parcel);
  const packed = new Uint8Array(characters.length);
  for (let place = 0; place < packed.length; place++) packed[place] = characters.charCodeAt(place);
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
