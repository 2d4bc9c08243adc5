//! Files that are read, and what is said of those that can't be.

use std::fs;

use graph_core::Graph;

use crate::outcome::outcome;
use crate::{Environment, run};

#[test]
fn files_become_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let files: [(&str, &[u8]); 9] = [
        ("people.csv", b"\xef\xbb\xbfname,age,town\r\nAnn,40,\r\n\"Bob, \"\"B\"\"\",30,\"S\xc3\xa3o\nPaulo\"\r\n"),
        ("semicolons.csv", b"a;b\n1;2\n"),
        ("ragged.csv", b"a,b\n1,2\n3\n"),
        ("latin.csv", b"a\nb\n\xe9\n"),
        ("twice.csv", b"a,b,a\n1,2,3\n"),
        ("empty.csv", b""),
        ("header.csv", b"a,b\n"),
        ("one.csv", b"x\n"),
        ("two.csv", b"y\nz\n"),
    ];
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    let mut environment = Environment::default();
    environment.files.allow(folder.path());
    let texts = [
        "LOAD CSV WITH HEADERS FROM 'people.csv' AS row RETURN row",
        "LOAD CSV FROM 'file:///people.csv' AS row RETURN linenumber() AS line, row",
        "LOAD CSV FROM 'semicolons.csv' AS row FIELDTERMINATOR ';' RETURN row[1] AS b",
        "LOAD CSV WITH HEADERS FROM 'people.csv' AS row WITH row WHERE toInteger(row.age) < 35 RETURN row.name AS name, row.missing AS missing",
        "UNWIND ['one', 'two'] AS name LOAD CSV FROM name + '.csv' AS row WITH row, linenumber() AS line, split(file(), '/')[-1] AS file RETURN row, line, file",
        "LOAD CSV FROM 'empty.csv' AS row RETURN row",
        "LOAD CSV WITH HEADERS FROM 'header.csv' AS row RETURN row",
        "RETURN linenumber() AS line, file() AS file",
        "LOAD CSV FROM 'ragged.csv' AS row RETURN row LIMIT 1",
        "LOAD CSV FROM 'ragged.csv' AS row RETURN row",
        "LOAD CSV FROM 'latin.csv' AS row RETURN row",
        "LOAD CSV WITH HEADERS FROM 'twice.csv' AS row RETURN row",
        "LOAD CSV FROM 1 + 1 AS row RETURN row",
        "LOAD CSV FROM null AS row RETURN row",
        "LOAD CSV FROM 'http://example.org/people.csv' AS row RETURN row",
        "WITH 1 AS row LOAD CSV FROM 'one.csv' AS row RETURN row",
        "LOAD CSV FROM 'one.csv' AS row RETURN row + missing",
        "LOAD CSV FROM 'one.csv' AS row",
        "LOAD CSV FROM 'one.csv' AS row RETURN linenumber(1)",
    ];
    let found: Vec<_> =
        texts.iter().map(|text| outcome(&mut Graph::new(), text, &environment)).collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn nothing_is_read_where_nothing_is_allowed() {
    let text = "LOAD CSV FROM 'people.csv' AS row RETURN row";
    let error = run(&mut Graph::new(), text, &Environment::default()).expect_err("refused");
    assert_eq!(error.kind(), "ExternalResourceFailed");
    assert!(error.help().is_some_and(|help| help.contains("--allow-files")));
}
