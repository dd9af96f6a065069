import { redraw } from "./dom.js";

// The sheet holds the views that are text and tables. It is filled anew when what it shows changes; a mere selection only
// moves the mark of the current record, so that the reader's place and open parts stay.
export function sheetIn(container, views) {
  let filled = null;
  return function show(page) {
    const view = views.find(({ name }) => name === page.state.view);
    const key = JSON.stringify({ ...page.state, scope: null, id: view.follows ? page.state.id : null });
    const same = filled && filled.view === view.name && filled.lang === page.lang;
    if (key !== filled?.key) redraw(container, view.content(page), same);
    if (!same) container.scrollTop = 0;
    filled = { key, view: view.name, lang: page.lang };
    container.dataset.view = view.name;
    container.setAttribute("aria-labelledby", `view-${view.name}`);
    markCurrent(container, page.state.id);
  };
}

function markCurrent(container, id) {
  for (const marked of container.querySelectorAll("[aria-current]")) marked.removeAttribute("aria-current");
  if (!id) return;
  for (const found of container.querySelectorAll(`[data-id="${CSS.escape(id)}"]`)) found.setAttribute("aria-current", "true");
}
