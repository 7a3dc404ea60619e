//! Inputs as the user names them: files, folders, standard input.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use dateline_input::{Limits, Pages, ReadError, ReadErrorKind, read};
use dateline_pipeline::literal;
use dateline_types::Page;

/// Folders in a folder that are followed; more is a loop of links.
const DEEPEST: usize = 64;

/// What was passed over or could not be read, told at the end.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) errors: AtomicU64,
    pub(crate) bytes: AtomicU64,
    skipped: Mutex<BTreeMap<&'static str, u64>>,
}

impl Tally {
    pub(crate) fn error(&self, message: &str) {
        self.errors.fetch_add(1, Ordering::Relaxed);
        crate::output::message(message);
    }

    fn skip(&self, reason: &'static str, n: u64) {
        *self.skipped.lock().unwrap_or_else(PoisonError::into_inner).entry(reason).or_default() += n;
    }

    pub(crate) fn skipped(&self) -> BTreeMap<&'static str, u64> {
        self.skipped.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A file to read.
pub(crate) struct Input {
    path: PathBuf,
    /// Found in a folder, not named by the user: what holds no pages there is passed over.
    found: bool,
}

/// All files of all inputs: inputs in the order given, folders in the order of their names.
pub(crate) fn files(inputs: &[PathBuf], tally: &Tally) -> Vec<Input> {
    let mut files = Vec::new();
    for input in inputs {
        expand(input, 0, &mut files, tally);
    }
    files
}

/// Bytes of all files; `None` where standard input or a pipe is among them.
pub(crate) fn total(files: &[Input]) -> Option<u64> {
    files.iter().try_fold(0, |sum, file| {
        let about = std::fs::metadata(&file.path).ok()?;
        about.is_file().then(|| sum + about.len())
    })
}

/// All pages of the files.
pub(crate) fn pages_of(files: Vec<Input>, tally: &Tally) -> impl Iterator<Item = Page> + Send + use<'_> {
    files.into_iter().flat_map(move |file| OneInput::open(file, tally))
}

/// All pages of all inputs.
pub(crate) fn pages<'t>(inputs: &[PathBuf], tally: &'t Tally) -> impl Iterator<Item = Page> + Send + use<'t> {
    pages_of(files(inputs, tally), tally)
}

fn expand(path: &Path, depth: usize, files: &mut Vec<Input>, tally: &Tally) {
    if !path.is_dir() {
        return files.push(Input { path: path.to_owned(), found: depth > 0 });
    }
    if depth > DEEPEST {
        return tally.error(&format!("{}: folders nested too deep", path.display()));
    }
    match std::fs::read_dir(path) {
        Ok(entries) => {
            let mut inside: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            inside.sort();
            // Hidden files are an editor's or a system's, not the user's.
            let hidden =
                |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            // A link to a folder may lead back up.
            let link = |path: &Path| path.is_symlink() && path.is_dir();
            for entry in inside.iter().filter(|entry| !hidden(entry) && !link(entry)) {
                expand(entry, depth + 1, files, tally);
            }
        }
        Err(error) => tally.error(&format!("{}: {error}", path.display())),
    }
}

struct OneInput<'t> {
    pages: Option<Pages<Counted<'t>>>,
    name: String,
    found: bool,
    tally: &'t Tally,
}

struct Counted<'t> {
    inner: Box<dyn Read + Send>,
    tally: &'t Tally,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.tally.bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl<'t> OneInput<'t> {
    fn open(input: Input, tally: &'t Tally) -> Self {
        let Input { path, found } = input;
        let name = path.to_string_lossy().into_owned();
        let reader: io::Result<Box<dyn Read + Send>> = if name == "-" {
            Ok(Box::new(io::stdin()))
        } else {
            File::open(&path).map(|file| Box::new(file) as Box<dyn Read + Send>)
        };
        let pages = match reader {
            Ok(inner) => Some(read(&name, Counted { inner, tally }, &Limits::default())),
            Err(error) => {
                tally.error(&format!("{name}: {error}"));
                None
            }
        };
        Self { pages, name, found, tally }
    }
}

impl Iterator for OneInput<'_> {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        loop {
            let pages = self.pages.as_mut()?;
            // A reader that panics loses the rest of its input and nothing else.
            let Ok(next) = catch_unwind(AssertUnwindSafe(|| pages.next())) else {
                self.pages = None;
                self.tally.error(&format!("{}: the reader failed; the rest of it is lost", self.name));
                return None;
            };
            match next {
                // A README or a list beside the pages. Named by the user, the same file is taken at his word.
                Some(Ok(page)) if self.found && literal(&page).is_some() => {
                    self.tally.skip("plain text without a crawl's header", 1);
                }
                Some(Ok(page)) => return Some(page),
                Some(Err(ReadError { kind: ReadErrorKind::Unsupported(what), .. })) if self.found => {
                    self.tally.skip(what, 1);
                }
                Some(Err(error)) => self.tally.error(&error.to_string()),
                None => {
                    pages.skipped().iter().for_each(|(reason, n)| self.tally.skip(reason, *n));
                    self.pages = None;
                }
            }
        }
    }
}
