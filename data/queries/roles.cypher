// Who holds which office? The quote names the role.
MATCH (person:Person)-[role:HAS_ROLE]->(body)
RETURN person.name AS person, body.name AS at, size(role.sources) AS sources, role.quotes[0] AS quote
ORDER BY sources DESC, person, at;
