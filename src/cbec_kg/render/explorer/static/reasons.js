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

function pathChain(page, path) {
  const [source, pointer, ...rest] = path.records;
  const roles = path.links.map((link) => link.role).filter(Boolean);
  const weakest = roles.sort((one, other) => page.model.rules.roles.indexOf(other) - page.model.rules.roles.indexOf(one))[0];
  const arrow = () => element("span", { class: "arrow", "aria-hidden": "true", text: "→" });
  return element(
    "span",
    { class: "chain" },
    goTo(page, source),
    arrow(),
    viaButton(page, pointer),
    rest.slice(0, -1).map((id) => [arrow(), goTo(page, id)]),
    weakest && roleTag(page, weakest),
    basisTag(page, path.basis),
  );
}

// The reading pane's part for a statement while something is withdrawn.
export function reasonPart(node, page) {
  const outcome = page.outcome(node.id);
  if (!outcome) return null;
  return element("section", { class: "reason" }, element("h3", {}, stateLabel(page, outcome.state)), element("p", { class: "hint", text: page.whole(node.id) ?? definition(page.model, "state", outcome.state, page.lang) }), pathsList(page, outcome));
}
