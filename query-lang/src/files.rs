//! The files that `LOAD CSV` may read.

use std::path::{Component, Path, PathBuf};

use graph_core::inside;
use percent_encoding::percent_decode_str;

/// Folders whose files `LOAD CSV` may read, and what is below them; none by default. A link that
/// leads out of them isn't followed.
///
/// ```
/// use query_lang::{Environment, run};
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("people.csv"), "name,age\nAnn,40\n")?;
/// let mut environment = Environment::default();
/// environment.files.allow(folder.path());
/// let text = "LOAD CSV WITH HEADERS FROM 'people.csv' AS row RETURN row.name AS name";
/// let answer = run(&mut graph_core::Graph::new(), text, &environment)?;
/// assert_eq!(answer.rows, [["Ann".into()]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    folders: Vec<PathBuf>,
}

/// Why a file isn't read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) problem: String,
    pub(crate) help: Option<String>,
}

impl Files {
    /// Allows a folder and what is below it. Names are looked for in the folders in this order.
    pub fn allow(&mut self, folder: impl Into<PathBuf>) {
        self.folders.push(folder.into());
    }

    /// The file of this name or `file:` address, without links.
    pub(crate) fn resolve(&self, name: &str) -> Result<PathBuf, Unreadable> {
        let path = local_path(name)?;
        if self.folders.is_empty() {
            let problem = format!("`{name}` isn't read: no folder is open to LOAD CSV");
            return refuse(problem, "open a workspace folder, or allow one: --allow-files DIR");
        }
        let found = self.folders.iter().find_map(|folder| within(folder, &path));
        match found {
            Some(Place::File(file)) => Ok(file),
            Some(Place::Outside) => {
                let problem = format!("`{name}` leads out of the folders that LOAD CSV may read");
                refuse(problem, "copy the file there, or allow its folder: --allow-files DIR")
            }
            Some(Place::NoFile) => refuse(format!("`{name}` is no plain file"), ""),
            None => {
                let problem = format!("there is no file `{name}`");
                refuse(problem, &format!("files are looked for below {}", self.listed()))
            }
        }
    }

    fn listed(&self) -> String {
        let folders: Vec<_> = self.folders.iter().map(|at| at.display().to_string()).collect();
        folders.join(", ")
    }
}

fn refuse<T>(problem: String, help: &str) -> Result<T, Unreadable> {
    let help = (!help.is_empty()).then(|| help.to_owned());
    Err(Unreadable { problem, help })
}

/// What is at a path.
enum Place {
    File(PathBuf),
    /// A folder, a device.
    NoFile,
    /// Something that isn't below the folder.
    Outside,
}

/// What a path names in a folder: a path from its top, or the whole path of something below it.
fn within(folder: &Path, path: &Path) -> Option<Place> {
    let folder = folder.canonicalize().ok()?;
    let relative: PathBuf =
        path.components().filter(|part| !matches!(part, Component::RootDir)).collect();
    let file = [folder.join(relative), path.to_owned()]
        .into_iter()
        .filter(|path| path.is_absolute())
        .find_map(|path| inside::within(&folder, &path).ok())?;
    let Some(file) = file else { return Some(Place::Outside) };
    Some(if file.is_file() { Place::File(file) } else { Place::NoFile })
}

/// The path of a name: `file:///a%20b.csv` is `/a b.csv`. There is no network.
fn local_path(name: &str) -> Result<PathBuf, Unreadable> {
    let Some((scheme, rest)) = name.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return Ok(PathBuf::from(name));
    };
    if !scheme.eq_ignore_ascii_case("file") {
        let problem = format!("`{name}` isn't read: LOAD CSV reads files, not {scheme}: addresses");
        return refuse(problem, "download it into the workspace folder, and name the file there");
    }
    let path = match rest.strip_prefix("//") {
        Some(behind) => {
            let (host, path) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
            if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
                let problem = format!("`{name}` names the machine `{host}`");
                return refuse(problem, "write three slashes: file:///name.csv");
            }
            path
        }
        None => rest,
    };
    match percent_decode_str(path).decode_utf8() {
        Ok(path) => Ok(PathBuf::from(path.as_ref())),
        Err(_) => refuse(format!("`{name}` is no UTF-8 when its % signs are read"), ""),
    }
}

/// Whether what stands before a colon is the scheme of an address; one letter is a drive.
fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn problem(files: &Files, name: &str) -> String {
        files.resolve(name).expect_err(name).problem
    }

    #[test]
    fn names_and_addresses_of_files_below_the_folders_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("a path");
        fs::create_dir_all(top.join("deep er")).expect("a folder");
        let file = top.join("deep er/é.csv");
        fs::write(&file, "").expect("written");
        let mut files = Files::default();
        files.allow("no such folder");
        files.allow(&top);
        let whole = file.display().to_string();
        for name in [
            "deep er/é.csv",
            "/deep er/é.csv",
            "./deep er/../deep er/é.csv",
            "file:///deep%20er/%C3%A9.csv",
            "FILE:deep er/é.csv",
            "file://localhost/deep er/é.csv",
            &whole,
            &format!("file://{whole}"),
        ] {
            assert_eq!(files.resolve(name), Ok(file.clone()), "{name}");
        }
    }

    #[test]
    fn nothing_outside_is_read() {
        let outer = tempfile::tempdir().expect("a folder");
        let top = outer.path().join("inner");
        fs::create_dir(&top).expect("a folder");
        fs::write(outer.path().join("secret.csv"), "").expect("written");
        let mut files = Files::default();
        assert!(problem(&files, "secret.csv").contains("no folder is open"));
        files.allow(&top);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../secret.csv", top.join("link.csv")).expect("a link");
            assert!(problem(&files, "link.csv").contains("leads out"));
        }
        let whole = outer.path().join("secret.csv").display().to_string();
        for name in ["../secret.csv", "file:///../secret.csv", "file:///%2e%2e/secret.csv", &whole]
        {
            assert!(problem(&files, name).contains("leads out"), "{name}");
        }
        assert!(problem(&files, "none.csv").contains("no file"));
        assert!(problem(&files, ".").contains("no plain file"));
        assert!(problem(&files, "https://example.org/x.csv").contains("https: addresses"));
        assert!(problem(&files, "file://host/x.csv").contains("machine `host`"));
        assert!(problem(&files, "a\0b").contains("no file"));
        for odd in ["", "file:", "file://", ":", "::", "%", "file:///%ff"] {
            files.resolve(odd).expect_err(odd);
        }
    }
}
