// Who stands on which side of the agreement?
MATCH (what:Agreement)
OPTIONAL MATCH (friend:Party)-[:PRAISED|SUPPORTED]->(what)
WITH what, collect(DISTINCT friend.name) AS in_favour
OPTIONAL MATCH (critic:Party)-[:CRITICIZED|OPPOSED]->(what)
WITH what, in_favour, collect(DISTINCT critic.name) AS against
WHERE size(in_favour) > 0 AND size(against) > 0
RETURN what.name AS agreement, in_favour, against
ORDER BY agreement;
