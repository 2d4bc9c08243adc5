// Who visited what, and who still plans to?
// `relation` is the bare name of a fact's relation; the type tells plans (PLANNED_VISITED) and
// denials (NOT_VISITED) from what happened, so that VISITED alone never returns either.
MATCH (visitor:Party)-[visit {relation: 'VISITED'}]->(place)
RETURN visitor.name AS visitor, place.name AS place, type(visit) AS told_as, visit.sources AS sources
ORDER BY visitor, told_as DESC, place;
