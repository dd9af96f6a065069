# Second phase of the vocabulary's normalisation: what is attached to a data set or a slice is given to its observations.
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT { ?observation ?property ?value }
WHERE {
  ?component qb:componentAttachment qb:DataSet ; qb:componentProperty ?property .
  ?set qb:structure/qb:component ?component ; ?property ?value .
  ?observation qb:dataSet ?set
} ;

INSERT { ?observation ?property ?value }
WHERE {
  ?component qb:componentProperty ?property .
  ?set qb:structure/qb:component ?component ; qb:slice ?slice .
  ?slice qb:observation ?observation ; ?property ?value .
  FILTER(
    EXISTS { ?component qb:componentAttachment qb:Slice } || EXISTS { ?property a qb:DimensionProperty }
  )
}
