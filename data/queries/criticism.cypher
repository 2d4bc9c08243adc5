// Which parties criticized the agreement, and in how many articles?
// The party that most articles quote comes first, each with one sentence that attests it.
MATCH (party:Party)-[c:CRITICIZED]->(what:Agreement)
RETURN party.name AS party, what.name AS criticized, size(c.sources) AS sources, c.quotes[0] AS quote
ORDER BY sources DESC, party, criticized;
