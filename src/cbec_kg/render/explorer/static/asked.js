// The query that the address names: a shipped query with its parameters, as `NAME` or `NAME?param=id`, or a query's own text. Pure.
export function readAsked(value, queries) {
  const [name, given] = value.split(/\?(.*)/s);
  const shipped = queries.find((query) => query.name === name);
  if (!shipped) return { name: "", text: value, values: {} };
  const known = new Set(shipped.parameters.map((parameter) => parameter.name));
  const values = Object.fromEntries([...new URLSearchParams(given ?? "")].filter(([key, id]) => known.has(key) && id));
  return { name, text: shipped.text, values };
}

export function writeAsked({ name, text, values }, queries) {
  const shipped = queries.find((query) => query.name === name);
  if (!shipped || shipped.text.trim() !== text.trim()) return text;
  const given = new URLSearchParams(Object.entries(values).filter(([, id]) => id)).toString();
  return given ? `${name}?${given}` : name;
}
