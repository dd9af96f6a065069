import { element } from "./dom.js";
import { basisTag, goTo, roleTag, viaButton } from "./links.js";
import { definition } from "./model.js";
import { stateLabel } from "./outcomes.js";

// Why a statement falls, is weakened or stands: each support path that is lost and each that is left, from the source on.
export function pathsList(page, outcome) {
  const row = (path, word, className) => element("li", { class: className }, element("span", { class: "name", text: word }), pathChain(page, path));
  return element(
    "ul",
    { class: "paths" },
    outcome.lost.map((path) => row(path, page.texts.lost, "lost")),
    outcome.left.map((path) => row(path, page.texts.left, "left")),
  );
}

// Why a source bears on a statement as its evidence lines say: the records of each minimal set of links, any one of which does.
export function setsList(page, lines) {
  const chains = lines.flatMap((line) => line.sets.map((numbers) => chainOf(page, recordsOf(line, numbers.map((number) => page.model.edges[number])), line.role, line.basis)));
  return element("ul", { class: "paths" }, chains.map((chain) => element("li", {}, chain)));
}

// The records that links lead over, from the source on; the last one may be a cause, which is read from either end.
function recordsOf({ from }, [first, ...rest]) {
  const records = [from, first.via, first.to];
  for (const edge of rest) records.push(edge.from === records.at(-1) ? edge.to : edge.from);
  return records;
}

function pathChain(page, path) {
  const roles = path.links.map((link) => link.role).filter(Boolean);
  const weakest = roles.sort((one, other) => page.model.rules.roles.indexOf(other) - page.model.rules.roles.indexOf(one))[0];
  return chainOf(page, path.records, weakest, path.basis);
}

function chainOf(page, [source, pointer, ...rest], role, basis) {
  const arrow = () => element("span", { class: "arrow", "aria-hidden": "true", text: "→" });
  return element(
    "span",
    { class: "chain" },
    goTo(page, source),
    arrow(),
    viaButton(page, pointer),
    rest.slice(0, -1).map((id) => [arrow(), goTo(page, id)]),
    role && roleTag(page, role),
    basisTag(page, basis),
  );
}

// The reading pane's part for a statement while something is withdrawn.
export function reasonPart(node, page) {
  const outcome = page.outcome(node.id);
  if (!outcome) return null;
  return element("section", { class: "reason" }, element("h3", {}, stateLabel(page, outcome.state)), element("p", { class: "hint", text: page.whole(node.id) ?? definition(page.model, "state", outcome.state, page.lang) }), pathsList(page, outcome));
}
