"""The ontology folder: terms, concept schemes, alignments, SHACL shapes and JSON-LD context.

The data here are invented: a paper on tea exports of a town that does not exist.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from cbec_kg.rdf.validate import read_shapes

FOLDER = Path(__file__).parents[1] / "ontology"
PARTS = ("cbec.ttl", "schemes.ttl", "alignments.ttl", "cube.ttl")
ONTOLOGY = URIRef("https://w3id.org/cbec-kg/ontology")
CBEC = Namespace("https://w3id.org/cbec-kg/ontology#")
CITO = Namespace("http://purl.org/spar/cito/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPE = Namespace("https://w3id.org/cbec-kg/ontology/shapes#")
VANN = Namespace("http://purl.org/vocab/vann/")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(RDF), str(RDFS), str(OWL), str(XSD))

PREFIXES = """
@prefix cbec: <https://w3id.org/cbec-kg/ontology#> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://w3id.org/cbec-kg/tea-2020/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix biro: <http://purl.org/spar/biro/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

GOOD = (
    PREFIXES
    + """
ex:article a cbec:Article ; rdfs:label "茶叶一文"@zh, "Paper on tea"@en ; cbec:recordId "article-tea-2020" ;
  dcterms:identifier "10.99999/tea.2020.1" ; dcterms:language "zh" ; schema:datePublished "2020"^^xsd:gYear ;
  schema:volumeNumber "3" ; schema:issueNumber "2" ; cbec:number 7 ; cbec:journal "茶学"@zh, "Tea Studies"@en ;
  cbec:firstAuthor "茶某" ; cbec:furtherAuthors true ; cbec:pageSeen "12" ;
  cbec:declaredFlow "re-export" ; cbec:declaredBase "GBP" ; cbec:derivedField "volume" ;
  cito:citesAsEvidence ex:ref-1 ; cito:citesAsDataSource ex:source-bulletin .
ex:section-4 a cbec:Section ; rdfs:label "问题"@zh, "Problems"@en ; cbec:recordId "section-4" ; cbec:sectionNumber "4" ;
  cbec:sectionKind cbec:section-problems ; cbec:partOfArticle ex:article .
ex:section-4-1 a cbec:Section ; rdfs:label "采茶人少"@zh, "Few pickers"@en ; cbec:recordId "section-4-1" ;
  cbec:sectionNumber "4.1" ; cbec:sectionKind cbec:section-problems ; cbec:parentSection ex:section-4 ;
  cbec:headingAsserts "老人多"@zh, "Pickers are old"@en ; cbec:partOfArticle ex:article .
ex:passage-1 a cbec:Passage ; rdfs:label "4.1.h" ; cbec:locator "4.1.h" ; cbec:passageKind cbec:passage-heading ;
  cbec:inSection ex:section-4-1 ; cbec:nextPassage ex:passage-2 ; cbec:start "0"^^xsd:nonNegativeInteger ; cbec:end 9 ;
  cbec:sha256 "0000000000000000000000000000000000000000000000000000000000000000" ; cbec:fragment "采茶人少" .
ex:passage-2 a cbec:Passage ; rdfs:label "4.1.p1.s1" ; cbec:locator "4.1.p1.s1" ; cbec:start 9 ; cbec:end 40 ;
  cbec:passageKind cbec:passage-sentence ; cbec:inSection ex:section-4-1 ; cbec:partOfArticle ex:article ;
  cbec:sha256 "1111111111111111111111111111111111111111111111111111111111111111" .
ex:anchor-1 a cbec:Anchor ; rdfs:label "4.1.h" ; cbec:anchorOf ex:problem-pickers ; cbec:inPassage ex:passage-1 ;
  cbec:fragment "采茶人少" ; cbec:prefix "前" ; cbec:suffix "后" ; cbec:start 3 ; cbec:end 7 .
ex:table-1 a cbec:Table ; rdfs:label "茶叶出口"@zh, "Tea exports"@en ; cbec:recordId "table-1" ; cbec:number 1 ;
  cbec:statedIn ex:passage-1 ; cbec:inSection ex:section-4 ; cbec:place ex:place-town ; cbec:restsOn ex:attribution-1 ;
  cbec:tableLocator "table1" .
ex:column-total a cbec:Column ; rdfs:label "合计"@zh, "total"@en ; cbec:columnOf ex:table-1 ; cbec:number 1 ;
  cbec:columnKey "total" ; cbec:indicator ex:indicator-export ; cbec:statisticKind cbec:statistic-growth ;
  cbec:unit ex:unit-cny ; cbec:comparisonPeriod "previous-year" ; cbec:sumOf ex:column-part .
ex:column-part a cbec:Column ; rdfs:label "部分"@zh, "part"@en ; cbec:columnOf ex:table-1 ; cbec:number 2 ;
  cbec:columnKey "part" ; cbec:indicator ex:indicator-export ; cbec:statisticKind cbec:statistic-level ;
  cbec:unit ex:unit-cny .
ex:row-town a cbec:Row ; rdfs:label "本镇"@zh, "the town"@en ; cbec:rowOf ex:table-1 ; cbec:number 1 ; cbec:rowKey "town" ;
  cbec:place ex:place-town ; cbec:category ex:concept-youth ; cbec:period "2019" ; cbec:sumOf ex:row-hill .
ex:row-hill a cbec:Row ; rdfs:label "山上"@zh, "the hill"@en ; cbec:rowOf ex:table-1 ; cbec:number 2 ; cbec:rowKey "hill" .
ex:derived-volume a cbec:DerivedField ; cbec:derivedOf ex:article ; cbec:derivedField "volume" ;
  skos:note "由DOI得出"@zh, "from the DOI"@en .
ex:figure-1 a cbec:Figure ; rdfs:label "茶园"@zh, "Gardens"@en ; cbec:recordId "figure-1" ; cbec:number 1 ;
  cbec:statedIn ex:passage-1 .
ex:claim-old a cbec:Claim ; rdfs:label "年轻人外出"@zh, "The young leave"@en ; cbec:recordId "claim-old" ;
  cbec:paraphrase "年轻人外出"@zh, "The young leave"@en ; cbec:claimKind cbec:claim-cause ; cbec:statedIn ex:passage-2 ;
  cbec:about ex:concept-youth ; cbec:leadsTo ex:facet-pickers-age ; cbec:restsOn ex:citation-1, ex:stat-export .
ex:stat-export a cbec:Statistic ; rdfs:label "2019年出口"@zh, "Exports of 2019"@en ; cbec:recordId "stat-export" ;
  cbec:printed "近1.50亿元" ; cbec:value 1.50 ; cbec:valueText "1.50" ; cbec:upperValue 1.60 ;
  cbec:cases ex:indicator-trade ; cbec:step 1.0 ; cbec:rankedFromLeast false ; cbec:operator cbec:operator-nearly ;
  cbec:unit ex:unit-cny ; cbec:indicator ex:indicator-export ; cbec:statisticKind cbec:statistic-share ;
  cbec:period "2019" ; cbec:startYear 2019 ; cbec:endYear 2019 ; cbec:basis cbec:basis-inherited ;
  skos:note "由表注"@zh, "from the note"@en ; cbec:comparisonPeriod "previous-year" ; cbec:baseYear 2018 ;
  cbec:normalisedValue 150000000.0 ; cbec:counterpart ex:place-isle ; cbec:whole ex:indicator-trade ;
  cbec:wholePlace ex:place-isle ; cbec:member ex:org-bureau ; cbec:membersOpen true ; cbec:inTable ex:table-1 ;
  cbec:tableRow "2019" ; cbec:tableColumn "export" ; cbec:place ex:place-town ; cbec:statedIn ex:passage-2 .
ex:problem-pickers a cbec:Problem ; rdfs:label "采茶人少"@zh, "Pickers are few"@en ; cbec:recordId "problem-pickers" ;
  cbec:problemStatus cbec:problem-diagnosed ; cbec:hasFacet ex:facet-pickers-age ; cbec:statedIn ex:passage-1 ;
  cbec:place ex:place-town ; cbec:population ex:concept-youth ; cbec:restsOn ex:citation-1 .
ex:facet-pickers-age a cbec:Facet ; rdfs:label "多为老人"@zh, "Most are old"@en ; cbec:recordId "facet-pickers-age" ;
  cbec:paraphrase "多为老人"@zh, "Most are old"@en ; cbec:facetOf ex:problem-pickers ; cbec:statedIn ex:passage-2 .
ex:countermeasure-pay a cbec:Countermeasure ; rdfs:label "提高工价"@zh, "Pay more"@en ;
  cbec:hasMeasure ex:measure-fund ; cbec:recordId "countermeasure-pay" ;
  cbec:answers ex:problem-pickers ; cbec:statedIn ex:passage-2 .
ex:measure-fund a cbec:Measure ; rdfs:label "设立基金"@zh, "Set up a fund"@en ; cbec:recordId "measure-fund" ;
  cbec:paraphrase "设立基金"@zh, "Set up a fund"@en ; cbec:measureOf ex:countermeasure-pay ; cbec:actor ex:org-bureau ;
  cbec:instrument ex:law-tea ; cbec:addresses ex:facet-pickers-age ; cbec:statedIn ex:passage-2 .
ex:ref-1 a cbec:Reference ; rdfs:label "[1]" ; cbec:recordId "ref-1" ; cbec:number 1 ; cbec:metadataStatus "unknown" ;
  cbec:bearsOn ex:problem-pickers ; dcterms:title "茶"@zh ; dcterms:creator "某" ; dcterms:identifier "10.1/x" ;
  dcterms:bibliographicCitation "某. 茶." ; dcterms:language "zh" ; biro:references <https://example.org/tea> .
ex:source-bulletin a cbec:Source ; rdfs:label "茶业公报"@zh, "Tea bulletin"@en ; cbec:recordId "source-bulletin" ;
  cbec:sourceKind cbec:source-bulletin ; dcterms:publisher ex:org-bureau ; cbec:period "2019" ;
  dcterms:isPartOf ex:source-bulletins .
ex:source-bulletins a cbec:Source ; rdfs:label "公报"@zh, "Bulletins"@en ; cbec:recordId "source-bulletins" ;
  cbec:sourceKind cbec:source-bulletin .
ex:citation-1 a cbec:Citation ; rdfs:label "[1]" ; cbec:recordId "citation-01-1" ; cbec:statedIn ex:passage-2 ;
  cbec:denotes ex:ref-1 ; cbec:pointsTo ex:ref-1 ; cbec:citationFunction cito:citesAsEvidence .
ex:attribution-1 a cbec:Attribution ; rdfs:label "公报"@zh, "bulletin"@en ; cbec:recordId "attribution-1" ;
  cbec:statedIn ex:passage-2 ; cbec:attributedTo ex:source-bulletin ; cbec:citationFunction cito:citesAsDataSource .
ex:support-1 a cbec:Support ; rdfs:label "s" ; cbec:from ex:citation-1 ; cbec:to ex:problem-pickers ;
  cbec:role cbec:role-headline ; cbec:basis cbec:basis-inferred ; skos:note "解读"@zh, "a reading"@en .
ex:causal-1 a cbec:CausalLink ; rdfs:label "c" ; cbec:from ex:claim-old ; cbec:to ex:facet-pickers-age ;
  cbec:basis cbec:basis-stated .
ex:inference-1 a cbec:Inference ; rdfs:label "i" ; cbec:from ex:claim-old ; cbec:to ex:facet-pickers-age ;
  cbec:basis cbec:basis-stated ; cbec:doubt "一地不足为证"@zh, "one place proves nothing"@en .
ex:address-1 a cbec:Address ; rdfs:label "a" ; cbec:from ex:measure-fund ; cbec:to ex:facet-pickers-age ;
  cbec:basis cbec:basis-stated .
ex:answer-1 a cbec:Answer ; rdfs:label "b" ; cbec:from ex:countermeasure-pay ; cbec:to ex:problem-pickers ;
  cbec:basis cbec:basis-stated .
ex:indicator-trade a cbec:Indicator ; rdfs:label "茶叶贸易"@zh, "tea trade"@en ; cbec:recordId "indicator-trade" .
ex:indicator-export a cbec:Indicator ; rdfs:label "茶叶出口"@zh, "tea exports"@en ; cbec:recordId "indicator-export" ;
  cbec:partOf ex:indicator-trade ; cbec:flow "export" ; cbec:totalOf ex:indicator-trade ;
  cbec:stockOrFlow "flow" ; skos:definition "出口额"@zh, "value exported"@en .
ex:unit-cny a cbec:Unit ; rdfs:label "亿元"@zh, "100 million yuan"@en ; cbec:recordId "unit-cny" ;
  cbec:symbol "亿元" ; cbec:factor 100000000.0 ; cbec:baseUnit "CNY" .
ex:org-bureau a cbec:Organisation ; rdfs:label "茶业局"@zh, "tea bureau"@en ; cbec:recordId "org-bureau" ;
  skos:altLabel "局"@zh ; cbec:statedIn ex:passage-2 ; skos:exactMatch <https://example.org/bureau> .
ex:platform-tea a cbec:Platform ; rdfs:label "茶网"@zh, "tea site"@en ; cbec:recordId "platform-tea" .
ex:place-isle a cbec:Place ; rdfs:label "茶岛"@zh, "Tea Isle"@en ; cbec:recordId "place-isle" .
ex:place-town a cbec:Place ; rdfs:label "茶镇"@zh, "Tea Town"@en ; cbec:recordId "place-town" ;
  skos:broader ex:place-isle .
ex:law-tea a cbec:Law ; rdfs:label "茶法"@zh, "Tea Act"@en ; cbec:recordId "law-tea" .
ex:kind-trade a cbec:Kind, skos:Concept ; rdfs:label "行当"@zh, "trade"@en ; cbec:recordId "kind-trade" ;
  skos:prefLabel "行当"@zh, "trade"@en ; skos:notation "trade" ; skos:inScheme ex:kinds ; cbec:kindOf "entity" .
ex:concept-youth a cbec:Concept ; rdfs:label "青年"@zh, "the young"@en ; cbec:recordId "concept-youth" ;
  skos:closeMatch <https://example.org/youth> .
ex:unknown-title a cbec:Unknown ; rdfs:label "u" ; cbec:unknownOf ex:article ; cbec:unknownField "title" ;
  skos:note "没有题名页"@zh, "no title page"@en .
ex:line-1 a cbec:EvidenceLine ; rdfs:label "l" ; cbec:target ex:problem-pickers ; cbec:source ex:ref-1 ;
  cbec:via ex:citation-1 ; cbec:role cbec:role-headline ; cbec:basis cbec:basis-inferred ; cbec:length 1 ;
  prov:wasDerivedFrom ex:support-1 .
ex:trend-1 a cbec:Trend ; rdfs:label "t" ; cbec:trendOf ex:claim-old ; cbec:direction cbec:direction-rising ;
  cbec:indicator ex:indicator-export ; cbec:place ex:place-town ; cbec:period "2016/2020" ; cbec:startYear 2016 ;
  cbec:endYear 2020 .
ex:finding-1 a cbec:Finding ; rdfs:label "份额"@zh, "share"@en ; dcterms:identifier "possible-range-00000000" ;
  cbec:rule cbec:rule-possible-range ; cbec:verdict cbec:verdict-inconsistent ; cbec:aboutStatistic ex:stat-export ;
  prov:wasDerivedFrom ex:stat-export ; cbec:formula "0 ≤ share ≤ 100%" ; cbec:working "150% ≰ 100%" ;
  cbec:computedInterval "[0, 100] %" ; cbec:statedInterval "[149.5, 150.5] %" ; cbec:minimal true ;
  cbec:computedLow 0.0 ; cbec:computedLowOpen false ; cbec:computedHigh 100.0 ; cbec:computedHighOpen false ;
  cbec:statedLow 149.5 ; cbec:statedLowOpen false ; cbec:statedHigh 150.5 ; cbec:statedHighOpen false ;
  cbec:intervalUnit ex:unit-cny ;
  prov:wasGeneratedBy ex:audit ; prov:wasAttributedTo ex:tool ; skos:note "无"@zh, "none"@en .
ex:explanation-1 a cbec:Explanation ; rdfs:label "单位"@zh, "the unit"@en ; cbec:explains ex:finding-1 ;
  cbec:blames ex:stat-export ; cbec:confirmed false ; dcterms:description "出口的单位或许有误。"@zh,
  "The unit of exports is perhaps wrong."@en ; prov:wasGeneratedBy ex:audit ; prov:wasAttributedTo ex:tool .
ex:rereading-1 a cbec:Rereading ; rdfs:label "单位"@zh, "the unit"@en ; cbec:rereadingOf ex:hypothesis-1 ;
  cbec:ofStatistic ex:stat-export ; cbec:rereadField "unit" ; cbec:readNow "unit-cny" ; cbec:readAs "unit-usd" ;
  prov:wasGeneratedBy ex:audit ; prov:wasAttributedTo ex:tool .
ex:hypothesis-1 a cbec:Hypothesis ; rdfs:label "单位"@zh, "the unit"@en ; cbec:hypothesisOf ex:explanation-1 ;
  cbec:rank 1 ; cbec:repairKind cbec:repair-unit ; cbec:readsOtherwise ex:stat-export ; cbec:clearedCount 1 ;
  cbec:raisedCount 0 ; cbec:confirmedCount 0 ; cbec:lostCount 0 ; cbec:agreeingCount 0 ;
  prov:wasGeneratedBy ex:audit ; prov:wasAttributedTo ex:tool .
ex:doubt-1 a cbec:CarriedDoubt ; rdfs:label "由出口额相加"@zh, "it sums exports"@en ; cbec:carriedBy ex:stat-export ;
  cbec:carriedFrom ex:explanation-1 ; cbec:comesFrom ex:stat-export ; cbec:throughFinding ex:finding-1 ;
  cbec:derivation cbec:derivation-sum ; cbec:standing cbec:standing-fails ; prov:wasGeneratedBy ex:audit ;
  prov:wasAttributedTo ex:tool .
ex:misfit-1 a cbec:Misfit ; rdfs:label "出口"@zh, "exports"@en ; cbec:misfitOf ex:explanation-1 ;
  cbec:derivedBy ex:finding-1 ; prov:wasGeneratedBy ex:audit ; prov:wasAttributedTo ex:tool .
ex:consequence-1 a cbec:Consequence ; rdfs:label "份额"@zh, "share"@en ; cbec:consequenceOf ex:hypothesis-1 ;
  cbec:effect cbec:effect-cleared ; cbec:onFinding ex:finding-1 ; cbec:rule cbec:rule-possible-range ;
  cbec:working "150% ≰ 100%" ; prov:wasDerivedFrom ex:stat-export ; prov:wasGeneratedBy ex:audit ;
  prov:wasAttributedTo ex:tool .
ex:change-set-1 a cbec:ChangeSet ; rdfs:label "两月之差"@zh, "two months"@en ;
  prov:wasDerivedFrom ex:version-1, ex:version-2 .
ex:change-1 a cbec:RecordChange ; cbec:changeIn ex:change-set-1 ; cbec:changeKind cbec:change-changed ;
  cbec:changeOf ex:claim-old ; cbec:formerRecord ex:claim-aged ; cbec:changedField "place", "zh" .
ex:verdict-1 a cbec:PersonalVerdict ; rdfs:label "接受"@zh, "accepted"@en ;
  dcterms:identifier "finding/possible-range-00000000" ; cbec:judges ex:finding-1 ; cbec:decision cbec:decision-accepted ;
  cbec:judgedDigest "0123abcd" ; cbec:stale false ; dcterms:created "2026-01-31"^^xsd:date ;
  prov:wasAttributedTo ex:reader ; prov:wasDerivedFrom ex:finding-1 ; skos:note "查过"@zh, "looked up"@en .
ex:notice-1 a cbec:PublishedNotice ; rdfs:label "撤稿"@zh, "retraction"@en ; cbec:noticeOf ex:ref-1 ;
  cbec:noticeKind "retraction" ; cbec:matchedBy "title" ; cbec:notShared "year" ;
  cbec:noticedIdentifier "doi:10.99999/tea.1", "pmid:77" ; dcterms:identifier "doi:10.99999/tea.r1" ;
  dcterms:issued "2021-03"^^xsd:gYearMonth ; prov:wasDerivedFrom ex:file-1 .
"""
)

