//! Whether a path stays in a folder, whatever links stand in it.

use std::path::{Path, PathBuf};

/// What a path leads to over all links, where that is the folder or below it. `Ok(None)` where it
/// leads out.
///
/// # Errors
/// Where there is no such folder, or nothing at the path.
pub fn within(folder: &Path, path: &Path) -> std::io::Result<Option<PathBuf>> {
    let (folder, found) = (folder.canonicalize()?, path.canonicalize()?);
    Ok(found.starts_with(folder).then_some(found))
}

/// Whether a path leads out of a folder; what leads nowhere doesn't.
pub(crate) fn leads_out(folder: &Path, path: &Path) -> bool {
    matches!(within(folder, path), Ok(None))
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_to_where_they_lead() {
        let top = tempfile::tempdir().expect("a folder");
        let [inner, other] = ["inner", "other"].map(|name| top.path().join(name));
        for folder in [&inner, &other] {
            fs::create_dir(folder).expect("made");
        }
        fs::write(inner.join("a"), "").expect("written");
        fs::write(other.join("b"), "").expect("written");
        symlink("a", inner.join("near")).expect("a link");
        symlink("../other/b", inner.join("far")).expect("a link");
        symlink("../other", inner.join("folder")).expect("a link");
        symlink("nothing", inner.join("nowhere")).expect("a link");
        let found = |name: &str| within(&inner, &inner.join(name));
        assert_eq!(found("near").expect("there"), inner.join("a").canonicalize().ok());
        assert_eq!(found(".").expect("there"), inner.canonicalize().ok());
        for out in ["far", "folder", "folder/b", "..", "../other/b"] {
            assert_eq!(found(out).expect("there"), None, "{out}");
            assert!(leads_out(&inner, &inner.join(out)), "{out}");
        }
        assert!(found("nowhere").is_err());
        assert!(!leads_out(&inner, &inner.join("nowhere")));
    }
}
