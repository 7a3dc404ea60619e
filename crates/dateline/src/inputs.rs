//! Inputs as the user names them: files, folders, standard input.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use dateline_input::{Limits, Pages, read};
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

    pub(crate) fn skipped(&self) -> BTreeMap<&'static str, u64> {
        self.skipped.lock().map(|map| map.clone()).unwrap_or_default()
    }
}

/// All pages of all inputs: inputs in the order given, folders in the order of their names.
pub(crate) fn pages<'t>(inputs: &[PathBuf], tally: &'t Tally) -> impl Iterator<Item = Page> + Send + use<'t> {
    let mut files = Vec::new();
    for input in inputs {
        expand(input, 0, &mut files, tally);
    }
    files.into_iter().flat_map(move |file| OneInput::open(file, tally))
}

fn expand(path: &Path, depth: usize, files: &mut Vec<PathBuf>, tally: &Tally) {
    if !path.is_dir() {
        files.push(path.to_owned());
        return;
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
            for entry in inside.iter().filter(|entry| !hidden(entry)) {
                expand(entry, depth + 1, files, tally);
            }
        }
        Err(error) => tally.error(&format!("{}: {error}", path.display())),
    }
}

struct OneInput<'t> {
    pages: Option<Pages<Counted<'t>>>,
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
    fn open(path: PathBuf, tally: &'t Tally) -> Self {
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
        Self { pages, tally }
    }
}

impl Iterator for OneInput<'_> {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        loop {
            let pages = self.pages.as_mut()?;
            match pages.next() {
                Some(Ok(page)) => return Some(page),
                Some(Err(error)) => self.tally.error(&error.to_string()),
                None => {
                    if let Ok(mut skipped) = self.tally.skipped.lock() {
                        for (reason, n) in pages.skipped() {
                            *skipped.entry(reason).or_default() += n;
                        }
                    }
                    self.pages = None;
                }
            }
        }
    }
}
