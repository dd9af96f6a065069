# First phase of the vocabulary's normalisation: what the short forms imply is written out.
PREFIX qb: <http://purl.org/linked-data/cube#>

# What stands in a data set or a slice is an observation.
INSERT { ?observation a qb:Observation . ?set a qb:DataSet }
WHERE { ?observation qb:dataSet ?set } ;

INSERT { ?observation a qb:Observation }
WHERE { ?slice qb:observation ?observation } ;

INSERT { ?slice a qb:Slice }
WHERE { ?set qb:slice ?slice } ;

# A component's property has the kind that the component gives it.
INSERT { ?component qb:componentProperty ?property . ?property a ?kind }
WHERE {
  VALUES (?link ?kind) {
    (qb:dimension qb:DimensionProperty)
    (qb:measure qb:MeasureProperty)
    (qb:attribute qb:AttributeProperty)
  }
  ?component ?link ?property
}
