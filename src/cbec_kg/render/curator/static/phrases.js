// Texts of the page by name in one language, with places to fill in: "{n} records".
export function phrasesOf(texts) {
  return (name, values = {}) => {
    const found = texts[name];
    if (found === undefined) return name;
    const text = typeof found === "string" ? found : (values.n === 1 && found.one) || found.other;
    return text.replace(/\{(\w+)\}/g, (place, key) => (key in values ? String(values[key]) : place));
  };
}

// What a value of a closed list is called; itself where the list has no words.
export function termOf(vocabulary, list, value, language) {
  return vocabulary[list]?.[value]?.[language] ?? value;
}
