//! `train-tokens OUT.bin [NAME=NUMBER...] TREEBANK.conllu...`: trains the tokeniser's tables.
#![allow(clippy::print_stderr)]

use anyhow::{Context, bail};
use dateline_train::token;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let Some(out) = args.next() else { bail!("train-tokens OUT.bin TREEBANK.conllu...") };
    let mut banks = Vec::new();
    let mut settings = token::Settings::default();
    for path in args {
        if let Some((name, number)) = path.split_once('=') {
            match name {
                "epochs" => settings.epochs = number.parse()?,
                "rate" => settings.rate = number.parse()?,
                "l2" => settings.l2 = number.parse()?,
                "min_count" => settings.min_count = number.parse()?,
                "drop" => settings.drop = number.parse()?,
                "seed" => settings.seed = number.parse()?,
                _ => bail!("no setting is called {name}"),
            }
            continue;
        }
        let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
        banks.push(token::read(&text).map_err(|line| anyhow::anyhow!("{path}, line {line}: no CoNLL-U"))?);
    }
    std::fs::write(&out, token::train(&banks, &settings, &mut |line| eprintln!("{line}")))
        .with_context(|| out.clone())?;
    Ok(())
}
