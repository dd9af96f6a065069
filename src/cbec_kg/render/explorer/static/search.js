// Finds records by what they are called, say, print and are identified by, in both languages at once.
export function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/(\d),(?=\d{3})/g, "$1");
}

export function searchIndex(nodes) {
  return nodes.map((node) => {
    const facts = node.facts.flatMap((fact) => (fact.text ? [fact.text.zh, fact.text.en] : []));
    const parts = [node.zh, node.en, node.id, node.iri, node.printed ?? "", ...node.at.flat(), ...facts];
    return { node, name: plain(`${node.zh}\n${node.en}\n${node.id}`), all: plain(parts.join("\n")) };
  });
}

// Every word must occur; records whose name has the words come first, then the order of the text.
export function findNodes(index, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = index.filter((entry) => words.every((word) => entry.all.includes(word)));
  const named = (entry) => words.every((word) => entry.name.includes(word));
  return [...found.filter(named), ...found.filter((entry) => !named(entry))].map((entry) => entry.node);
}
