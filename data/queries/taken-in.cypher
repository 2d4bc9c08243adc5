// Whom would El Salvador take in, in which mode is it told, and what would it charge?
MATCH (country:Country {name: 'El Salvador'})-[a:ACCEPTS|PLANNED_ACCEPTS|POSSIBLE_ACCEPTS]->(whom)
RETURN 'accepts' AS what, whom.name AS whom, a.modality AS modality, size(a.sources) AS sources
UNION
MATCH (country:Country {name: 'El Salvador'})-[c:CHARGES|PLANNED_CHARGES|POSSIBLE_CHARGES]->(whom)
RETURN 'charges' AS what, whom.name AS whom, c.modality AS modality, size(c.sources) AS sources;
