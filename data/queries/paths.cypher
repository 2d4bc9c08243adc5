// How is the opposition's Manuel Flores connected with Marco Rubio?
// The shortest chains of facts between the two, with the relation of each step.
MATCH path = (from:Person {name: 'Manuel Flores'})-[*1..3]-(to:Person {name: 'Marco Rubio'})
WHERE none(node IN nodes(path) WHERE node:Article)
RETURN [node IN nodes(path) | node.name] AS chain,
       [step IN relationships(path) | type(step)] AS relations
ORDER BY length(path), chain, relations
LIMIT 10;
