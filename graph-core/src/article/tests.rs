use std::fmt::Write;
use std::fs;

use super::*;

/// One line a block: kind, range in the text, and the text itself.
fn shown(document: &Document) -> String {
    let Article { title, source, date, words, text, .. } = &document.article;
    let mut out = format!("title {title:?} source {source:?} date {date:?} words {words}\n");
    for Block { kind, range } in &document.blocks {
        writeln!(out, "{kind:?} {range:?} {:?}", &text[range.clone()]).expect("a string takes it");
    }
    out
}

fn read(bytes: impl AsRef<[u8]>) -> String {
    shown(&read_article("test", bytes.as_ref()).expect("it is an article"))
}

fn refused(bytes: impl AsRef<[u8]>) -> String {
    read_article("test", bytes.as_ref()).expect_err("it is none").to_string()
}

/// Blocks, each with the bytes of the file that it stands for.
fn in_file(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let Document { article, blocks } = read_article("test", bytes).expect("it is an article");
    let piece = |block: &Block| {
        let Range { start, end } = block.range;
        let file = article.file_offset(start)..article.file_offset(end);
        (article.text[block.range.clone()].to_owned(), &bytes[file])
    };
    blocks.iter().map(piece).collect()
}

#[test]
fn header_title_and_paragraphs() {
    insta::assert_snapshot!(read(
        "Title: Mayor opens dam\nSource: The Lund Herald\nDate: Monday, May 18, 2015\n\
         Url: https://example.org/1\n\nMayor opens dam\n\nThe mayor opened the dam.\n\
         Critics stayed away.\n\nWhat next\n\nNobody knows.\n"
    ), @r#"
    title "Mayor opens dam" source Some("The Lund Herald") date Some("2015-05-18") words 10
    Title 7..22 "Mayor opens dam"
    Prose 119..144 "The mayor opened the dam."
    Prose 145..165 "Critics stayed away."
    Title 167..176 "What next"
    Prose 178..191 "Nobody knows."
    "#);
}

#[test]
fn first_line_that_only_looks_like_a_header() {
    insta::assert_snapshot!(read("Title: police said so\nThe mayor resigned.\n\nHe left."), @r#"
    title "Title: police said so" source None date None words 5
    Title 0..21 "Title: police said so"
    Prose 22..41 "The mayor resigned."
    Prose 43..51 "He left."
    "#);
}

#[test]
fn repeated_first_line_is_the_title() {
    insta::assert_snapshot!(read("The port closed.\n\nThe port closed.\n\nWorkers went home.\n"), @r#"
    title "The port closed." source None date None words 3
    Title 0..16 "The port closed."
    Prose 36..54 "Workers went home."
    "#);
}

#[test]
fn datelines() {
    for line in [
        "Monday, May 18, 2015",
        "May 18, 2015",
        "18 May 2015",
        "Published: Mon., May 18th, 2015 at 10:30 am GMT",
        "2015-05-18",
        "Updated 2015-05-18T10:30:00Z",
    ] {
        let text = format!("Dam opens\n{line}\nThe dam opened.\n");
        let document = read_article("a", text.as_bytes()).expect("it is an article");
        assert_eq!(document.article.date.as_deref(), Some("2015-05-18"), "{line}");
        assert_eq!(document.blocks.len(), 2, "{line}");
    }
    for line in ["On May 18, 2015, he left.", "May 40, 2015", "2015-13-01", "May 2015", "12 people"]
    {
        let document = read_article("a", line.as_bytes()).expect("it is an article");
        assert_eq!(document.article.date, None, "{line}");
    }
}

#[test]
fn hard_wrapped_paragraphs_are_joined() {
    insta::assert_snapshot!(read(
        "Farmers sue bank over the dam\n\n\
         The farmers' union sued the bank on Monday, saying that the loan for the\n\
         dam had been granted against the law. The bank denied it, and its lawyer\n\
         called the suit a joke.\n\n\
         A court in Lund will hear both sides in May, an official said. She did not\n\
         say when it would rule.\n"
    ), @r#"
    title "Farmers sue bank over the dam" source None date None words 54
    Title 0..29 "Farmers sue bank over the dam"
    Prose 31..200 "The farmers' union sued the bank on Monday, saying that the loan for the\ndam had been granted against the law. The bank denied it, and its lawyer\ncalled the suit a joke."
    Prose 202..300 "A court in Lund will hear both sides in May, an official said. She did not\nsay when it would rule."
    "#);
}

#[test]
fn lists_of_short_lines_stay_apart() {
    insta::assert_snapshot!(read(
        "Voters in Lund approved the new bridge on Sunday.\nThe mayor thanked them for their trust.\n\
         Opponents will go to court, they said.\n"
    ), @r#"
    title "" source None date None words 23
    Prose 0..49 "Voters in Lund approved the new bridge on Sunday."
    Prose 50..89 "The mayor thanked them for their trust."
    Prose 90..128 "Opponents will go to court, they said."
    "#);
}

#[test]
fn boilerplate_is_left_out() {
    for line in [
        "Physical Address",
        "12 North Harbour St.",
        "1600 Lake View Avenue, Suite 4",
        "Mill Town, MA 01234",
        "P.O. Box 12, Lund",
        "More reads:",
        "Read more: Dam opens at last",
        "Related articles",
        "Reported by The Lund Press.",
        "Reporting by Jo Ek; editing by Ana Roe",
        "By Jo Ek and ANA ROE-LIND",
        "Photo: Jo Ek / Lund Press",
        "The mayor at the dam Image: Twitter / Lund.",
        "(Photo by Jo Ek)",
        "© 2015 Lund Herald",
        "Copyright 2015. All rights reserved.",
        "Share on Facebook | Tweet | Email",
        "Share",
        "Sign up for our newsletter",
        "https://example.org/x",
        "news@example.org",
        "Phone: 123 456",
        "* * *",
        "12,345",
        "Advertisement",
        "#dam #lund",
    ] {
        assert!(boilerplate::is_boilerplate(line), "{line}");
    }
    for line in [
        "Police shared the photo: a man at the dam.",
        "More than 300 people read the letter.",
        "By Monday, the dam was full.",
        "Print workers went on strike.",
        "Related charges were dropped.",
        "Email traffic between the ministers was leaked.",
        "The church denied these allegations:",
        "12 people died on Main Street in Lund, police said.",
        "Contact between the parties broke off in May.",
        "Facebook sued the city.",
        "Sources said the Court would rule in May.",
    ] {
        assert!(!boilerplate::is_boilerplate(line), "{line}");
    }
}

#[test]
fn windows_line_ends_and_byte_order_mark() {
    let bytes = b"\xef\xbb\xbfTitle: Dam\r\n\r\nThe caf\xc3\xa9 closed.\r\nIt burned.\r\n";
    let pieces = in_file(bytes);
    assert_eq!(pieces.len(), 3);
    assert!(pieces.iter().all(|(text, file)| text.as_bytes() == *file), "{pieces:?}");
    assert_eq!(pieces[1].0, "The café closed.");
}

#[test]
fn windows_1252() {
    let bytes = b"The caf\xe9 in Malm\xf6 closed, \x93for good\x94.\nZo\xeb cried.";
    let pieces = in_file(bytes);
    assert_eq!(pieces[0], ("The café in Malmö closed, “for good”.".into(), &bytes[..37]));
    assert_eq!(pieces[1], ("Zoë cried.".into(), &bytes[38..]));
}

#[test]
fn utf_16_with_and_without_a_mark() {
    let text = "The café closed, 𝄞 and all.\nIt burned.";
    for (mark, order) in [
        (true, u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (true, u16::to_be_bytes),
        (false, u16::to_le_bytes),
    ] {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(order).collect();
        let pieces = in_file(&bytes);
        assert_eq!(pieces[1].0, "It burned.");
        let expected: Vec<u8> = "It burned.".encode_utf16().flat_map(order).collect();
        assert_eq!(pieces[1].1, expected);
    }
}

#[test]
fn what_is_no_article() {
    insta::assert_snapshot!(
        [
            refused(""),
            refused(" \r\n\u{feff}\n"),
            refused("Title: x\nDate: y\n"),
            refused(b"PNG\r\n\x1a\n\0\0\0\rIHDR"),
            refused("abc \u{1}\u{2}\u{3}\u{4}"),
            refused(b"\xff\xfeT\0h\0e\0\0\xd8x\0"),
            refused(b"\xef\xbb\xbfThe caf\xe9"),
        ]
        .join("\n"),
        @"
    `test` is empty: put the article's text into it, or remove the file
    `test` is empty: put the article's text into it, or remove the file
    `test` is empty: put the article's text into it, or remove the file
    `test` is not text: byte 7 can't be; save the article as UTF-8 text
    `test` is not text: byte 4 can't be; save the article as UTF-8 text
    `test` looks like UTF-16LE, but byte 8 is wrong in it; save it as UTF-8 text
    `test` looks like UTF-8, but byte 10 is wrong in it; save it as UTF-8 text
    "
    );
}

#[test]
fn any_cut_or_garbled_file_is_read_or_refused() {
    let text = "Title: Ä\r\n\r\nThe “café” closed.\u{2028}東京 \u{1f468}\n\n\n* * *\nBy Jo Ek\n"
        .as_bytes();
    for end in 0..text.len() {
        let _ = read_article("cut", &text[..end]);
        for flipped in [0, 0x80, 0xff, b'\n', b':'] {
            let mut bytes = text.to_vec();
            bytes[end] = flipped;
            if let Ok(Document { article, blocks }) = read_article("garbled", &bytes) {
                for Block { range, .. } in blocks {
                    assert!(!article.text[range.clone()].trim().is_empty());
                    assert!(article.file_offset(range.end) <= bytes.len());
                }
            }
        }
    }
}

#[test]
fn long_lines() {
    assert_eq!(in_file(&b"x".repeat(LONGEST)).len(), 0);
    assert_eq!(in_file(&b"He left. ".repeat(LONGEST / 9)).len(), 1);
    assert_eq!(in_file(&b"He left.\n".repeat(LONGEST / 9)).len(), 1);
    insta::assert_snapshot!(
        refused(b"x".repeat(10 << 20)),
        @"`test` is too long for an article, which has at most 1 MiB, and is left out: put each article into a file of its own"
    );
}

#[test]
fn folders() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path();
    let error =
        |path: &std::path::Path| read_folder(path).expect_err("nothing to read").to_string();
    assert_eq!(
        error(path),
        format!("no articles in `{}`: put .txt files into it, one an article", path.display())
    );
    assert!(error(&path.join("missing")).contains("missing"));
    fs::write(path.join("10.txt"), "Ten left.")?;
    fs::write(path.join("9.txt"), "Nine left.")?;
    fs::write(path.join("notes.md"), "No article.")?;
    fs::write(path.join("bad.txt"), b"\0\0\0")?;
    let Folder { documents, refused } = read_folder(path).expect("two can be read");
    let ids: Vec<_> = documents.iter().map(|document| &*document.article.id).collect();
    assert_eq!(ids, ["9", "10"]);
    assert_eq!(refused.len(), 1);
    assert!(refused[0].to_string().contains("bad.txt"), "{refused:?}");
    assert_eq!(read_folder(&path.join("9.txt")).expect("one file").documents.len(), 1);
    fs::create_dir(path.join("articles"))?;
    assert!(error(path).contains("articles"));
    fs::write(path.join("articles/a.TXT"), "He left.")?;
    assert_eq!(read_folder(path).expect("a workspace").documents[0].article.id, "a");
    Ok(())
}
