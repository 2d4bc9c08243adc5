// Who stands on which side of the agreement?
MATCH (party:Party)-[stand {polarity: '+'}]->(what:Agreement)
WITH what, party,
     CASE
       WHEN stand.relation IN ['PRAISED', 'SUPPORTED'] THEN 'for'
       WHEN stand.relation IN ['CRITICIZED', 'OPPOSED'] THEN 'against'
     END AS side
WHERE side IS NOT NULL
RETURN what.name AS agreement, side, collect(DISTINCT party.name) AS parties
ORDER BY agreement, side DESC;
