// What is planned or offered but hasn't happened yet, by whom, and where is it written?
MATCH (party:Party)-[plan]->(what:Entity)
WHERE plan.modality = 'planned' AND plan.polarity = '+'
RETURN party.name AS party, plan.relation AS relation, what.name AS what, plan.sources AS sources
ORDER BY party, relation, what;
