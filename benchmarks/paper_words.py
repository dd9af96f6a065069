"""The words of invented papers: sentences with figures whose values are known, and numbers that are no citations.

No place, name or figure is real. In a template ``{f}`` is a figure, ``{c}`` the place of a citation within the sentence.
"""

from __future__ import annotations

from random import Random

from paper_parts import Figure, Language

PLACES = {
    "zh": ("云溪镇", "鹿眠乡", "白苇湖", "青禾县", "石渡口", "松涛坪", "月牙湾", "落雁滩", "苍梧岭", "南浦新区"),
    "en": ("Ferrow", "the Hollin valley", "Lake Pell", "Marrowick", "the Osk basin", "Tarn Heath", "Quarrel Bay", "Wendle"),
}
THINGS = {
    "zh": ("养蜂", "渡船", "茶园", "苇编", "水磨", "陶窑", "育苗", "灌渠", "梯田", "鱼塘", "桑园", "竹纸"),
    "en": (
        "bee keeping",
        "the ferries",
        "reed weaving",
        "water mills",
        "the kilns",
        "terraced farming",
        "willow growing",
        "the salt pans",
        "peat cutting",
        "the orchards",
    ),
}
FRONT_ZH = "清代以来|近年来|在丰水期|与往年相比|从长期看|就全域而言|按村统计|在样本期内|随着道路改善|在枯水期"
TEMPLATES = {
    "zh": (
        "{o}，{p}的{t}由集体经营转为农户自营{c}",
        "{p}{t}的收入为{f}",
        "{o}，{p}{t}的规模达到{f}，其中外销部分占{f}",
        "调查显示，{p}共有{f}参与{t}",
        "有学者指出“{t}是{p}的根基”{c}，但缺少数据支持",
        "{p}的{t}产量{f}，而成本变化不大",
        "{t}的兴衰与水位有关{c}，也与工价有关{c}",
        "若把{p}与邻近地区相比，{t}的差距并不明显",
        "表{n}列出了{p}{t}的逐年情况",
        "本文的问题是：{p}的{t}为何能够延续？",
        "{o}，水样中磷的含量为{f}，低于常年值",
        "图{n}给出了{t}的空间分布，样地海拔差异很大",
        "{p}的气温{f}，适宜发展{t}",
        "样本由“大户、散户、合作社”三类组成，对{t}的看法不一",
        "{t}的税费（含渡口费）逐年减少{c}；{p}的工价则上升",
        "这一结论在{p}以外是否成立，还需检验{c}",
        "由于{p}地处偏远，{t}的信息难以及时获得",
        "{p}{t}的单价为{f}，比上年{f}",
        "以{p}为例，{t}的劳动力多为老人和妇女{c}，年轻人外出务工",
        "{o}，{p}先后修建堤坝、闸门和渠道，{t}面积增加",
    ),
    "en": (
        "{O}, {t} in {p} passed from common to private hands{c}",
        "Income from {t} in {p} was {f}",
        "{O}, {t} in {p} reached {f}, of which exports took {f}",
        "In all, {f} took part in {t}, as the roll of {p} shows",
        "It has been said that “{t} made {p} what it is”{c}, but there are few data",
        "Output of {t} {f}, whereas costs hardly changed",
        "The fate of {t} hangs on the water level{c} and on wages{c}",
        "Compared with its neighbours, e.g. those in the north, {p} has kept {t} for long",
        "Table {n} lists {t} in {p} year by year",
        "Why could {t} last in {p}?",
        "Water samples held {f} of phosphorus, less than is usual in {p}",
        "Fig. {n} maps {t}, and plots differ in height",
        "Air in {p} stays at {f}, which suits {t}",
        "Dr. Pell and Mrs. Oake, of the Lake Co., kept lists of {t} for us",
        "Taxes on {t} (tolls included) fell year by year{c}, while wages rose in {p}",
        "Whether this holds outside {p} is an open question{c}",
        "As {p} lies far off, word of {t} came late, i.e. after the harvest",
        "The price of {t} was {f}, and it {f}",
        "Most workers in {t} are old, and the young leave {p} for the towns{c}",
        "{O}, dykes, gates and channels were built in {p}, so that {t} grew",
    ),
}
_OPENINGS_EN = (
    "In the wet season",
    "Over the years",
    "Since the last survey",
    "By village",
    "In the long run",
    "In all plots",
    "With better roads",
    "After the flood",
)
NO_CITATIONS = {
    "zh": (
        "得分的取值范围为[0,1]，越大越好",
        "回归系数的95%置信区间为[1,3]，并不宽",
        "方差分析得F[2,57]=4.31，差异明显",
        "《关于保护渡口的意见》（云发〔2015〕46号）提出了要求",
        "样地每块 20 m{2}，水量以 m{3} 计",
        "用{13}C标记的样品分三次测定",
        "密度约为10{4}这一量级，难以直接计数",
        "该规则自（2016年）起施行，至今未改",
        "序列x[1]记初值，x[2]记次年的值",
        "满意度在[1,5]之间，中位数偏高",
    ),
    "en": (
        "Scores lie in the interval [0, 1], and more is better",
        "The slope is small (95% CI [1, 3]), as one may expect",
        "The groups differ, F[2, 57] = 4.31, though not by much",
        "Plots measure 20 m{2} and water is counted in m{3}",
        "Samples labelled with {13}C were read three times",
        "Density is of the order of 10{4}, which no one can count",
        "The rule came into force later (in 2016) and still holds",
        "Here x[1] is the first value and x[2] that of the next year",
        "Answers in the range [1, 5] were averaged",
    ),
}
TITLES = {
    "zh": (
        "研究背景",
        "数据来源与方法",
        "样本选择",
        "经营方式的变化",
        "收入与成本",
        "水位的影响",
        "制度安排",
        "稳健性检验",
        "区域差异",
        "讨论与启示",
        "渡口与集市",
        "劳动力状况",
        "价格波动",
        "对策建议",
        "影响因素分析",
        "模型构建",
    ),
    "en": (
        "Background",
        "Data and sources",
        "Choice of plots",
        "How holdings changed",
        "Income and costs",
        "The water level",
        "Rules and customs",
        "Robustness",
        "Regional differences",
        "Implications",
        "Ferries and markets",
        "Labour",
        "Prices",
        "What could be done",
        "Determinants of output",
        "A model of the common",
    ),
}


