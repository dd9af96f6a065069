import { element } from "./dom.js";
import { goTo, gradeName, tagsOf, viaButton } from "./links.js";

// The support tree: what a statement rests on, branch by branch down to the sources; parts and causes are branches too.
export const treeView = {
  name: "tree",
  follows: true,
  content(page) {
    const { model, texts } = page;
    const chosen = model.nodes.get(page.state.id);
    const rooted = chosen && model.rules.statements.includes(model.support.kindOf(chosen.id));
    const roots = rooted ? [chosen] : page.shownOfKind("problem");
    return [
      element("h2", { text: texts.viewNames.tree }),
      element("p", { class: "hint", text: rooted ? texts.treeHint : texts.treesHint }),
      roots.length ? element("ul", { class: "support-tree" }, roots.map((root) => rootItem(page, root, Boolean(rooted)))) : element("p", { class: "none", text: texts.nothing }),
    ];
  },
  table(page) {
    const rows = [];
    const walk = (id, path) => {
      for (const branch of branchesOf(page, id, path)) {
        rows.push([path[0], String(path.length), branch.to, branch.relation, branch.edge.role ?? "", branch.edge.basis, branch.id, branch.edge.via ?? ""]);
        walk(branch.id, [...path, branch.id]);
      }
    };
    const chosen = page.model.nodes.get(page.state.id);
    for (const root of chosen ? [chosen] : page.shownOfKind("problem")) walk(root.id, [root.id]);
    return { columns: ["root", "depth", "record", "relation", "role", "basis", "rests on", "pointer"], rows };
  },
};

function rootItem(page, root, open) {
  const branches = branchesOf(page, root.id, [root.id]);
  return element(
    "li",
    { class: "root" },
    goTo(page, root.id),
    element("p", { class: "sum", text: [page.whole(root.id), gradeName(page, root.id)].filter(Boolean).join(" · ") }),
    branches.length ? branchList(page, branches, [root.id], open) : element("p", { class: "none", text: page.texts.noSource }),
  );
}

function branchList(page, branches, path, open) {
  return element("ul", {}, branches.map((branch) => branchItem(page, branch, path, open)));
}

function branchItem(page, branch, path, open) {
  const { texts } = page;
  const { edge, id, relation } = branch;
  const below = branchesOf(page, id, [...path, id]);
  const lost = relation !== "part" && page.lost(edge);
  const line = [
    element("span", { class: `relation relation-${relation}`, text: texts.relations[relation] }),
    goTo(page, id),
    relation === "part" ? null : element("span", { class: "how" }, tagsOf(page, edge), edge.via ? viaButton(page, edge.via) : null),
  ];
  const item = element("li", { class: [`basis-line-${edge.basis}`, lost ? "lost" : null].filter(Boolean).join(" ") });
  if (below.length) foldInto(item, page, line, [...path, id], below, open);
  else item.append(element("div", { class: "leaf" }, line, dangling(page, id)));
  return item;
}

const unfolded = new Map();

// What has branches opens and closes, and is filled when it first opens; how it was left lasts as long as the page is open.
function foldInto(item, page, line, path, below, open) {
  const key = path.join(" ");
  const button = element("button", { type: "button", class: "fold", "data-key": `fold ${key}`, "aria-label": `${page.texts.unfold}: ${page.model.nodes.get(path.at(-1))[page.lang]}` });
  item.append(element("div", { class: "leaf" }, button, line));
  const show = (on) => {
    const list = item.querySelector(":scope > ul");
    if (list) list.hidden = !on;
    else if (on) item.append(branchList(page, below, path, path.length < 4));
    button.textContent = on ? "▾" : "▸";
    button.setAttribute("aria-expanded", String(on));
  };
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-expanded") !== "true";
    unfolded.set(key, on);
    show(on);
  });
  show(unfolded.get(key) ?? open);
}

// A branch that ends in a statement ends there because nothing backs it.
function dangling(page, id) {
  const kind = page.model.nodes.get(id)?.kind;
  return kind === "reference" || kind === "source" ? null : element("span", { class: "none", text: page.texts.noSource });
}

// Supports by strength of role, then parts, causes and premises; a branch that would pass a record twice ends there.
function branchesOf(page, id, path) {
  const { model } = page;
  // A whole does not rest on its parts: they stand below it where it is the root alone.
  const kinds = [["support", "support"], ...(path.length === 1 ? [["part", "part"]] : []), ["cause", "cause"], ["inference", "inference"]];
  const strength = (edge) => model.rules.roles.indexOf(edge.role) * 4 + model.rules.bases.indexOf(edge.basis);
  return kinds.flatMap(([kind, relation]) =>
    model
      .incoming(id, kind)
      .filter((edge) => !path.includes(edge.from) && (kind !== "support" || page.filter.link(edge)))
      .sort((one, other) => strength(one) - strength(other))
      .map((edge) => ({ edge, id: edge.from, to: id, relation })),
  );
}
