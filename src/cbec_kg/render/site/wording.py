"""What the site's own headings, columns and remarks are called in Chinese and English; nothing that a curation says.

Names of classes, roles and bases come from the ontology's labels and the shared wording of the pages.
"""

from __future__ import annotations

from cbec_kg.model.terms import Bilingual

SITE = Bilingual("论文证据知识图谱", "Knowledge graph of papers' evidence")
HOME = Bilingual("首页", "Home")
ONTOLOGY = Bilingual("本体", "Ontology")
DOWNLOADS = Bilingual("数据下载", "Data downloads")
DESCRIPTION = Bilingual("数据集描述", "Description of the data")
EXPLORER = Bilingual("图形浏览器", "Explorer")
EXPLORER_HERE = Bilingual("在图形浏览器中看", "See it in the explorer")
CONTENTS = Bilingual("目录", "Contents")
PAPERS = Bilingual("论文", "Papers")

SAYS = Bilingual("所说内容", "What it says")
ABOUT = Bilingual("说明", "About")
ALL = Bilingual("全部内容", "Everything in it")
FACET_OF = Bilingual("所属问题", "Facet of")
MEASURE_OF = Bilingual("所属对策", "Measure of")
PARENT = Bilingual("上级章节", "Parent section")
FILE = Bilingual("文件", "File")
IMPORTED = Bilingual("导入日期", "Imported")
SUPPLIER = Bilingual("提供者", "Supplied by")
HOSTING = Bilingual("部署说明", "How to host it")
PRINTED = Bilingual("印刷原样", "As printed")
FACTS = Bilingual("要项", "Particulars")
PLACES = Bilingual("出处", "Where it stands")
RESTS_ON = Bilingual("它依据什么", "What it rests on")
NO_SUPPORT = Bilingual("没有记录任何依据。", "Nothing is recorded that it rests on.")
RESTING = Bilingual("什么以它为依据", "What rests on it")
NO_RESTING = Bilingual("没有记录以它为依据的内容。", "Nothing is recorded that rests on it.")
EVIDENCE = Bilingual("计算得出：哪些来源影响到它", "Computed: which sources bear on it")
NO_EVIDENCE = Bilingual("没有任何参考文献或具名来源影响到它。", "No reference and no named source bears on it.")
BEARS_ON = Bilingual("计算得出：它影响到什么", "Computed: what it bears on")
NO_BEARING = Bilingual("它没有影响到任何陈述。", "It bears on no statement.")
CAUSES = Bilingual("起因", "Its causes")
EFFECTS = Bilingual("后果", "What it leads to")
FACETS = Bilingual("它的侧面", "Its facets")
MEASURES = Bilingual("它的举措", "Its measures")
ANSWERS = Bilingual("它回应什么", "What it answers")
ANSWERED = Bilingual("什么回应它", "What answers it")
NO_ANSWER = Bilingual("没有对策回应它。", "No countermeasure answers it.")
ADDRESSES = Bilingual("它针对什么", "What it addresses")
ADDRESSED = Bilingual("什么针对它", "What addresses it")
NO_ADDRESS = Bilingual("没有举措针对它。", "No measure addresses it.")
CITED = Bilingual("文中何处指向它", "Where the text points to it")
NOT_CITED = Bilingual("文中没有指向它。", "The text points to it nowhere.")
MENTIONS = Bilingual("其他记录提到它", "Other records that name it")
STATED_HERE = Bilingual("此处陈述的记录", "Records stated here")
NOTHING_STATED = Bilingual("没有记录以此处为出处。", "No record has its place here.")
PASSAGES = Bilingual("所含文段", "Its passages")
SUBSECTIONS = Bilingual("下级章节", "Its subsections")
IN_SECTION = Bilingual("此节所说", "What this section states")
FINDINGS = Bilingual("计算得出：数字核查", "Computed: the audit of the figures")
NO_FINDINGS = Bilingual("没有可核对的关系。", "There is nothing to hold it against.")
AUDIT = Bilingual("数字核查", "Audit of the figures")
HYPOTHESES = Bilingual("假设，并非更正", "Hypotheses, which correct nothing")
RANK = Bilingual("名次", "Rank")
CLEARED = Bilingual("消除的不一致", "Conflicts that would go")
RAISED = Bilingual("新增的不一致", "Conflicts that would come")
BORNE_OUT = Bilingual("新得相合的关系", "Relations that would newly hold")
LOST = Bilingual("不再相合的关系", "Relations that would no longer hold")
CAUSE = Bilingual("发现", "Findings")
VERDICT = Bilingual("判定", "Verdict")
CHECKS = Bilingual("核对数", "Checks")
WITH = Bilingual("与", "With")
FORMULA = Bilingual("应成立的关系", "What should hold")
WORKING = Bilingual("演算", "Working")
COMPUTED = Bilingual("算得", "Computed")
GIVEN = Bilingual("文中所给", "Given")
SUPPLIED = Bilingual("用户提供的著录", "Bibliographic data supplied by the user")
UNKNOWNS = Bilingual("所用文本未给出", "Not given in the text used")
DERIVED = Bilingual("推得的字段", "Derived fields")
OTHER_PARTS = Bilingual("本页描述的其他资源", "Other resources described here")
STATEMENTS = Bilingual("关于它的语句", "What the graph says of it")
IN_TABLE = Bilingual("在表中的位置", "Its place in the table")
CELLS = Bilingual("表中数字", "Figures of the table")
DEFINITION = Bilingual("定义", "Definition")

