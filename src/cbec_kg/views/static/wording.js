// The texts of the page's own controls in both languages.
const TEXTS = {
  zh: {
    kicker: "论文证据图谱",
    titleUnknown: "题名未知",
    by: "作者",
    andOthers: "等",
    lead: (c) =>
      `文章诊断了 ${c.problems} 个问题，提出 ${c.countermeasures} 条对策；所用 ${c.sources} 个来源中，${c.bearing} 个与这些问题有关。`,
    search: "检索",
    searchHint: "检索问题、论断、数字、片段、编号…",
    results: (n) => `${n} 条结果`,
    noResults: "没有结果",
    firstOf: (n, all) => `前 ${n} 条，共 ${all} 条`,
    language: "语言",
    graph: "图",
    list: "列表",
    views: "视图",
    overview: "回到总览",
    neighbours: "展开相邻",
    only: "只看这个",
    trace: "完整依据",
    zoomIn: "放大",
    zoomOut: "缩小",
    fit: "适合窗口",
    legend: "图例与筛选",
    lineStyles: "连线",
    evidence: "依据",
    strong: "直接支持（粗）",
    weak: "间接支持（细）",
    cause: "导致",
    answer: "对策针对问题",
    columns: ["来源", "论断与数字", "问题", "对策"],
    band: "下列来源与图中问题无关",
    backed: (c) => `${c.facets} 个方面，${c.backed} 个有直接依据`,
    noFacets: "未分出方面",
    pane: "阅读",
    overviewTitle: "诊断了哪些问题，依据是什么",
    overviewHint: "点选图、列表或检索结果中的任何一项，即可查看其出处与依据。",
    answeredBy: "对策",
    answers: "针对的问题",
    noAnswer: "没有对策针对它",
    strongest: "最强者",
    noSource: "文中没有给出来源",
    bearing: "有哪些来源与之相关",
    bearsOn: "与哪些问题和说法相关",
    restsOn: "依据",
    backs: "支持",
    facets: "方面",
    measures: "措施",
    partOf: "属于",
    causes: "原因",
    effects: "后果",
    addressedBy: "针对它的措施",
    addresses: "针对的方面",
    where: "出处",
    placesCited: "文中何处指向它",
    mentions: "提到它的记录",
    cells: "表中数字",
    details: "详情",
    identity: "标识",
    copy: "复制",
    copied: "已复制",
    via: "经由",
    back: "返回列表",
    figuresAsPrinted: "原文所印",
    unknownHere: "本文未知之处",
    derivedHere: "推得之处",
    problems: "所诊断的问题",
    mentioned: "别处提到的问题",
    countermeasures: "对策",
    sources: "来源及其支持",
    statistics: "统计数字",
    claims: "论断",
    nothing: "没有可显示的记录。",
    shown: (n, e) => `图中 ${n} 个节点，${e} 条连线`,
    graphName: "证据图。方向键移动，回车选中；列表视图有同样的内容。",
    notInGraph: "这一项不在图中；图中所示为与它相连的记录。",
    tooMany: (n) => `${n} 个节点超出图的显示上限，只画出前 400 个；请收窄筛选。`,
    missing: (id) => `没有标识为“${id}”的记录。`,
  },
  en: {
    kicker: "Evidence graph of a paper",
    titleUnknown: "title unknown",
    by: "By",
    andOthers: "et al.",
    lead: (c) =>
      `The paper diagnoses ${c.problems} problems and proposes ${c.countermeasures} countermeasures; ${c.bearing} of its ${c.sources} sources bear on these problems.`,
    search: "Search",
    searchHint: "Search problems, claims, numbers, fragments, ids…",
    results: (n) => (n === 1 ? "1 result" : `${n} results`),
    noResults: "No results",
    firstOf: (n, all) => `first ${n} of ${all}`,
    language: "Language",
    graph: "Graph",
    list: "List",
    views: "View",
    overview: "Back to overview",
    neighbours: "Show neighbours",
    only: "Only this",
    trace: "Full trace",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    fit: "Fit",
    legend: "Legend and filters",
    lineStyles: "Lines",
    evidence: "Evidence",
    strong: "direct (thick)",
    weak: "indirect (thin)",
    cause: "leads to",
    answer: "answers",
    columns: ["Sources", "Claims and figures", "Problems", "Countermeasures"],
    band: "Sources that bear on no problem shown",
    backed: (c) => `${c.facets} facets, ${c.backed} with direct evidence`,
    noFacets: "no facets told apart",
    pane: "Reading pane",
    overviewTitle: "What is diagnosed, and on what evidence",
    overviewHint: "Select anything in the graph, the list or the search results to read where it is said and what it rests on.",
    answeredBy: "Answered by",
    answers: "Answers",
    noAnswer: "no countermeasure answers it",
    strongest: "Strongest",
    noSource: "the paper gives no source",
    bearing: "Sources that bear on it",
    bearsOn: "Bears on",
    restsOn: "Rests on",
    backs: "Backs",
    facets: "Facets",
    measures: "Measures",
    partOf: "Part of",
    causes: "Causes",
    effects: "Effects",
    addressedBy: "Addressed by",
    addresses: "Addresses",
    where: "Where it is said",
    placesCited: "Where the text points to it",
    mentions: "Records that mention it",
    cells: "Figures of the table",
    details: "Details",
    identity: "Identity",
    copy: "Copy",
    copied: "Copied",
    via: "through",
    back: "Back",
    figuresAsPrinted: "As printed",
    unknownHere: "Unknown of this paper",
    derivedHere: "Derived, not stated",
    problems: "Diagnosed problems",
    mentioned: "Problems mentioned elsewhere",
    countermeasures: "Countermeasures",
    sources: "Sources and what they back",
    statistics: "Statistics",
    claims: "Claims",
    nothing: "There are no records to show.",
    shown: (n, e) => `${n} nodes and ${e} links in the graph`,
    graphName: "Evidence graph. Arrow keys move, Enter selects; the list view has the same content.",
    notInGraph: "This item is not drawn; the graph shows the records linked to it.",
    tooMany: (n) => `${n} nodes are more than the graph shows; the first 400 are drawn. Narrow the filters.`,
    missing: (id) => `No record has the id “${id}”.`,
  },
};

