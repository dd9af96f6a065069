// What the address bar holds: selection, language, view, scope and classes shown. A copied link opens the same view.
const SCOPES = ["trace", "only", "wide"];

export function readAddress(hash, defaults) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const pick = (name, allowed, otherwise) => (allowed.includes(given.get(name)) ? given.get(name) : otherwise);
  return {
    id: given.get("id") || null,
    lang: pick("lang", ["zh", "en"], defaults.lang),
    view: pick("view", ["graph", "list", "sparql"], defaults.view),
    scope: pick("scope", SCOPES, "trace"),
    ask: given.get("ask") ?? "",
    kinds: given.has("kinds") ? given.get("kinds").split(",").filter(Boolean) : null,
  };
}

export function writeAddress(state, defaults) {
  const parts = new URLSearchParams();
  if (state.id) parts.set("id", state.id);
  parts.set("lang", state.lang);
  if (state.view !== defaults.view) parts.set("view", state.view);
  if (state.id && state.scope !== "trace") parts.set("scope", state.scope);
  if (state.ask) parts.set("ask", state.ask);
  if (state.kinds) parts.set("kinds", state.kinds.join(","));
  return `#${parts.toString().replaceAll("%2C", ",")}`;
}