# shape, what to take out of the good graph (subject, predicate), what to put in (Turtle)
BAD: list[tuple[str, tuple[str, str] | None, str]] = [
    ("label", ("claim-old", "rdfs:label"), 'ex:claim-old rdfs:label "The young leave"@en .'),
    ("label-computed", ("ref-1", "rdfs:label"), ""),
    ("label-optional", None, 'ex:causal-1 rdfs:label "cause"@fr .'),
    ("table-locator", None, 'ex:table-1 cbec:tableLocator "table2" .'),
    ("column-of", ("column-part", "cbec:columnOf"), "ex:column-part cbec:columnOf ex:figure-1 ."),
    ("column-key", ("column-part", "cbec:columnKey"), 'ex:column-part cbec:columnKey "Growth of it" .'),
    ("sum-of", None, "ex:column-part cbec:sumOf ex:stat-export ."),
    ("row-of", ("row-hill", "cbec:rowOf"), "ex:row-hill cbec:rowOf ex:figure-1 ."),
    ("row-key", ("row-hill", "cbec:rowKey"), 'ex:row-hill cbec:rowKey "On the hill" .'),
    ("row-sum-of", None, "ex:row-hill cbec:sumOf ex:column-part ."),
    ("line-indicator", None, "ex:row-hill cbec:indicator ex:unit-cny ."),
    ("line-kind", None, "ex:row-hill cbec:statisticKind cbec:role-value ."),
    ("line-unit", None, "ex:row-hill cbec:unit ex:indicator-export ."),
    ("line-period", None, 'ex:row-town cbec:period "2020" .'),
    ("category", None, "ex:row-town cbec:category ex:table-1 ."),
    ("period-reason", None, 'ex:stat-export cbec:periodReason "de la note"@fr .'),
    ("normalised-length", None, "ex:passage-2 cbec:normalisedLength -1 ."),
    ("normalised-offset", None, "ex:anchor-1 cbec:normalisedOffset -1 ."),
    ("derived-of", ("derived-volume", "cbec:derivedOf"), ""),
    ("paraphrase", None, 'ex:claim-old cbec:paraphrase "Les jeunes"@fr .'),
    ("paraphrase-optional", None, 'ex:problem-pickers cbec:paraphrase "few"@en, "too few"@en .'),
    ("record-id", ("claim-old", "cbec:recordId"), 'ex:claim-old cbec:recordId "Claim Old" .'),
    ("record-id-computed", None, 'ex:causal-1 cbec:recordId "a", "b" .'),
    ("note", None, 'ex:claim-old skos:note "sans langue" .'),
    ("definition", None, 'ex:concept-youth skos:definition "young"@en, "not old"@en .'),
    ("alternative-label", None, 'ex:org-bureau skos:altLabel "bureau"@fr .'),
    ("stated-in", ("claim-old", "cbec:statedIn"), ""),
    ("stated-in-one", None, "ex:citation-1 cbec:statedIn ex:passage-1 ."),
    ("stated-in-optional", None, "ex:org-bureau cbec:statedIn ex:section-4 ."),
    ("in-section", None, "ex:passage-1 cbec:inSection ex:section-4 ."),
    ("parent-section", None, "ex:section-4-1 cbec:parentSection ex:section-9 ."),
    ("part-of-article", None, "ex:section-4 cbec:partOfArticle ex:other ."),
    ("next-passage", None, "ex:passage-2 cbec:nextPassage ex:passage-9 ."),
    ("anchor-of", ("anchor-1", "cbec:anchorOf"), ""),
    ("in-passage", ("anchor-1", "cbec:inPassage"), "ex:anchor-1 cbec:inPassage ex:passage-9 ."),
    ("locator", ("passage-2", "cbec:locator"), 'ex:passage-2 cbec:locator "4.1 s1" .'),
    ("start", ("anchor-1", "cbec:start"), "ex:anchor-1 cbec:start 8 ."),
    ("end", ("anchor-1", "cbec:end"), 'ex:anchor-1 cbec:end "7" .'),
    ("sha256", ("passage-2", "cbec:sha256"), 'ex:passage-2 cbec:sha256 "ABC" .'),
    ("fragment", ("anchor-1", "cbec:fragment"), 'ex:anchor-1 cbec:fragment "' + "茶" * 21 + '" .'),
    ("fragment-optional", None, 'ex:passage-1 cbec:fragment "采茶" .'),
    ("prefix", None, 'ex:anchor-1 cbec:prefix "再前" .'),
    ("suffix", None, 'ex:anchor-1 cbec:suffix "再后" .'),
    ("passage-kind", ("passage-1", "cbec:passageKind"), "ex:passage-1 cbec:passageKind cbec:section-status ."),
    ("section-kind", ("section-4", "cbec:sectionKind"), ""),
    ("section-number", ("section-4", "cbec:sectionNumber"), 'ex:section-4 cbec:sectionNumber "4." .'),
    ("heading-asserts", None, 'ex:section-4-1 cbec:headingAsserts "old hands"@en .'),
    ("number", ("table-1", "cbec:number"), "ex:table-1 cbec:number 0 ."),
    ("reference-number", None, "ex:ref-1 cbec:number 0 ."),
    ("citation-key", None, 'ex:ref-1 cbec:citationKey "Low" .'),
    ("external-identifier", None, 'ex:org-bureau cbec:externalIdentifier "Q1" .'),
    ("author-list", None, 'ex:article cbec:authorList "某", "另某" .'),
    ("texts-in", None, 'ex:article cbec:textsIn "fr" .'),
    ("article-title", None, 'ex:article dcterms:title "茶"@zh, "叶"@zh .'),
    ("article-abstract", None, 'ex:article dcterms:abstract "茶"@zh, "叶"@zh .'),
    ("argument", None, 'ex:article cbec:argument "non"@fr .'),
    ("keywords", None, "ex:article schema:keywords 3 ."),
    ("place", None, "ex:claim-old cbec:place ex:org-bureau ."),
    ("population", None, "ex:claim-old cbec:population ex:unit-cny ."),
    ("about", None, "ex:claim-old cbec:about ex:indicator-export ."),
    ("actor", None, "ex:measure-fund cbec:actor ex:nobody ."),
    ("instrument", None, "ex:measure-fund cbec:instrument ex:nothing ."),
    ("rests-on", None, "ex:claim-old cbec:restsOn ex:ref-1 ."),
    ("leads-to", None, "ex:claim-old cbec:leadsTo ex:citation-1 ."),
    ("trend-period", None, 'ex:trend-1 cbec:period "2015" .'),
    ("concluded-from", None, "ex:claim-old cbec:concludedFrom ex:citation-1 ."),
    ("from-premise", ("inference-1", "cbec:from"), "ex:inference-1 cbec:from ex:ref-1 ."),
    ("to-conclusion", ("inference-1", "cbec:to"), "ex:inference-1 cbec:to ex:ref-1 ."),
    ("doubt", None, 'ex:inference-1 cbec:doubt "non"@fr .'),
    ("modality", None, "ex:claim-old cbec:modality cbec:quantifier-all ."),
    ("modal-word", None, 'ex:claim-old cbec:modalWord "应", "须" .'),
    ("quantifier", None, "ex:claim-old cbec:quantifier cbec:quantifier-all, cbec:quantifier-most ."),
    ("quantifier-word", None, 'ex:claim-old cbec:quantifierWord "多"@zh .'),
    ("place-basis", None, "ex:claim-old cbec:placeBasis cbec:role-echo ."),
    ("place-passage", None, "ex:claim-old cbec:placePassage ex:section-4 ."),
    ("place-reason", None, 'ex:claim-old cbec:placeReason "ici"@fr .'),
    ("population-basis", None, "ex:claim-old cbec:populationBasis cbec:basis-stated, cbec:basis-inferred ."),
    ("population-passage", None, "ex:claim-old cbec:populationPassage ex:ref-1 ."),
    ("population-reason", None, 'ex:claim-old cbec:populationReason "ici"@fr .'),
    ("stands-alone", None, 'ex:claim-old cbec:standsAlone "seul"@fr .'),
    ("facet-status", None, "ex:facet-pickers-age cbec:problemStatus cbec:problem-diagnosed, cbec:problem-mentioned ."),
    ("has-facet", None, "ex:problem-pickers cbec:hasFacet ex:claim-old ."),
    ("facet-of", ("facet-pickers-age", "cbec:facetOf"), ""),
    ("has-measure", None, "ex:countermeasure-pay cbec:hasMeasure ex:claim-old ."),
    ("measure-of", ("measure-fund", "cbec:measureOf"), ""),
    ("addresses", None, "ex:measure-fund cbec:addresses ex:problem-pickers ."),
    ("answers", None, "ex:countermeasure-pay cbec:answers ex:facet-pickers-age ."),
    ("problem-status", ("problem-pickers", "cbec:problemStatus"), ""),
    ("claim-kind", None, "ex:claim-old cbec:claimKind cbec:claim-effect ."),
    ("printed", ("stat-export", "cbec:printed"), 'ex:stat-export cbec:printed "" .'),
    ("value", ("stat-export", "cbec:value"), "ex:stat-export cbec:value 1.5e0 ."),
    ("upper-value", None, "ex:stat-export cbec:upperValue 1.7 ."),
    ("cases", None, "ex:stat-export cbec:cases ex:unit-cny ."),
    ("step", None, "ex:stat-export cbec:step 0.0 ."),
    ("ranked-from-least", None, 'ex:stat-export cbec:rankedFromLeast "yes" .'),
    ("value-text", ("stat-export", "cbec:valueText"), 'ex:stat-export cbec:valueText "1,500" .'),
    ("normalised-value", None, "ex:stat-export cbec:normalisedValue 2.0 ."),
    ("operator", ("stat-export", "cbec:operator"), 'ex:stat-export cbec:operator "nearly" .'),
    ("statistic-kind", ("stat-export", "cbec:statisticKind"), ""),
    ("indicator", ("stat-export", "cbec:indicator"), "ex:stat-export cbec:indicator ex:measure-fund ."),
    ("unit", ("stat-export", "cbec:unit"), ""),
    ("period", ("stat-export", "cbec:period"), 'ex:stat-export cbec:period "last year" .'),
    ("period-optional", ("source-bulletin", "cbec:period"), 'ex:source-bulletin cbec:period "recent" .'),
    ("start-year", ("stat-export", "cbec:startYear"), "ex:stat-export cbec:startYear 2020 ."),
    ("end-year", ("stat-export", "cbec:endYear"), "ex:stat-export cbec:endYear 19 ."),
    ("comparison-period", ("stat-export", "cbec:comparisonPeriod"), 'ex:stat-export cbec:comparisonPeriod "上年" .'),
    ("base-year", None, "ex:stat-export cbec:baseYear 2017 ."),
    ("period-basis", ("stat-export", "cbec:basis"), "ex:stat-export cbec:basis cbec:role-value ."),
    ("counterpart", None, "ex:stat-export cbec:counterpart ex:org-bureau ."),
    ("whole", None, "ex:stat-export cbec:whole ex:table-1 ."),
    ("whole-place", None, "ex:stat-export cbec:wholePlace ex:org-bureau ."),
    ("member", None, "ex:stat-export cbec:member ex:nobody ."),
    ("members-open", ("stat-export", "cbec:membersOpen"), 'ex:stat-export cbec:membersOpen "yes" .'),
    ("in-table", None, "ex:stat-export cbec:inTable ex:figure-1 ."),
    ("table-row", None, 'ex:stat-export cbec:tableRow "2020" .'),
    ("table-column", None, 'ex:stat-export cbec:tableColumn "import" .'),
    ("part-of", None, "ex:indicator-trade cbec:partOf ex:measure-fund ."),
    ("flow", ("indicator-export", "cbec:flow"), 'ex:indicator-export cbec:flow "" .'),
    ("total-of", None, "ex:indicator-export cbec:totalOf ex:unit-cny ."),
    ("stock-or-flow", ("indicator-export", "cbec:stockOrFlow"), 'ex:indicator-export cbec:stockOrFlow "rate" .'),
    ("symbol", ("unit-cny", "cbec:symbol"), ""),
    ("factor", ("unit-cny", "cbec:factor"), "ex:unit-cny cbec:factor 0.0 ."),
    ("base-unit", ("unit-cny", "cbec:baseUnit"), 'ex:unit-cny cbec:baseUnit "" .'),
    ("bears-on", None, "ex:ref-1 cbec:bearsOn ex:section-4 ."),
    ("denotes", ("citation-1", "cbec:denotes"), "ex:citation-1 cbec:denotes ex:source-bulletin ."),
    ("attributed-to", ("attribution-1", "cbec:attributedTo"), "ex:attribution-1 cbec:attributedTo ex:ref-1 ."),
    ("points-to", None, "ex:citation-1 cbec:pointsTo ex:claim-old ."),
    ("citation-function", None, "ex:citation-1 cbec:citationFunction cito:isCitedBy ."),
    ("metadata-status", None, 'ex:ref-1 cbec:metadataStatus "guessed" .'),
    ("kind-of", ("kind-trade", "cbec:kindOf"), 'ex:kind-trade cbec:kindOf "figure" .'),
    ("kind-scheme", ("kind-trade", "skos:inScheme"), ""),
    ("kind-name", ("kind-trade", "skos:prefLabel"), ""),
    ("kind-notation", ("kind-trade", "skos:notation"), ""),
    ("entity-kind", None, "ex:concept-youth cbec:entityKind cbec:claim-cause ."),
    ("source-kind", ("source-bulletin", "cbec:sourceKind"), ""),
    ("source-part-of", None, "ex:source-bulletins dcterms:isPartOf ex:org-bureau ."),
    ("publisher", None, 'ex:source-bulletins dcterms:publisher "bureau" .'),
    ("bibliographic-identifier", None, "ex:ref-1 dcterms:identifier <https://doi.org/10.1/x> ."),
    ("bibliographic-title", None, "ex:ref-1 dcterms:title ex:claim-old ."),
    ("bibliographic-creator", None, "ex:ref-1 dcterms:creator ex:org-bureau ."),
    ("bibliographic-citation", None, 'ex:ref-1 dcterms:bibliographicCitation "某. 另一." .'),
    ("work", None, 'ex:ref-1 biro:references "tea" .'),
    ("year", ("article", "schema:datePublished"), "ex:article schema:datePublished 2020 ."),
    ("issued", None, 'ex:source-bulletin dcterms:issued "2019" .'),
    ("language-optional", None, 'ex:ref-1 dcterms:language "en" .'),
    ("from-evidence", ("support-1", "cbec:from"), "ex:support-1 cbec:from ex:ref-1 ."),
    ("to-backed", ("support-1", "cbec:to"), "ex:support-1 cbec:to ex:section-4 ."),
    ("role", ("support-1", "cbec:role"), ""),
    ("basis", ("causal-1", "cbec:basis"), ""),
    ("from-cause", ("causal-1", "cbec:from"), "ex:causal-1 cbec:from ex:citation-1 ."),
    ("to-effect", ("causal-1", "cbec:to"), ""),
    ("from-measure", ("address-1", "cbec:from"), "ex:address-1 cbec:from ex:countermeasure-pay ."),
    ("to-facet", ("address-1", "cbec:to"), "ex:address-1 cbec:to ex:problem-pickers ."),
    ("from-countermeasure", ("answer-1", "cbec:from"), "ex:answer-1 cbec:from ex:measure-fund ."),
    ("to-problem", ("answer-1", "cbec:to"), "ex:answer-1 cbec:to ex:facet-pickers-age ."),
    ("broader", None, "ex:place-isle skos:broader ex:section-4 ."),
    ("exact-match", None, 'ex:org-bureau skos:exactMatch "Q1" .'),
    ("close-match", None, 'ex:org-bureau skos:closeMatch "Q1" .'),
    ("doi", ("article", "dcterms:identifier"), 'ex:article dcterms:identifier "https://doi.org/10.99999/tea" .'),
    ("language", ("article", "dcterms:language"), 'ex:article dcterms:language "Chinese" .'),
    ("volume", None, 'ex:article schema:volumeNumber "4" .'),
    ("issue", None, 'ex:article schema:issueNumber "4" .'),
    ("article-number", None, "ex:article cbec:number 8 ."),
    ("journal", ("article", "cbec:journal"), 'ex:article cbec:journal "Le thé"@fr .'),
    ("first-author", None, 'ex:article cbec:firstAuthor "另某" .'),
    ("further-authors", None, "ex:article cbec:furtherAuthors false ."),
    ("declared-flow", None, "ex:article cbec:declaredFlow 3 ."),
    ("declared-base", None, "ex:article cbec:declaredBase ex:unit-cny ."),
    ("page-seen", None, "ex:article cbec:pageSeen 13 ."),
    ("derived-field", None, 'ex:article cbec:derivedField "issue"@en .'),
    ("cites", None, "ex:article cito:discusses ex:claim-old ."),
    ("unknown-of", ("unknown-title", "cbec:unknownOf"), ""),
    ("unknown-field", ("unknown-title", "cbec:unknownField"), ""),
    ("target", ("line-1", "cbec:target"), "ex:line-1 cbec:target ex:ref-1 ."),
    ("source", ("line-1", "cbec:source"), "ex:line-1 cbec:source ex:claim-old ."),
    ("via", ("line-1", "cbec:via"), "ex:line-1 cbec:via ex:claim-old ."),
    ("length", ("line-1", "cbec:length"), "ex:line-1 cbec:length 0 ."),
    ("derived-from", None, 'ex:line-1 prov:wasDerivedFrom "support-1" .'),
    ("trend-of", ("trend-1", "cbec:trendOf"), "ex:trend-1 cbec:trendOf ex:stat-export ."),
    ("direction", ("trend-1", "cbec:direction"), 'ex:trend-1 cbec:direction "up" .'),
    ("finding-inputs", ("finding-1", "prov:wasDerivedFrom"), ""),
    ("check", None, 'ex:finding-1 dcterms:identifier "another" .'),
    ("rule", ("finding-1", "cbec:rule"), "ex:finding-1 cbec:rule cbec:verdict-consistent ."),
    ("verdict", ("finding-1", "cbec:verdict"), 'ex:finding-1 cbec:verdict "wrong" .'),
    ("about-statistic", None, "ex:finding-1 cbec:aboutStatistic ex:claim-old ."),
    ("formula", ("finding-1", "cbec:formula"), 'ex:finding-1 cbec:formula "" .'),
    ("working", None, 'ex:finding-1 cbec:working "another" .'),
    ("computed-interval", None, 'ex:finding-1 cbec:computedInterval "[1, 2]" .'),
    ("stated-interval", None, 'ex:finding-1 cbec:statedInterval "[1, 2]" .'),
    ("computed-low", None, "ex:finding-1 cbec:computedLow 7.5 ."),
    ("computed-low-open", None, "ex:finding-1 cbec:computedLowOpen true ."),
    ("computed-high", None, "ex:finding-1 cbec:computedHigh 7.5 ."),
    ("computed-high-open", None, "ex:finding-1 cbec:computedHighOpen true ."),
    ("stated-low", None, "ex:finding-1 cbec:statedLow 7.5 ."),
    ("stated-low-open", None, "ex:finding-1 cbec:statedLowOpen true ."),
    ("stated-high", None, "ex:finding-1 cbec:statedHigh 7.5 ."),
    ("stated-high-open", None, "ex:finding-1 cbec:statedHighOpen true ."),
    ("interval-unit", None, "ex:finding-1 cbec:intervalUnit ex:stat-export ."),
    ("minimal", ("finding-1", "cbec:minimal"), 'ex:finding-1 cbec:minimal "yes" .'),
    ("generated-by", ("finding-1", "prov:wasGeneratedBy"), ""),
    ("attributed-to-tool", ("hypothesis-1", "prov:wasAttributedTo"), 'ex:hypothesis-1 prov:wasAttributedTo "tool" .'),
    ("explains", None, "ex:explanation-1 cbec:explains ex:claim-old ."),
    ("blames", None, "ex:explanation-1 cbec:blames ex:claim-old ."),
    ("confirmed", ("explanation-1", "cbec:confirmed"), ""),
    ("hypothesis-of", ("hypothesis-1", "cbec:hypothesisOf"), "ex:hypothesis-1 cbec:hypothesisOf ex:finding-1 ."),
    ("repair-kind", ("hypothesis-1", "cbec:repairKind"), "ex:hypothesis-1 cbec:repairKind cbec:rule-possible-range ."),
    ("reads-otherwise", ("hypothesis-1", "cbec:readsOtherwise"), ""),
    ("rank", ("hypothesis-1", "cbec:rank"), "ex:hypothesis-1 cbec:rank 0 ."),
    ("rereading-of", ("rereading-1", "cbec:rereadingOf"), "ex:rereading-1 cbec:rereadingOf ex:finding-1 ."),
    ("of-statistic", ("rereading-1", "cbec:ofStatistic"), "ex:rereading-1 cbec:ofStatistic ex:claim-old ."),
    ("reread-field", ("rereading-1", "cbec:rereadField"), 'ex:rereading-1 cbec:rereadField "value_text" .'),
    ("read-now", None, 'ex:rereading-1 cbec:readNow "another" .'),
    ("read-as", ("rereading-1", "cbec:readAs"), ""),
    ("description", ("explanation-1", "dcterms:description"), ""),
    ("carried-by", ("doubt-1", "cbec:carriedBy"), "ex:doubt-1 cbec:carriedBy ex:claim-old ."),
    ("carried-from", ("doubt-1", "cbec:carriedFrom"), "ex:doubt-1 cbec:carriedFrom ex:finding-1 ."),
    ("comes-from", ("doubt-1", "cbec:comesFrom"), "ex:doubt-1 cbec:comesFrom ex:claim-old ."),
    ("through-finding", ("doubt-1", "cbec:throughFinding"), "ex:doubt-1 cbec:throughFinding ex:claim-old ."),
    ("derivation", ("doubt-1", "cbec:derivation"), "ex:doubt-1 cbec:derivation cbec:standing-open ."),
    ("standing", ("doubt-1", "cbec:standing"), ""),
    ("misfit-of", ("misfit-1", "cbec:misfitOf"), ""),
    ("derived-by", ("misfit-1", "cbec:derivedBy"), "ex:misfit-1 cbec:derivedBy ex:claim-old ."),
    ("consequence-of", ("consequence-1", "cbec:consequenceOf"), ""),
    ("effect", ("consequence-1", "cbec:effect"), 'ex:consequence-1 cbec:effect "cleared" .'),
    ("on-finding", None, "ex:consequence-1 cbec:onFinding ex:claim-old ."),
    ("judges", None, 'ex:verdict-1 cbec:judges "finding-1" .'),
    ("decision", ("verdict-1", "cbec:decision"), 'ex:verdict-1 cbec:decision "accepted" .'),
    ("judged-digest", ("verdict-1", "cbec:judgedDigest"), 'ex:verdict-1 cbec:judgedDigest "short" .'),
    ("stale", ("verdict-1", "cbec:stale"), 'ex:verdict-1 cbec:stale "no" .'),
    ("notice-of", ("notice-1", "cbec:noticeOf"), "ex:notice-1 cbec:noticeOf ex:claim-old ."),
    ("notice-kind", ("notice-1", "cbec:noticeKind"), 'ex:notice-1 cbec:noticeKind "rumour" .'),
    ("matched-by", ("notice-1", "cbec:matchedBy"), ""),
    ("not-shared", None, 'ex:notice-1 cbec:notShared "author" .'),
    ("noticed-identifier", None, 'ex:notice-1 cbec:noticedIdentifier "10.99999/tea.1" .'),
    ("judged-id", ("verdict-1", "dcterms:identifier"), ""),
    ("change-in", ("change-1", "cbec:changeIn"), ""),
    ("change-kind", ("change-1", "cbec:changeKind"), 'ex:change-1 cbec:changeKind "changed" .'),
    ("change-of", ("change-1", "cbec:changeOf"), 'ex:change-1 cbec:changeOf "claim-old" .'),
    ("former-record", None, 'ex:change-1 cbec:formerRecord "claim-aged" .'),
    ("changed-field", None, "ex:change-1 cbec:changedField 3 ."),
    ("judged-on", ("verdict-1", "dcterms:created"), 'ex:verdict-1 dcterms:created "today" .'),
    ("attributed-to-person", ("verdict-1", "prov:wasAttributedTo"), 'ex:verdict-1 prov:wasAttributedTo "reader" .'),
    ("cleared-count", ("hypothesis-1", "cbec:clearedCount"), "ex:hypothesis-1 cbec:clearedCount -1 ."),
    ("raised-count", ("hypothesis-1", "cbec:raisedCount"), ""),
    ("confirmed-count", ("hypothesis-1", "cbec:confirmedCount"), "ex:hypothesis-1 cbec:confirmedCount 1.5 ."),
    ("lost-count", ("hypothesis-1", "cbec:lostCount"), ""),
    ("agreeing-count", None, "ex:hypothesis-1 cbec:agreeingCount 7 ."),
    ("reason-shape", ("support-1", "skos:note"), 'ex:support-1 skos:note "a reading"@en .'),
]