def figure(chance: Random, language: Language, template: str) -> Figure:
    """Return a figure for the next place in a template, by the words before it."""
    before = template.partition("{f}")[0]
    makers = _CHINESE if language == "zh" else _ENGLISH
    kind = next((kind for cue, kind in makers if before.endswith(cue)), makers[-1][1])
    return _made(chance, chance.choice(kind))


def _made(chance: Random, form: str) -> Figure:
    """Return a figure from a form: what is printed, a bar, its unit, and a minus where it fell; nothing after the bar for
    what is no single figure."""
    printed, _, unit = form.partition("|")
    small, whole, group = f"{chance.uniform(1, 60):.1f}", str(chance.randint(12, 980)), f"{chance.randint(1100, 98000):,}"
    value = small if "S" in printed else whole if "W" in printed else group if "G" in printed else ""
    spoken = printed.replace("S", small).replace("W", whole).replace("G", group)
    fell = unit.startswith("-")
    digits = value.replace(",", "")
    if "=" in unit:
        unit, _, digits = unit.partition("=")
    return Figure(spoken, ("-" if fell else "") + digits, unit.lstrip("-")) if unit else Figure(spoken)


_MONEY = (
    "S亿元|unit-cny-1e8",
    "约S万元|unit-cny-1e4",
    "近W亿美元|unit-usd-1e8",
    "G元|unit-cny",
    "S万亿元|unit-cny-1e12",
    "3亿~5亿元",
    "数百万元",
    "1亿2千万元",
)
_CHINESE = (
    ("收入为", _MONEY),
    ("达到", ("S万吨|unit-tonne-1e4", "W公顷|unit-ha", "S万亩|unit-mu-1e4", "超过G吨|unit-tonne", "W多吨|unit-tonne")),
    (
        "占",
        ("S%|unit-percent", "百分之三十五|unit-percent=35", "S％|unit-percent", "10%~20%", "约W‰|unit-permille", "三分之一"),
    ),
    ("共有", ("W户|unit-count", "G人|unit-count", "逾W家|unit-count", "S万人|unit-count-1e4", "3~5家", "十几家")),
    (
        "产量",
        (
            "增长S%|unit-percent",
            "下降S%|-unit-percent",
            "提高S个百分点|unit-percentage-point",
            "降低S个百分点|-unit-percentage-point",
            "减少约W吨|-unit-tonne",
        ),
    ),
    ("含量为", ("S mg/L|unit-mg-per-litre", "W μg/L|unit-ug-per-litre", "1.2×10{4} mg/L", "(0.5±0.1) mg/L")),
    ("气温", ("为S℃|unit-degree-celsius", "约S°C|unit-degree-celsius", "为12~18℃", "低至零下5℃")),
    ("单价为", ("S元|unit-cny", "W元/公斤", "约W元|unit-cny")),
    ("比上年", ("上涨S%|unit-percent", "下跌S%|-unit-percent")),
    ("", ("W个|unit-count",)),
)
_ENGLISH = (
    (
        "was ",
        (
            "US$S million|unit-usd-1e6",
            "about €S million|unit-eur-1e6",
            "nearly G dollars|unit-usd",
            "3 to 5 million dollars",
            "£S billion|unit-gbp-1e9",
        ),
    ),
    (
        "reached ",
        ("G tonnes|unit-tonne", "S million tonnes|unit-tonne-1e6", "more than W hectares|unit-ha", "some W km²|unit-km2"),
    ),
    ("took ", ("S%|unit-percent", "S per cent|unit-percent", "about S‰|unit-permille", "10–20%", "a third")),
    ("In all, ", ("W households|unit-count", "G people|unit-count", "S million people|unit-count-1e6", "3-5 households")),
    (
        "{t} ",
        (
            "rose by S%|unit-percent",
            "fell by S%|-unit-percent",
            "gained S percentage points|unit-percentage-point",
            "lost W tonnes|-unit-tonne",
        ),
    ),
    ("held ", ("S mg/L|unit-mg-per-litre", "W μg/L|unit-ug-per-litre", "1.2×10{4} mg/L", "0.5 ± 0.1 mg/L")),
    ("at ", ("S °C|unit-degree-celsius", "12–18 °C", "about S °C|unit-degree-celsius")),
    ("and it ", ("rose by S%|unit-percent", "fell by S percentage points|-unit-percentage-point")),
    ("", ("W households|unit-count",)),
)


def filled(chance: Random, language: Language, template: str) -> str:
    """Return a template with its words filled in; figures and citations stay to be filled."""
    text = template.replace("{p}", chance.choice(PLACES[language])).replace("{t}", chance.choice(THINGS[language]))
    opening = chance.choice(FRONT_ZH.split("|"))
    for name, words in (("{o}", opening), ("{O}", chance.choice(_OPENINGS_EN)), ("{n}", str(chance.randint(1, 3)))):
        text = text.replace(name, words)
    return text[:1].upper() + text[1:]
