import { chartsView } from "./charts.js";
import { claimsView } from "./claims.js";
import { findingsView } from "./findings.js";
import { listView } from "./outline.js";
import { matrixView } from "./matrix.js";
import { referencesView } from "./references.js";
import { reportView } from "./report.js";
import { statisticsView } from "./statistics.js";
import { treeView } from "./tree.js";
import { whatIfView } from "./whatif.js";

// The views of a selection, in the order of their tabs, each {name, panel}: the element that shows it. Most share the sheet
// and are {name, panel, content(page), follows, table}: `content` gives elements; `follows` says that they change with the
// selection; `alone` that they are of one paper, not of several; `table(page)` gives {columns, rows} for a CSV file, where the view is a table. A panel of its own has its
// entry in `PANELS` of start.js.
const ON_SHEET = [listView, treeView, matrixView, claimsView, statisticsView, chartsView, referencesView, whatIfView, findingsView, reportView];

export const VIEWS = [{ name: "graph", panel: "window" }, ...ON_SHEET.map((view) => ({ ...view, panel: "sheet" })), { name: "sparql", panel: "asking" }];