def read_ontology() -> Graph:
    """Return the three parts of the ontology as one graph."""
    graph = Graph()
    for part in PARTS:
        graph.parse(FOLDER / part, format="turtle")
    return graph


ONTOLOGY_GRAPH = read_ontology()
SHAPES = Graph().parse(FOLDER / "shapes.ttl", format="turtle")
TERMS = Graph().parse(FOLDER / "cbec.ttl", format="turtle")
SCHEMES = Graph().parse(FOLDER / "schemes.ttl", format="turtle")


def terms_of(graph: Graph) -> list[URIRef]:
    """Return the terms of our namespace that a graph describes, sorted."""
    return sorted({s for s in graph.subjects() if isinstance(s, URIRef) and str(s).startswith(str(CBEC))})


def cases() -> list[tuple[str, str, URIRef | None, URIRef | None, str]]:
    """Return every bad case: its namespace, the shape that must refuse it, what is taken out, what is put in."""
    manager = Graph().parse(data=PREFIXES, format="turtle").namespace_manager
    found: list[tuple[str, str, URIRef | None, URIRef | None, str]] = []
    for shape, out, add in BAD:
        subject = URIRef(out[0]) if out else None
        predicate = manager.expand_curie(out[1]) if out else None
        found.append((f"bad-{shape}", shape, subject, predicate, add))
    good = Graph().parse(data=GOOD, format="turtle")
    for shape_node in SHAPES.subjects(SH.closed, Literal(True)):
        target = SHAPES.value(shape_node, SH.targetClass)
        name = str(shape_node).removeprefix(str(SHAPE))
        member = min(str(node) for node in good.subjects(RDF.type, target)).rsplit("/", 1)[1]
        found.append((f"closed-{name}", name, None, None, f'ex:{member} cbec:valueOf "typo" .'))
    return found


