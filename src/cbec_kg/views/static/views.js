import { claimsView } from "./claims.js";
import { listView } from "./outline.js";
import { matrixView } from "./matrix.js";
import { referencesView } from "./references.js";
import { statisticsView } from "./statistics.js";
import { treeView } from "./tree.js";
import { whatIfView } from "./whatif.js";

// The views of a selection, in the order of their tabs. A view is {name, content(page), follows, table}: `content` gives
// elements for the sheet; `follows` says that it changes with the selection; `table(page)` gives {columns, rows} for a CSV
// file, where the view is a table. The picture is drawn on a canvas of its own and gives nothing for the sheet.
export const VIEWS = [{ name: "graph" }, listView, treeView, matrixView, claimsView, statisticsView, referencesView, whatIfView];
