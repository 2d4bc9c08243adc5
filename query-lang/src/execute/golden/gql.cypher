// ISO GQL's spellings
FOR x IN [1, 2] RETURN x;
MATCH (n IS Person) RETURN n.name OFFSET 1 LIMIT 1;
MATCH (n IS Person|Agreement)-[r IS KNOWS]->(m) RETURN n.name, m.name;
MATCH (n)-[IS SIGNED]->(IS Agreement WHERE n.name = 'EU') RETURN count(*) AS n;
MATCH (n:Person) LET double = n.age * 2, name = n.name FILTER double > 60 RETURN name, double;
MATCH (n:Person) FILTER WHERE n.age > 30 RETURN n.name;
MATCH (n) ORDER BY n.name DESC LIMIT 3 RETURN n.name;
MATCH (n) ORDER BY n.name OFFSET 1 LIMIT 2 RETURN n.name;
MATCH (n) LIMIT 2 RETURN count(*) AS n;
MATCH (n:Person) RETURN n.age AS age NEXT FILTER age > 30 RETURN age + 1 AS next;
MATCH (n:Person) RETURN count(*) AS c NEXT YIELD c AS people RETURN people * 2 AS twice;
MATCH (n:Person) RETURN n.age NEXT RETURN `n.age` + 1 AS older;
RETURN 1 AS x UNION RETURN 2 AS x NEXT RETURN sum(x) AS sum;
RETURN 1 AS x NEXT RETURN x + 1 AS y NEXT RETURN y * 10 AS z;
MATCH (next:Person {name: 'Ann'}) WITH next AS filter, 1 AS let, 2 AS for, 3 AS finish, 4 AS offset, 5 AS call RETURN filter.next, let, for, finish, offset, call;
WITH {filter: 1, let: 2, next: 3, for: 4, offset: 5} AS yield RETURN yield.filter + yield.let + yield.next + yield.for + yield.offset AS sum;
RETURN 1 AS a // two dashes are no comment: they are two signs
, 2--1 AS b;
MATCH (n:Nobody) RETURN sum(n.age) AS zero, collect(n) AS none;
RETURN true XOR true AS f, true XOR null AS open;
MATCH (n) WHERE n IS Person AND n IS NOT LABELED Agreement AND (n IS Party)-[IS CRITICIZED]->() RETURN n.name, n IS LABELED Person&Party AS both, n IS !Person AS no, n.age IS NULL AS ageless;
MATCH (n)-[r]->() WHERE r IS LABELED SIGNED RETURN n.name, r;