@cache
def good_triples() -> str:
    """Return the good graph in N-Triples, which is changed as text: many graphs are made of it."""
    return Graph().parse(data=GOOD, format="turtle").serialize(format="nt")


def mini_triples(folder: str, subject: URIRef | None = None, predicate: URIRef | None = None, add: str = "") -> str:
    """Return the good graph under another folder id, with one thing taken out and one put in, in N-Triples."""
    base = f"https://w3id.org/cbec-kg/{folder}/"
    lines = good_triples().replace("https://w3id.org/cbec-kg/tea-2020/", base).splitlines()
    if subject is not None:
        start = " ".join([f"<{base}{subject}>", *([] if predicate is None else [predicate.n3()]), ""])
        left = [line for line in lines if not line.startswith(start)]
        assert len(left) < len(lines), f"the good graph has no {subject} {predicate}"
        lines = left
    added = Graph().parse(data=PREFIXES.replace("https://w3id.org/cbec-kg/tea-2020/", base) + add, format="turtle")
    return "\n".join([*lines, added.serialize(format="nt")])


def mini_graph(folder: str, subject: URIRef | None = None, predicate: URIRef | None = None, add: str = "") -> Graph:
    """Return the good graph under another folder id, with one thing taken out and one put in."""
    return Graph().parse(data=mini_triples(folder, subject, predicate, add), format="nt")


