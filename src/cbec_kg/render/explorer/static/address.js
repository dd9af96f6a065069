// What the address bar holds: selection, language, view, scope, filters, withdrawn sources, unfolded records. A copied link opens the same view.
const SCOPES = ["trace", "only", "wide", "whole"];
const LISTS = ["papers", "sections", "grades", "bases", "roles", "modalities", "verdicts", "notices", "off", "without", "open"];

export function readAddress(hash, defaults, views) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const pick = (name, allowed, otherwise) => (allowed.includes(given.get(name)) ? given.get(name) : otherwise);
  const list = (name) => [...new Set((given.get(name) ?? "").split(",").filter(Boolean))];
  return {
    id: given.get("id") || null,
    lang: pick("lang", ["zh", "en"], defaults.lang),
    view: pick("view", views, defaults.view),
    scope: pick("scope", SCOPES, "trace"),
    ask: given.get("ask") ?? "",
    kinds: given.has("kinds") ? list("kinds") : null,
    ...Object.fromEntries(LISTS.map((name) => [name, list(name)])),
  };
}

export function writeAddress(state, defaults) {
  const parts = new URLSearchParams();
  if (state.id) parts.set("id", state.id);
  parts.set("lang", state.lang);
  if (state.view !== defaults.view) parts.set("view", state.view);
  if ((state.id || state.scope === "whole") && state.scope !== "trace") parts.set("scope", state.scope);
  if (state.ask) parts.set("ask", state.ask);
  if (state.kinds) parts.set("kinds", state.kinds.join(","));
  for (const name of LISTS) if (state[name].length) parts.set(name, state[name].join(","));
  return `#${parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
}
