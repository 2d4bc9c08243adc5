// Which facts do at least two articles report?
// The more articles report a fact, the higher it stands.
MATCH (subject:Entity)-[fact]->(object:Entity)
WHERE size(fact.sources) >= 2
RETURN subject.name AS subject, type(fact) AS relation, object.name AS object,
       size(fact.sources) AS articles
ORDER BY articles DESC, subject, relation, object
LIMIT 25;
