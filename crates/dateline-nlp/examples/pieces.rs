//! `pieces FILE.dlm`: for every line of standard input its word pieces, to compare with other tokenisers.
#![allow(clippy::print_stdout)]

use std::io::BufRead;

use dateline_nlp::encoder::Model;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("pieces FILE.dlm")?;
    let model = Model::from_bytes(std::fs::read(path)?.into())?;
    for line in std::io::stdin().lock().lines() {
        println!("{}", model.pieces_of(&line?).join(" "));
    }
    Ok(())
}
