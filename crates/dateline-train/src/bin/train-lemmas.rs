//! `train-lemmas OUT.bin TREEBANK.conllu...`: makes the lexicon of lemmas.

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let Some(out) = args.next() else { bail!("train-lemmas OUT.bin TREEBANK.conllu...") };
    let banks = args
        .map(|path| std::fs::read_to_string(&path).with_context(|| path.clone()))
        .collect::<anyhow::Result<Vec<_>>>()?;
    std::fs::write(&out, dateline_train::lemma::train(&banks)).with_context(|| out.clone())
}
