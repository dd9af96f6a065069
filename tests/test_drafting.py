from cbec_kg.drafting.markers import markers
