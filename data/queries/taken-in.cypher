// Whom would El Salvador take in, in which mode is it told, and what would it charge?
MATCH (country:Country {name: 'El Salvador'})-[term]->(what)
WHERE term.relation IN ['ACCEPTS', 'CHARGES']
RETURN term.relation AS relation, what.name AS what, term.modality AS modality,
       size(term.sources) AS sources
ORDER BY relation, sources DESC, what;
