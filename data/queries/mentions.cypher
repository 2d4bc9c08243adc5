// Whom and what does each article mention most?
MATCH (entity:Entity)-[m:MENTIONED_IN]->(article:Article)
WITH article, entity, m.count AS mentions
ORDER BY mentions DESC, entity.name
RETURN article.id AS article, article.words AS words, count(entity) AS entities,
       collect(entity.name)[0..4] AS most_mentioned
ORDER BY article;
