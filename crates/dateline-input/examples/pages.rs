//! Reads the files given and prints a line per page, error and kind of skipped record.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::fs::File;

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(file) = File::open(&path) else {
            println!("{path}: cannot be opened");
            continue;
        };
        let mut pages = dateline_input::read(&path, file, &dateline_input::Limits::default());
        let (mut read, mut errors) = (0, Vec::new());
        for page in pages.by_ref() {
            match page {
                Ok(_) => read += 1,
                Err(error) => errors.push(error.to_string()),
            }
        }
        println!("{path}: {read} pages, skipped {:?}, errors {errors:?}", pages.skipped());
    }
}
