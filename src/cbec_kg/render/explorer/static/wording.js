import { WORDS_EN } from "./wordsen.js";
import { WORDS_ZH } from "./wordszh.js";

// The page's own texts by language, and places in the article in words.
const TEXTS = { zh: WORDS_ZH, en: WORDS_EN };

export function textsOf(language) {
  return TEXTS[language];
}

// 4.2.p1.s3 -> "section 4.2, paragraph 1, sentence 3"; what has none of the known forms is shown as it is.
export function readLocator(locator, language) {
  const texts = textsOf(language).locators;
  const [, section, paragraph, number] = /^(.+)\.p(\d+)\.s(\d+)$/.exec(locator) ?? [];
  if (section) return texts.sentence(sectionName(section, texts), paragraph, number);
  const [, whole, part] = /^(.+?)\.([a-z-]+|\d+)$/.exec(locator) ?? [];
  return whole ? texts.part(sectionName(whole, texts), texts.parts[part] ?? texts.row(part)) : locator;
}

// A section by number and heading; by what it is where it has no heading.
export function sectionTitle(section, language) {
  const heading = section[language];
  const number = section.id.slice(section.id.indexOf(":") + 1);
  if (!heading) return sectionName(number, textsOf(language).locators).trim();
  return /^\d/.test(number) ? `${number} ${heading}` : heading;
}

function sectionName(section, texts) {
  const [, exhibit, number] = /^(fig|table)(\d+)$/.exec(section) ?? [];
  return exhibit ? texts.exhibits[exhibit](number) : (texts.sections[section] ?? texts.section(section));
}