@cache
def ontology_triples() -> str:
    return ONTOLOGY_GRAPH.serialize(format="nt")


def report_on(triples: str) -> Graph:
    """Return the validation report of triples in N-Triples, the ontology added to them."""
    report = read_shapes().validate_text(triples + ontology_triples(), format="ntriples")
    return Graph().parse(data=report.serialize("ntriples"), format="nt")


def results_of(data: Graph) -> Graph:
    """Return the validation report of a graph, the ontology added to it."""
    return report_on(data.serialize(format="nt"))


@pytest.fixture(scope="module")
def report() -> Graph:
    """Return one report on all bad graphs at once, each in a folder of its own."""
    graphs = (mini_triples(folder, subject, predicate, add) for folder, _, subject, predicate, add in cases())
    return report_on("".join(graphs))


@pytest.mark.parametrize("name", [*PARTS, "shapes.ttl"])
def test_every_turtle_file_is_read(name: str) -> None:
    assert len(Graph().parse(FOLDER / name, format="turtle")) > 100


@pytest.mark.parametrize("graph", [TERMS, SCHEMES], ids=["cbec", "schemes"])
@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition])
def test_every_term_has_one_label_and_one_definition_in_chinese_and_english(graph: Graph, predicate: URIRef) -> None:
    for term in terms_of(graph):
        languages = sorted(str(text.language) for text in graph.objects(term, predicate) if isinstance(text, Literal))
        assert languages == ["en", "zh"], term


