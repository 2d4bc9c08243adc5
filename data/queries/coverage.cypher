// Which articles let critics speak, and which don't?
MATCH (article:Article)
OPTIONAL MATCH (critic:Party)-[c:CRITICIZED]->()
WHERE article.id IN c.sources
RETURN article.id AS article, count(DISTINCT critic) AS critics, collect(DISTINCT critic.name) AS names
ORDER BY critics DESC, article;
