// Who visited what, and who still plans to?
// Plans have a relationship type of their own, so that VISITED alone never returns one.
MATCH (visitor:Party)-[v:VISITED|PLANNED_VISITED]->(place)
RETURN visitor.name AS visitor, place.name AS place, v.modality AS modality, v.sources AS sources
ORDER BY visitor, modality, place;