KIND = Bilingual("类别", "Kind")
LOCATOR = Bilingual("定位符", "Locator")
FRAGMENT = Bilingual("短语", "Fragment")
CHARACTERS = Bilingual("字符偏移", "Characters")
NO_OFFSETS = Bilingual("未计算", "not computed")
SECTION = Bilingual("章节", "Section")
DIGEST = Bilingual("SHA-256摘要", "SHA-256 digest")
ROLE = Bilingual("作用", "Role")
BASIS = Bilingual("依据方式", "Basis")
WHY = Bilingual("理由", "Reason")
VIA = Bilingual("经由", "Via")
LENGTH = Bilingual("链长", "Links on the way")
GRADE = Bilingual("评级", "Grade")
RULE = Bilingual("评级规则", "Rule of the grade")
FUNCTION = Bilingual("引用方式", "Function")
AS = Bilingual("作为", "As")
FIELD = Bilingual("字段", "Field")
NORMALISED = Bilingual("折算值", "Normalised value")
BASE_UNIT = Bilingual("基本单位", "Base unit")
BASE_YEAR = Bilingual("基年", "Base year")
FACTOR = Bilingual("倍数", "Factor")
SYMBOL = Bilingual("符号", "Symbol")
FLOW = Bilingual("贸易流向", "Flow")
NUMBER = Bilingual("编号", "Number")
ROW = Bilingual("行", "Row")
COLUMN = Bilingual("列", "Column")
STATUS = Bilingual("状态", "Status")
HEADING_ASSERTS = Bilingual("标题独有之意", "Asserted by the heading alone")
RECORDS = Bilingual("条", "records")
TRIPLES = Bilingual("语句数", "Statements")
SIZE = Bilingual("字节", "Bytes")
PERIOD = Bilingual("时间", "Period")
PLACE = Bilingual("地点", "Place")
CITATIONS_COUNT = Bilingual("文中指向次数", "Pointed to")
NOTHING_NORMALISED = Bilingual("未折算：基本单位未知", "not normalised: the base unit is not known")

