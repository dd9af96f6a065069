import { byId } from "./dom.js";
import { textsOf } from "./wording.js";

// The paper's own line: what is known of it, and that its title is not.
export function headingInto(model, state) {
  const { paper } = model;
  const texts = textsOf(state.lang);
  const journal = texts.journal(paper);
  const unknown = paper.unknown.find((item) => item.field === "title");
  document.documentElement.lang = state.lang;
  document.title = `${texts.kicker}: ${journal}`;
  byId("journal").textContent = journal;
  byId("untitled").textContent = unknown ? texts.titleUnknown : "";
  byId("untitled").title = unknown ? unknown.why[state.lang] : "";
  byId("untitled").hidden = !unknown;
  byId("byline").textContent = [texts.kicker, authorsOf(paper, texts), paper.doi && `DOI ${paper.doi}`, unknown?.why[state.lang]].filter(Boolean).join(" · ");
  byId("lead").textContent = texts.lead(paper.counts);
}

export function authorsOf(paper, texts) {
  return paper.first_author && texts.authors(paper.first_author, paper.further_authors);
}
