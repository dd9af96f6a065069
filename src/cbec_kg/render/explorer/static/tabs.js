import { element, replaceChildren } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// One tab a view; arrows, Home and End move among them, as in other tab lists. On a small screen they are a menu, which a
// button of its own opens and the choice of a view closes.
export function tabsIn(container, menu, views, open) {
  const fold = (unfolded) => {
    container.classList.toggle("open", unfolded);
    menu.setAttribute("aria-expanded", String(unfolded));
  };
  const pick = (name) => {
    const asMenu = container.classList.contains("open");
    open(name);
    fold(false);
    if (asMenu) menu.focus();
  };
  const tabs = views.map(({ name, panel }) => element("button", { type: "button", role: "tab", id: `view-${name}`, "aria-controls": panel, click: () => pick(name) }));
  replaceChildren(container, tabs);
  menu.addEventListener("click", () => {
    fold(!container.classList.contains("open"));
    if (container.classList.contains("open")) container.querySelector("[aria-selected=true]").focus();
  });
  document.addEventListener("pointerdown", ({ target }) => container.contains(target) || menu.contains(target) || fold(false));
  container.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && container.classList.contains("open")) {
      fold(false);
      menu.focus();
    }
    const here = tabs.indexOf(document.activeElement);
    const to = event.key in STEPS ? here + STEPS[event.key] : event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : null;
    if (here < 0 || to === null) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    if (!container.classList.contains("open")) tab.click();
  });
  return function mark(page) {
    container.setAttribute("aria-label", page.texts.views);
    menu.textContent = page.texts.viewNames[page.state.view];
    menu.setAttribute("aria-label", `${page.texts.views}: ${page.texts.viewNames[page.state.view]}`);
    views.forEach(({ name }, number) => {
      const chosen = name === page.state.view;
      tabs[number].textContent = page.texts.viewNames[name];
      tabs[number].setAttribute("aria-selected", String(chosen));
      tabs[number].tabIndex = chosen ? 0 : -1;
    });
  };
}