def test_every_term_is_defined_by_the_ontology_and_every_term_that_is_no_scheme_has_an_example() -> None:
    for term in terms_of(TERMS) + terms_of(SCHEMES):
        assert ONTOLOGY_GRAPH.value(term, RDFS.isDefinedBy) == ONTOLOGY, term
        if (term, RDF.type, SKOS.ConceptScheme) not in ONTOLOGY_GRAPH:
            assert ONTOLOGY_GRAPH.value(term, SKOS.example) is not None, term


def test_no_two_terms_share_a_label() -> None:
    labels = [label for term in terms_of(TERMS) for label in TERMS.objects(term, RDFS.label)]
    assert sorted({str(label) for label in labels if labels.count(label) > 1}) == []


def test_only_chinese_and_english_are_used_as_language_tags() -> None:
    for graph in (ONTOLOGY_GRAPH, SHAPES):
        assert {text.language for text in graph.objects() if isinstance(text, Literal)} == {None, "zh", "en"}


def test_the_ontology_has_no_blank_node() -> None:
    assert not [triple for triple in ONTOLOGY_GRAPH if any(isinstance(node, BNode) for node in triple)]


def test_the_header_names_version_licence_and_namespace() -> None:
    assert TERMS.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{TERMS.value(ONTOLOGY, OWL.versionInfo)}")
    assert str(TERMS.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(CBEC)
    assert list(ONTOLOGY_GRAPH.subjects(RDF.type, OWL.Ontology)) == [ONTOLOGY]


def test_every_concept_is_in_a_scheme_and_its_name_ends_with_its_notation() -> None:
    for concept in SCHEMES.subjects(RDF.type, SKOS.Concept):
        assert SCHEMES.value(concept, SKOS.inScheme) == SCHEMES.value(concept, SKOS.topConceptOf)
        assert str(concept).endswith(f"-{SCHEMES.value(concept, SKOS.notation)}")


@pytest.mark.parametrize("name", ["alignments.ttl", "shapes.ttl", "context.jsonld"])
def test_no_file_uses_a_term_of_ours_that_is_not_declared(name: str) -> None:
    declared = {str(term).removeprefix(str(CBEC)) for term in terms_of(TERMS) + terms_of(SCHEMES)}
    text = (FOLDER / name).read_text(encoding="utf-8")
    used = set(re.findall(r"\bcbec:([A-Za-z][A-Za-z0-9-]*)", text))
    used |= set(re.findall(r"cbec-kg/ontology#([A-Za-z][A-Za-z0-9-]*)", text))
    assert used and not used - declared


def test_every_class_and_property_that_is_used_is_declared() -> None:
    graph = ONTOLOGY_GRAPH
    classes = set(graph.subjects(RDF.type, OWL.Class))
    properties: set[Node] = {p for kind in PROPERTY_KINDS for p in graph.subjects(RDF.type, kind)}
    used_properties: set[Node] = set(graph.predicates())
    used_classes: set[Node] = set(graph.objects(None, RDF.type)) | set(graph.objects(None, OWL.disjointWith))
    used_classes |= set(graph.objects(None, RDFS.subClassOf)) | set(graph.subjects(RDFS.subClassOf))
    used_classes |= set(graph.objects(None, RDFS.domain)) | set(graph.objects(None, RDFS.range))
    for predicate in (RDFS.subPropertyOf, OWL.inverseOf):
        used_properties |= set(graph.subjects(predicate)) | set(graph.objects(None, predicate))
    used_properties |= set(graph.subjects(RDFS.domain)) | set(graph.subjects(RDFS.range))
    assert sorted(str(p) for p in used_properties - properties if not str(p).startswith(BUILT_IN)) == []
    assert sorted(str(c) for c in used_classes - classes if not str(c).startswith(BUILT_IN)) == []


def test_no_property_is_of_two_kinds_and_none_is_a_class() -> None:
    kinds = [set(ONTOLOGY_GRAPH.subjects(RDF.type, kind)) for kind in (*PROPERTY_KINDS, OWL.Class)]
    for number, left in enumerate(kinds):
        for right in kinds[number + 1 :]:
            assert not left & right


def test_a_range_fits_the_kind_of_its_property() -> None:
    for term, value in ONTOLOGY_GRAPH.subject_objects(RDFS.range):
        is_data = (term, RDF.type, OWL.DatatypeProperty) in ONTOLOGY_GRAPH
        assert is_data == str(value).startswith(str(XSD)), term


def test_the_shapes_list_exactly_the_concepts_of_each_scheme() -> None:
    listed = {frozenset(Collection(SHAPES, node)) for node in SHAPES.objects(None, SH["in"])}
    for scheme in SCHEMES.subjects(RDF.type, SKOS.ConceptScheme):
        assert frozenset(SCHEMES.subjects(SKOS.inScheme, scheme)) in listed, scheme


def test_the_shapes_list_exactly_the_citing_properties_of_the_alignments() -> None:
    graph = ONTOLOGY_GRAPH
    expected = {CITO.cites, *graph.subjects(RDFS.subPropertyOf, CITO.cites)}
    function = SHAPES.value(SHAPE["citation-function"], SH["in"])
    path = SHAPES.value(SHAPES.value(SHAPE.cites, SH.path), SH.alternativePath)
    ignored = SHAPES.value(SHAPE["article-shape"], SH.ignoredProperties)
    assert function is not None and path is not None and ignored is not None
    assert set(Collection(SHAPES, function)) == set(Collection(SHAPES, path)) == expected
    assert set(Collection(SHAPES, ignored)) == expected | {RDF.type, DCTERMS.description}


def test_every_class_without_subclasses_has_a_closed_shape() -> None:
    parents = set(TERMS.objects(None, RDFS.subClassOf))
    leaves = {term for term in TERMS.subjects(RDF.type, OWL.Class) if str(term).startswith(str(CBEC))} - parents
    closed = {SHAPES.value(shape, SH.targetClass) for shape in SHAPES.subjects(SH.closed, Literal(True))}
    assert closed == leaves


def test_every_property_of_ours_is_allowed_somewhere() -> None:
    ours = {p for kind in PROPERTY_KINDS for p in TERMS.subjects(RDF.type, kind) if str(p).startswith(str(CBEC))}
    assert ours - set(SHAPES.objects(None, SH.path)) == set()


def test_the_shapes_are_valid_shapes_and_the_ontology_conforms_to_them() -> None:
    pyshacl: Any = pytest.importorskip("pyshacl", reason="needs pyshacl")
    conforms, _, text = pyshacl.validate(ONTOLOGY_GRAPH, shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


def test_a_malformed_shape_is_noticed() -> None:
    pyshacl: Any = pytest.importorskip("pyshacl", reason="needs pyshacl")
    shape = SHAPES.cbd(SHAPE.label)
    assert pyshacl.validate(Graph(), shacl_graph=shape, meta_shacl=True)[0]
    shape.set((SHAPE.label, SH.minCount, Literal("two")))
    with pytest.raises(pyshacl.errors.ReportableRuntimeError):
        pyshacl.validate(Graph(), shacl_graph=shape, meta_shacl=True)


def test_a_good_graph_conforms() -> None:
    found = results_of(mini_graph("tea-2020"))
    messages = [str(found.value(result, SH.resultMessage)) for result in found.subjects(RDF.type, SH.ValidationResult)]
    assert messages == []


def test_the_good_graph_has_a_member_of_every_class_that_has_a_shape() -> None:
    good = mini_graph("tea-2020")
    for shape in SHAPES.subjects(SH.closed, Literal(True)):
        assert (None, RDF.type, SHAPES.value(shape, SH.targetClass)) in good, shape


def test_there_is_a_bad_graph_for_every_shape_that_has_a_message() -> None:
    with_message = {str(shape).removeprefix(str(SHAPE)) for shape in SHAPES.subjects(SH.message)}
    assert {shape for _, shape, *_ in cases()} == with_message


@pytest.mark.parametrize(("folder", "shape"), [(folder, shape) for folder, shape, *_ in cases()])
def test_a_bad_graph_is_refused_with_its_message_in_both_languages(report: Graph, folder: str, shape: str) -> None:
    start = f"https://w3id.org/cbec-kg/{folder}/"
    refusals = [
        result
        for result in report.subjects(SH.sourceShape, SHAPE[shape])
        if str(report.value(result, SH.focusNode)).startswith(start)
    ]
    assert refusals
    messages = {text for result in refusals for text in report.objects(result, SH.resultMessage)}
    assert messages == set(SHAPES.objects(SHAPE[shape], SH.message))
    assert sorted(str(text.language) for text in messages if isinstance(text, Literal)) == ["en", "zh"]


def test_the_context_turns_plain_json_into_the_same_triples() -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    record = {
        "@context": context,
        "id": "https://w3id.org/cbec-kg/tea-2020/claim-old",
        "type": "Claim",
        "label": {"zh": "年轻人外出", "en": "The young leave"},
        "paraphrase": {"zh": "年轻人外出", "en": "The young leave"},
        "claimKind": "cbec:claim-cause",
        "leadsTo": "https://w3id.org/cbec-kg/tea-2020/facet-pickers-age",
        "value": "1.50",
    }
    graph = Graph().parse(data=json.dumps(record), format="json-ld")
    expected = Graph().parse(
        data=PREFIXES
        + """ex:claim-old a cbec:Claim ; rdfs:label "年轻人外出"@zh, "The young leave"@en ;
        cbec:paraphrase "年轻人外出"@zh, "The young leave"@en ; cbec:claimKind cbec:claim-cause ;
        cbec:leadsTo ex:facet-pickers-age ; cbec:value "1.50"^^xsd:decimal .""",
        format="turtle",
    )
    assert set(graph) == set(expected)


def test_the_context_has_every_class_and_property_and_is_local() -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert isinstance(context, dict)
    for term in terms_of(TERMS):
        entry = context[str(term).removeprefix(str(CBEC))]
        name = entry["@id"] if isinstance(entry, dict) else entry
        assert name == f"cbec:{str(term).removeprefix(str(CBEC))}"
        if isinstance(entry, dict) and (term, RDF.type, OWL.ObjectProperty) in TERMS:
            assert entry["@type"] == "@id"


def test_the_readme_has_every_class_and_property() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    missing = [str(term) for term in terms_of(TERMS) if f"`{str(term).removeprefix(str(CBEC))}`" not in text]
    assert missing == []


def test_hermit_finds_the_ontology_consistent_and_every_class_satisfiable(tmp_path: Path) -> None:
    owlready2: Any = pytest.importorskip("owlready2", reason="needs owlready2")
    if shutil.which("java") is None:
        pytest.skip("needs Java, which HermiT runs on")
    file = tmp_path / "ontology.nt"
    file.write_text(ONTOLOGY_GRAPH.serialize(format="nt11"), encoding="utf-8")
    world = owlready2.World()
    with file.open("rb") as stream:
        ontology = world.get_ontology(str(ONTOLOGY)).load(fileobj=stream, only_local=True)
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0)  # raises OwlReadyInconsistentOntologyError
    assert list(world.inconsistent_classes()) == []


def test_hermit_notices_a_thing_that_is_a_claim_and_a_problem(tmp_path: Path) -> None:
    owlready2: Any = pytest.importorskip("owlready2", reason="needs owlready2")
    if shutil.which("java") is None:
        pytest.skip("needs Java, which HermiT runs on")
    bad = ONTOLOGY_GRAPH + Graph()
    bad.add((URIRef("https://example.org/x"), RDF.type, CBEC.Claim))
    bad.add((URIRef("https://example.org/x"), RDF.type, CBEC.Problem))
    file = tmp_path / "ontology.nt"
    file.write_text(bad.serialize(format="nt11"), encoding="utf-8")
    world = owlready2.World()
    with file.open("rb") as stream:
        world.get_ontology(str(ONTOLOGY)).load(fileobj=stream, only_local=True)
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        owlready2.sync_reasoner_hermit(world, debug=0)
