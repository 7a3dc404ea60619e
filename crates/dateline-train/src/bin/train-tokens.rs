//! `train-tokens OUT.bin TREEBANK.conllu...`: trains the tokeniser's tables.
#![allow(clippy::print_stderr)]

use anyhow::{Context, bail};
use dateline_train::token;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let Some(out) = args.next() else { bail!("train-tokens OUT.bin TREEBANK.conllu...") };
    let mut banks = Vec::new();
    for path in args {
        let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
        banks.push(token::read(&text).map_err(|line| anyhow::anyhow!("{path}, line {line}: no CoNLL-U"))?);
    }
    let settings = token::Settings::default();
    std::fs::write(&out, token::train(&banks, &settings, &mut |line| eprintln!("{line}")))
        .with_context(|| out.clone())?;
    Ok(())
}
