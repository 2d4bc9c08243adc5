// Where are the places, prisons and meetings of these articles? Chains are followed to their end.
MATCH path = (what:Entity)-[:LOCATED_IN*1..3]->(place:Entity)
RETURN what.name AS what, [step IN nodes(path)[1..] | step.name] AS lies_in
ORDER BY what, size(lies_in) DESC, lies_in;
