import { byId } from "./dom.js";
import { textsOf } from "./wording.js";

// The paper's own line: what is known of it, and that its title is not.
export function headingInto(model, state) {
  const { paper } = model;
  const texts = textsOf(state.lang);
  const journal = journalText(paper, state.lang);
  const unknown = paper.unknown.find((item) => item.field === "title");
  document.documentElement.lang = state.lang;
  document.title = `${texts.kicker}: ${journal}`;
  byId("journal").textContent = journal;
  byId("untitled").textContent = unknown ? texts.titleUnknown : "";
  byId("untitled").title = unknown ? unknown.why[state.lang] : "";
  byId("untitled").hidden = !unknown;
  byId("byline").textContent = [texts.kicker, authorText(paper, texts, state.lang), paper.doi && `DOI ${paper.doi}`, unknown?.why[state.lang]].filter(Boolean).join(" · ");
  byId("lead").textContent = texts.lead(paper.counts);
}

function journalText(paper, language) {
  const { volume, issue, year } = paper;
  if (language === "zh") {
    return `《${paper.journal.zh}》${year ? `${year} 年` : ""}${volume ? `第 ${volume} 卷` : ""}${issue ? `第 ${issue} 期` : ""}`;
  }
  return `${paper.journal.en}${volume ? ` ${volume}` : ""}${issue ? `(${issue})` : ""}${year ? `, ${year}` : ""}`;
}

function authorText(paper, texts, language) {
  if (!paper.first_author) return "";
  return `${paper.first_author}${paper.further_authors ? `${language === "zh" ? "" : " "}${texts.andOthers}` : ""}`;
}
