//! The command line, as it is written.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

#[derive(Parser)]
#[command(
    name = "dateline",
    version,
    about = "Crawled news pages in, a dated, sourced record of who did what to whom out",
    after_help = "INPUT is a WARC file (plain, gzip, zstd), HTML, crawl text, article JSONL, a folder of these, or - for standard input; \
what a file holds is told by its content.\nExit status: 0 done or found, 1 nothing found, 2 error (the other inputs are processed all the same), 130 stopped by \
Ctrl-C."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Heading of the options that every command has.
const COMMON: &str = "Options of every command";

#[derive(Args)]
pub(crate) struct Common {
    /// No progress and no summary.
    #[arg(short, long, global = true, help_heading = COMMON)]
    pub(crate) quiet: bool,
    /// Threads to work on [default: all cores].
    #[arg(short, long, global = true, help_heading = COMMON, value_name = "N")]
    pub(crate) jobs: Option<std::num::NonZeroUsize>,
    /// Size of the language model: accuracy, or speed.
    #[arg(long, global = true, help_heading = COMMON, value_enum, default_value_t = Model::Accurate)]
    pub(crate) model: Model,
    /// Your own actors, in dateline's format, or as a TABARI/PETRARCH dictionary (`*.actors.txt`, `*.agents.txt`); may be given more than
    /// once.
    #[arg(long, global = true, help_heading = COMMON, value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
    /// Leave out records below this confidence, 0 to 1.
    #[arg(long, global = true, help_heading = COMMON, value_name = "P")]
    pub(crate) min_confidence: Option<f32>,
    /// How records are printed [default: table on a terminal, else JSON lines].
    #[arg(long, global = true, help_heading = COMMON, value_enum)]
    pub(crate) format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    Accurate,
    Fast,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Jsonl,
    Csv,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Pages into a store: the whole path. Pages that are in it already add nothing.
    Run(Run),
    /// Articles only, without a store.
    Extract(Extract),
    /// Events of articles or plain texts, one line of records per document, without a store.
    Code(Code),
    /// One layer of analysis for other tools.
    Annotate(Annotate),
    /// Who did what to whom, by date, out of a store.
    Timeline(Timeline),
    /// One article or event of a store with its evidence.
    Show(Show),
    /// How each event of a text came about: words, trees, times, actors, rules.
    Explain(Explain),
    /// Shell completions and the man page.
    Generate(Generate),
}

#[derive(Args)]
pub(crate) struct Run {
    /// WARC files, HTML, crawl text, article JSONL, folders of these, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The store; made if it is not there.
    #[arg(long, value_name = "FILE")]
    pub(crate) store: PathBuf,
    /// Print the timeline of the store at the end.
    #[arg(long)]
    pub(crate) timeline: bool,
    /// Print the summary also where standard error is no terminal.
    #[arg(long)]
    pub(crate) summary: bool,
}

#[derive(Args)]
pub(crate) struct Extract {
    /// WARC files, HTML, crawl text, article JSONL, folders of these, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Every block of the page, with its score and why it was kept or dropped.
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Args)]
pub(crate) struct Code {
    /// WARC files, HTML, crawl text, article JSONL, folders of these, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Annotate {
    /// WARC files, HTML, crawl text, article JSONL, folders of these, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// timex: TIMEX3 as JSON lines; conllu: words, tags and trees; names: named spans as JSON lines.
    #[arg(long, value_enum)]
    pub(crate) layer: Layer,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layer {
    Timex,
    Conllu,
    Names,
}

#[derive(Args, Default)]
pub(crate) struct Selection {
    /// Country code (RUS), or words that a participant's name begins with; given twice, both take part.
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Vec<String>,
    /// PLOVER type, such as CONSULT.
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub(crate) kind: Vec<String>,
    /// happened, planned, negated or hypothetical.
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<String>,
    /// First day, YYYY-MM-DD (or YYYY-MM, YYYY); a month or year counts where it begins.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Last day, YYYY-MM-DD (or YYYY-MM, YYYY).
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,
    /// Part of the place's name.
    #[arg(long)]
    pub(crate) place: Option<String>,
    /// Words that a reporting article must hold, all of them, in any of their forms.
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
}

#[derive(Args)]
pub(crate) struct Timeline {
    /// The store that `run` wrote.
    #[arg(long, value_name = "FILE")]
    pub(crate) store: PathBuf,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

#[derive(Args)]
pub(crate) struct Show {
    /// Key of an article or event, its beginning, or an article's id.
    pub(crate) key: String,
    /// The store that `run` wrote.
    #[arg(long, value_name = "FILE")]
    pub(crate) store: PathBuf,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// The text; - reads standard input.
    pub(crate) text: String,
    /// Publication date, YYYY-MM-DD.
    #[arg(long)]
    pub(crate) date: Option<String>,
}

#[derive(Args)]
pub(crate) struct Generate {
    #[command(subcommand)]
    pub(crate) what: Generated,
}

#[derive(Subcommand)]
pub(crate) enum Generated {
    /// A man page, in roff: that of the program, or of one of its commands.
    Man {
        /// run, timeline, ...
        command: Option<String>,
    },
    /// Completions for a shell.
    Completions { shell: Shell },
}
