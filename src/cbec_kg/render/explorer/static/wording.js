import { WORDS_EN } from "./wordsen.js";
import { WORDS_ZH } from "./wordszh.js";

// The page's own texts by language, and places in the article in words.
const TEXTS = { zh: WORDS_ZH, en: WORDS_EN };

export function textsOf(language) {
  return TEXTS[language];
}

const PLACES = {
  zh: { h: "标题", "caption-zh": "中文题注", "caption-en": "英文题注", note: "注", header: "表头" },
  en: { h: "heading", "caption-zh": "Chinese caption", "caption-en": "English caption", note: "note", header: "header" },
};

// 4.2.p1.s3 -> "section 4.2, paragraph 1, sentence 3"; what has none of the known forms is shown as it is.
export function readLocator(locator, language) {
  const chinese = language === "zh";
  const sentence = /^(.+)\.p(\d+)\.s(\d+)$/.exec(locator);
  if (sentence) {
    const [, section, paragraph, number] = sentence;
    const where = sectionName(section, chinese);
    return chinese ? `${where}第 ${paragraph} 段第 ${number} 句` : `${where}, paragraph ${paragraph}, sentence ${number}`;
  }
  const other = /^(.+?)\.([a-z-]+|\d+)$/.exec(locator);
  if (!other) return locator;
  const [, whole, part] = other;
  const name = PLACES[language][part] ?? (chinese ? `${part} 行` : `row ${part}`);
  return chinese ? `${sectionName(whole, true)}${name}` : `${sectionName(whole, false)}, ${name}`;
}

// A section by number and heading; by what it is where it has no heading.
export function sectionTitle(section, language) {
  const heading = section[language];
  if (!heading) return sectionName(section.id, language === "zh").trim();
  return /^\d/.test(section.id) ? `${section.id} ${heading}` : heading;
}

function sectionName(section, chinese) {
  const exhibit = /^(fig|table)(\d+)$/.exec(section);
  if (exhibit) return chinese ? `${exhibit[1] === "fig" ? "图" : "表"} ${exhibit[2]} ` : `${exhibit[1] === "fig" ? "figure" : "table"} ${exhibit[2]}`;
  if (section === "abstract") return chinese ? "中文摘要" : "Chinese abstract";
  if (section === "abstract-en") return chinese ? "英文摘要" : "English abstract";
  return chinese ? `${section} 节` : `section ${section}`;
}
