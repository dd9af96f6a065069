import { element, replaceChildren } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

// One tab a view; arrows, Home and End move among them, as in other tab lists.
export function tabsIn(container, views, open) {
  const tabs = views.map(({ name, panel }) => element("button", { type: "button", role: "tab", id: `view-${name}`, "aria-controls": panel, click: () => open(name) }));
  replaceChildren(container, tabs);
  container.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(document.activeElement);
    const to = event.key in STEPS ? here + STEPS[event.key] : event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : null;
    if (here < 0 || to === null) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    tab.click();
  });
  return function mark(page) {
    container.setAttribute("aria-label", page.texts.views);
    views.forEach(({ name }, number) => {
      const chosen = name === page.state.view;
      tabs[number].textContent = page.texts.viewNames[name];
      tabs[number].setAttribute("aria-selected", String(chosen));
      tabs[number].tabIndex = chosen ? 0 : -1;
      if (chosen) inSight(container, tabs[number]);
    });
  };
}

// On a small screen the tabs scroll sideways.
function inSight(container, tab) {
  const left = tab.offsetLeft - container.offsetLeft;
  if (left < container.scrollLeft || left + tab.offsetWidth > container.scrollLeft + container.clientWidth) container.scrollLeft = left - 40;
}
