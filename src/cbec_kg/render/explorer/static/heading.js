import { byId } from "./dom.js";
import { textsOf } from "./wording.js";

// The paper in a line: its title, where that is known, else the journal's line, and that its title is not known.
export function headingInto(model, state) {
  const { paper } = model;
  const texts = textsOf(state.lang);
  const journal = texts.journal(paper);
  const unknown = unknownTitle(paper);
  document.documentElement.lang = state.lang;
  document.title = `${model.papers.size ? texts.kickerOfSeveral : texts.kicker}: ${paper.title?.[state.lang] ?? journal}`;
  byId("title").textContent = paper.title?.[state.lang] ?? journal;
  byId("untitled").textContent = unknown ? texts.titleUnknown : "";
  byId("untitled").title = unknown ? unknown.why[state.lang] : "";
  byId("untitled").hidden = !unknown;
}

function unknownTitle(paper) {
  return paper.title ? null : paper.unknown.find((item) => item.field === "title");
}

export function authorsOf(paper, texts) {
  return paper.first_author && texts.authors(paper.first_author, paper.further_authors);
}