export function textsOf(language) {
  return TEXTS[language];
}

const PLACES = {
  zh: { h: "标题", "caption-zh": "中文题注", "caption-en": "英文题注", note: "注", header: "表头" },
  en: { h: "heading", "caption-zh": "Chinese caption", "caption-en": "English caption", note: "note", header: "header" },
};

// 4.2.p1.s3 -> "section 4.2, paragraph 1, sentence 3"; what has none of the known forms is shown as it is.
export function readLocator(locator, language) {
  const chinese = language === "zh";
  const sentence = /^(.+)\.p(\d+)\.s(\d+)$/.exec(locator);
  if (sentence) {
    const [, section, paragraph, number] = sentence;
    const where = sectionName(section, chinese);
    return chinese ? `${where}第 ${paragraph} 段第 ${number} 句` : `${where}, paragraph ${paragraph}, sentence ${number}`;
  }
  const other = /^(.+?)\.([a-z-]+|\d+)$/.exec(locator);
  if (!other) return locator;
  const [, whole, part] = other;
  const name = PLACES[language][part] ?? (chinese ? `${part} 行` : `row ${part}`);
  return chinese ? `${sectionName(whole, true)}${name}` : `${sectionName(whole, false)}, ${name}`;
}

function sectionName(section, chinese) {
  const exhibit = /^(fig|table)(\d+)$/.exec(section);
  if (exhibit) return chinese ? `${exhibit[1] === "fig" ? "图" : "表"} ${exhibit[2]} ` : `${exhibit[1] === "fig" ? "figure" : "table"} ${exhibit[2]}`;
  if (section === "abstract") return chinese ? "中文摘要" : "Chinese abstract";
  if (section === "abstract-en") return chinese ? "英文摘要" : "English abstract";
  return chinese ? `${section} 节` : `section ${section}`;
}
