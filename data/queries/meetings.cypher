// Who met whom? A meeting has no direction, so each pair is listed once.
MATCH (one:Party)-[m:MET_WITH]-(other:Party)
WHERE one.name < other.name
RETURN one.name AS one, other.name AS other, m.sources AS sources, m.quotes[0] AS quote
ORDER BY one, other;
