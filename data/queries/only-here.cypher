// How much does each article tell that no other one does, and what, for example?
MATCH (subject:Entity)-[fact]->(object:Entity)
WHERE size(fact.sources) = 1
WITH fact.sources[0] AS id, subject.name + ' ' + type(fact) + ' ' + object.name AS told
ORDER BY id, told
WITH id, collect(told) AS facts
MATCH (article:Article {id: id})
RETURN article.title AS article, size(facts) AS facts, facts[0..3] AS examples
ORDER BY facts DESC, article;