JOURNAL = Bilingual("期刊", "Journal")
YEAR = Bilingual("年份", "Year")
VOLUME = Bilingual("卷", "Volume")
ISSUE = Bilingual("期", "Issue")
AUTHOR = Bilingual("第一作者", "First author")
FURTHER = Bilingual("另有作者", "Further authors")
FIELDS = {
    "title": Bilingual("题名", "Title"),
    "co-authors": Bilingual("合作者", "Co-authors"),
    "affiliation": Bilingual("作者单位", "Affiliation"),
    "keywords": Bilingual("关键词", "Keywords"),
    "licence": Bilingual("许可", "Licence"),
    "page-range": Bilingual("起止页码", "First and last page"),
    "references-metadata": Bilingual("参考文献的著录", "Bibliographic data of the references"),
}
"""Names of fields that an article's record may call unknown; any other goes by its own name."""

LANGUAGE = Bilingual("语言", "Language")
PAGES_SEEN = Bilingual("所见页码", "Pages seen")
YES = Bilingual("是", "yes")
NO = Bilingual("否", "no")
UNKNOWN = Bilingual("未知", "unknown")
FROM_TEXT = Bilingual("推得", "derived")

CLASSES = Bilingual("类", "Classes")
PROPERTIES = Bilingual("属性", "Properties")
SCHEMES = Bilingual("概念体系", "Concept schemes")
CONCEPTS = Bilingual("概念", "Concepts")
OTHER_TERMS = Bilingual("其他术语", "Other terms")
EXAMPLE = Bilingual("例", "Example")
NARROWER_TERMS = Bilingual("下位", "Narrower terms")
USES = Bilingual("数据中的使用次数", "Uses in the data")
USED_BY = Bilingual("本体中的相关术语", "Terms of the ontology that name it")
PYLODE = Bilingual("pyLODE 生成的文档", "Documentation made by pyLODE")

INDEXES = {
    "problems": Bilingual("问题", "Problems"),
    "facets": Bilingual("问题侧面", "Facets"),
    "countermeasures": Bilingual("对策", "Countermeasures"),
    "measures": Bilingual("举措", "Measures"),
    "claims": Bilingual("论断", "Claims"),
    "statistics": Bilingual("统计数字", "Statistics"),
    "tables": Bilingual("表", "Tables"),
    "figures": Bilingual("图", "Figures"),
    "references": Bilingual("参考文献", "References"),
    "sources": Bilingual("无编号来源", "Named sources"),
    "citations": Bilingual("文内引用", "Citations"),
    "attributions": Bilingual("来源说明", "Attributions"),
    "sections": Bilingual("章节", "Sections"),
    "passages": Bilingual("文段", "Passages"),
    "entities": Bilingual("实体", "Entities"),
    "indicators": Bilingual("指标", "Indicators"),
    "units": Bilingual("单位", "Units"),
    "graphs": Bilingual("命名图与出处", "Named graphs and provenance"),
}
"""Titles of the lists of a folder, in the order in which they are offered; the names are those of the files."""

RESOURCES = Bilingual("其他资源：审计结果、数据立方体、命名图", "Other resources: findings, data cube, named graphs")

INTRODUCTION = Bilingual(
    "每个问题、论断、统计数字、来源和文段各有一页：它说什么，在原文何处，依据什么，什么以它为依据。"
    "论文所述、整理者的推断和计算所得分开标明；未知的写明未知。",
    "Each problem, claim, statistic, source and passage has a page: what it says, where it stands in the article, "
    "what it rests on and what rests on it. What the article states, what the curator inferred and what was computed "
    "are kept apart; what is not known is said to be unknown.",
)
NOT_FOUND = Bilingual("没有这一页", "There is no such page")
NOT_FOUND_HELP = Bilingual(
    "记录的地址是“文件夹/记录”，其页面另加 .html，其数据加 .ttl 或 .jsonld。"
    "地址中再往后的部分（锚点、关联、证据线）在该记录的页上。",
    "A record's address is folder/record; its page adds .html, its data .ttl or .jsonld. What follows after that in an "
    "address (an anchor, a link, an evidence line) is on the record's page.",
)
