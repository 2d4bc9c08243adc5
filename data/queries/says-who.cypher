// What stands in the articles only as somebody's words, and whose words are they?
MATCH (subject:Entity)-[fact]->(object:Entity)
UNWIND fact.attributed_to AS speaker
RETURN speaker, subject.name AS subject, type(fact) AS relation, object.name AS object,
       fact.sources AS sources
ORDER BY speaker, subject, relation, object;
