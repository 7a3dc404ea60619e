//! Who is meant: terms of office, composed descriptions, chains, and the tables of users. The cases are data beside this file.

#![allow(clippy::unwrap_used)]

use dateline_nlp::{Analyser, Scratch, actor, actor::Table, time};
use dateline_types::{Article, DateSource, Document, Published, Referent, TextRange};
use proptest::strategy::Strategy;

fn analyser(table: Table) -> Analyser {
    Analyser { model: None, time: time::Tagger::default(), actors: table }
}

fn document(analyser: &Analyser, date: &str, title: &str, text: &str) -> Document {
    let published =
        date.parse().ok().map(|date| Published { date, time: None, source: DateSource::Supplied });
    let article = Article { title: title.to_owned(), text: text.to_owned(), published, ..Article::default() };
    analyser.analyse(&mut Scratch::default(), &article)
}

/// The referents of the words in brackets; the brackets themselves are no part of the text.
fn resolve(analyser: &Analyser, date: &str, marked: &str) -> Vec<Referent> {
    let (open, close) = (marked.find('[').unwrap(), marked.find(']').unwrap());
    let text = marked.replace(['[', ']'], "");
    let doc = document(analyser, date, "", &text);
    let base = doc.body.start() as usize;
    let span = TextRange::from_usize(base + open, base + close - 1).unwrap();
    actor::resolve_span(&analyser.actors, &doc, span, date.parse().ok())
}

fn rows(data: &str) -> impl Iterator<Item = Vec<&str>> {
    data.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

/// All wrong cases at once, so that one run tells everything.
fn check(cases: impl Iterator<Item = (String, String, String)>) {
    let wrong: Vec<String> = cases
        .filter(|(_, want, got)| want != got)
        .map(|(c, w, g)| format!("{c}\n   want {w}\n   got  {g}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn told(found: &[Referent], with_name: bool) -> String {
    let r = found.first().cloned().unwrap_or_default();
    let name = if with_name { format!("{} ", r.name.as_deref().unwrap_or("-")) } else { String::new() };
    format!(
        "{name}{} {}",
        r.country.map_or("-".to_owned(), |c| c.to_string()),
        r.sector().map_or("-", |s| s.name())
    )
}

#[test]
fn offices_and_sectors_are_those_of_the_day() {
    let analyser = analyser(Table::default());
    let data = include_str!("actors/terms.tsv");
    assert!(rows(data).count() >= 60);
    check(rows(data).map(|c| {
        let found = resolve(&analyser, c[0], c[1]);
        let named = c[2] != "-";
        let want = if named { format!("{} {} {}", c[2], c[3], c[4]) } else { format!("{} {}", c[3], c[4]) };
        (format!("{} {}", c[0], c[1]), want, told(&found, named))
    }));
}

#[test]
fn descriptions_compose_role_and_country() {
    let analyser = analyser(Table::default());
    check(rows(include_str!("actors/phrases.tsv")).map(|c| {
        (c[0].to_owned(), format!("{} {}", c[1], c[2]), told(&resolve(&analyser, "2024-06-01", c[0]), false))
    }));
}

#[test]
fn chains_carry_what_the_text_says_of_a_person() {
    let analyser = analyser(Table::default());
    let case = |marked: &str| told(&resolve(&analyser, "2024-06-01", marked), false);
    // A title tells of the bare surname later, an apposition of the name before it.
    assert_eq!(case("Kenyan police chief Oloo Wekesa spoke in Nairobi. [Wekesa] denied it."), "KEN COP");
    assert_eq!(
        case("Marta Quill, a spokeswoman for the Portuguese government, spoke. [Quill] denied it."),
        "PRT GOV"
    );
    assert_eq!(case("The Danish defence minister, Troels Lund Poulsen, spoke. [He] left."), "DNK GOV");
    assert_eq!(case("Angela Merkel met reporters in Berlin. [She] smiled."), "DEU ELI");
    // What stands between a description and the name is no part of the name.
    assert_eq!(case("China's ambassador to Kenya Liu Wenbo spoke in Nairobi. [Liu Wenbo] left."), "CHN GOV");
    // A woman told of beside her name is "she"; who speaks may be named behind the quote.
    assert_eq!(case("Oloo Wekesa met Nadia Brix, a Danish senator, in Nairobi. [She] left."), "DNK LEG");
    assert_eq!(case("\"[I] will go,\" said Danish senator Nadia Brix after the vote in Nairobi."), "DNK LEG");
    // Outside of quotation marks the author speaks.
    assert_eq!(case("Danish senator Nadia Brix spoke in Nairobi. [I] was there."), "- -");
    // A counterpart is whoever is named behind the comma, if that is somebody of the state.
    let named = |marked: &str| told(&resolve(&analyser, "2024-06-01", marked), true);
    assert_eq!(
        named("Emmanuel Macron wrote to [his Ukrainian counterpart], Volodymyr Zelensky, in May."),
        "Volodymyr Zelensky UKR GOV"
    );
    assert_eq!(
        named("Macron wrote to [his Ukrainian counterpart], Olaf Scholz told reporters."),
        "- UKR GOV"
    );
    // Surnames of politicians are other people's too.
    assert_ne!(
        case("Kenyan farmer Wanjiru Putin won a prize in Nairobi. [Wanjiru Putin] smiled."),
        "RUS GOV"
    );
}

#[test]
fn two_of_something_are_two() {
    let analyser = analyser(Table::default());
    let found = resolve(
        &analyser,
        "2024-06-01",
        "Brazil and Argentina signed a treaty in Brasilia. Brazil praised Argentina. [The two countries] agreed.",
    );
    let mut codes: Vec<String> = found.iter().filter_map(|r| r.country).map(|c| c.to_string()).collect();
    codes.sort();
    assert_eq!(codes, ["ARG", "BRA"]);
    let both = resolve(&analyser, "2024-06-01", "[Polish and Lithuanian officials] met.");
    assert_eq!(
        both.iter().filter_map(|r| r.country).map(|c| c.to_string()).collect::<Vec<_>>(),
        ["POL", "LTU"]
    );
}

#[test]
fn a_surname_is_its_leaders_whatever_place_stands_before_it() {
    let analyser = analyser(Table::default());
    let named = |date: &str, marked: &str| told(&resolve(&analyser, date, marked), true);
    assert_eq!(named("2025-10-10", "In Gaza [Trump] said the war was over."), "Donald Trump USA GOV");
    assert_eq!(named("2025-10-10", "The Palestinians [Trump] spoke of left."), "Donald Trump USA GOV");
    // An undated text is read as one of today.
    assert_eq!(named("", "[Trump] spoke to reporters."), "Donald Trump USA GOV");
    // A state's adjective still says whose somebody is.
    assert_ne!(named("2025-10-10", "The Kenyan senator [Wafula Trump] spoke."), "Donald Trump USA GOV");
    let doc = document(&analyser, "2025-10-10", "", "Ruto welcomed Trump. The table ends here.");
    let texts: Vec<_> =
        doc.mentions.rows.iter().filter_map(|m| doc.tokens.cover(&m.tokens)?.slice(&doc.text)).collect();
    assert!(texts.contains(&"Trump"), "the point that ends a sentence is no part of a name: {texts:?}");
}

#[test]
fn a_states_name_may_be_a_region_or_a_person() {
    let analyser = analyser(Table::default());
    let case = |marked: &str| told(&resolve(&analyser, "2024-06-01", marked), false);
    assert_eq!(case("[Georgia] accused Moscow. In Tbilisi the government met."), "GEO GOV");
    assert_eq!(case("[The Georgia senator] spoke in Atlanta on Monday."), "USA LEG");
    assert_eq!(case("[Georgia] and the US signed a treaty in Tbilisi."), "GEO GOV");
    let doc = document(
        &analyser,
        "2024-06-01",
        "",
        "On Monday Michael Jordan spoke of his team. Jordan kept silent.",
    );
    let first = doc.mentions.rows.iter().find(|m| m.kind == dateline_types::MentionKind::Name).unwrap();
    let words = doc.tokens.cover(&first.tokens).unwrap().slice(&doc.text);
    assert_eq!((words, first.referents.first().and_then(|r| r.country)), (Some("Michael Jordan"), None));
}

#[test]
fn forebears_are_no_state_and_two_sides_are_two() {
    let analyser = analyser(Table::default());
    let case = |marked: &str| told(&resolve(&analyser, "2024-06-01", marked), false);
    assert_eq!(case("In Skopje, Macedonian police met [ethnic Albanians] on Monday."), "MKD CVL");
    assert_eq!(case("In Skopje, Macedonian police met [Albanians] on Monday."), "ALB CVL");
    let two = resolve(&analyser, "2024-06-01", "[The Turkish and Greek sides] agreed on Monday.");
    let codes: Vec<_> = two.iter().filter_map(|r| r.country).map(|c| c.to_string()).collect();
    assert_eq!(codes, ["TUR", "GRC"]);
    assert_eq!(case("[The International Labor Office] spoke in Jerusalem."), "UNO GOV");
}

#[test]
fn a_state_that_somebody_is_for_or_against_is_not_theirs() {
    let analyser = analyser(Table::default());
    let case = |marked: &str| told(&resolve(&analyser, "2024-06-01", marked), false);
    assert_eq!(case("[A prominent anti-Syria journalist] was shot in eastern Beirut."), "LBN JRN");
    assert_eq!(
        case("Ethiopian-backed forces left. [Government troops] entered northern Mogadishu."),
        "SOM MIL"
    );
    assert_eq!(case("Ethiopian forces left. In Addis Ababa [government troops] paraded."), "ETH MIL");
}

#[test]
fn identifiers_are_wikidatas_where_known() {
    let analyser = analyser(Table::default());
    let id = |marked: &str| resolve(&analyser, "2024-06-01", marked).first().and_then(|r| r.id.clone());
    for (marked, want) in [
        ("[Kenya] spoke.", "Q114"),
        ("[The Kremlin] spoke.", "Q159"),
        ("[Emmanuel Macron] spoke.", "Q3052772"),
        ("[NATO] spoke.", "Q7184"),
    ] {
        assert_eq!(id(marked).as_deref(), Some(want), "{marked}");
    }
}

/// The words in brackets, in a story with a lead that names states.
#[test]
fn namesakes_are_those_of_the_states_spoken_of() {
    let analyser = analyser(Table::default());
    let case = |marked: &str| told(&resolve(&analyser, "2024-06-01", marked), false);
    assert_eq!(
        case("Canada votes. In Ottawa the Canadian premier spoke. [The Conservatives] objected."),
        "CAN PTY"
    );
    assert_eq!(
        case("Britain votes. In London the British premier spoke. [The Conservatives] objected."),
        "GBR PTY"
    );
    assert_eq!(case("Jordan votes. In Amman, Jordanian police spoke. [The kingdom] objected."), "JOR GOV");
    assert_eq!(
        case("Seoul spoke. South Korea and North Korea met. North Korea left. [The North] objected."),
        "PRK GOV"
    );
    // A name that bodies of many states bear says nothing where none of them is spoken of.
    assert_eq!(
        case("In Baku, Azerbaijani police arrested [Orkhan Valizade, spokesman for the Democratic Party]."),
        "AZE PTY"
    );
    assert_eq!(case("The US voted. [A spokesman for the Democratic Party] spoke in Washington."), "USA PTY");
    let both: Vec<_> = resolve(&analyser, "2024-06-01", "[The two Koreas] met.");
    assert_eq!(
        both.iter().filter_map(|r| r.country).map(|c| c.to_string()).collect::<Vec<_>>(),
        ["KOR", "PRK"]
    );
}

/// Rows of the table that once stood for several bodies, of which one would have been told for the other.
#[test]
fn bodies_have_their_own_names() {
    let analyser = analyser(Table::default());
    let name = |marked: &str| resolve(&analyser, "2024-06-01", marked).first().and_then(|r| r.name.clone());
    for body in [
        "Fine Gael",
        "House of Lords",
        "African Development Bank",
        "Freedom Flotilla Coalition",
        "Jaish-e-Mohammed",
        "Jalisco New Generation Cartel",
        "Food and Drug Administration",
        "Luhansk People's Republic",
        "International Crisis Group",
        "Kurdistan Democratic Party",
        "China Coast Guard",
        "Trinamool Congress",
    ] {
        assert_eq!(name(&format!("On Monday [{body}] spoke.")).as_deref(), Some(body));
    }
}

#[test]
fn peoples_are_of_their_state_or_of_the_one_spoken_of() {
    let analyser = analyser(Table::default());
    let case = |marked: &str| told(&resolve(&analyser, "2024-06-01", marked), false);
    assert_eq!(case("[Catalans] marched."), "ESP CVL");
    assert_eq!(case("[Zulus] marched."), "ZAF CVL");
    assert_eq!(case("Turkish police met [Kurds] in Diyarbakir."), "TUR CVL");
    assert_eq!(case("Syrian police met [Kurds] in Qamishli."), "SYR CVL");
    assert_eq!(case("[Tigrayan fighters] marched."), "ETH REB");
}

#[test]
fn births_are_known_to_the_day() {
    let table = Table::default();
    for (name, day) in [
        ("Donald Trump", "1946-06-14"),
        ("Vladimir Putin", "1952-10-07"),
        ("Angela Merkel", "1954-07-17"),
        ("Nelson Mandela", "1918-07-18"),
        ("Xi Jinping", "1953-06-15"),
    ] {
        assert_eq!(table.birth(name).map(|d| d.to_string()).as_deref(), Some(day), "{name}");
    }
    assert_eq!(table.birth("Nobody Atall"), None);
}

#[test]
fn a_user_table_wins_over_the_built_in_one() {
    let text = "# my actors\nP\tKEN\tREB\tWanjiru Oloo\tCommander Oloo\tgovernor 2020-01-01..2021-12-31\nO\tMWI\tBUS\tGreenbelt Tea\t\t\n";
    let analyser = analyser(Table::default().with_user(text).unwrap());
    assert_eq!(
        told(&resolve(&analyser, "2021-06-01", "[Wanjiru Oloo] spoke."), true),
        "Wanjiru Oloo KEN GOV"
    );
    assert_eq!(
        told(&resolve(&analyser, "2024-06-01", "[Wanjiru Oloo] spoke."), true),
        "Wanjiru Oloo KEN REB"
    );
    assert_eq!(told(&resolve(&analyser, "2024-06-01", "[Greenbelt Tea] paid."), false), "MWI BUS");
    let error = Table::default().with_user("P\tKEN\tXXX\tA B\t\t").unwrap_err();
    assert_eq!(error.to_string(), "line 1: unknown sector \"XXX\"");
    assert!(Table::default().with_user("Q\tKEN\t\tA B\t\t").is_err());
    assert!(Table::default().with_user("P\tKEN\t\tA B\t\tgovernor 2020-13..").is_err());
}

#[test]
fn dictionaries_of_petrarch_are_read() {
    let actors = "; comment\nZORBANIA_ [KEN]\n+ZORBANIAN_\nWANJIRU_OLOO_ ; 2010\n\t[KENELI >20220101]\n\t[KENGOV 200101-211231]\n\t[KENREB <200101]\n";
    let agents = "!MINIST! = MINISTER, MINISTERS\nZORKMID_KEEPER {ZORKMID_KEEPERS} [~COP]\n";
    let table = Table::default().with_petrarch_actors(actors).unwrap().with_petrarch_agents(agents).unwrap();
    let analyser = analyser(table);
    assert_eq!(told(&resolve(&analyser, "2021-06-01", "[Wanjiru Oloo] spoke."), false), "KEN GOV");
    assert_eq!(told(&resolve(&analyser, "2019-06-01", "[Wanjiru Oloo] spoke."), false), "KEN REB");
    assert_eq!(told(&resolve(&analyser, "2024-06-01", "[Wanjiru Oloo] spoke."), false), "KEN ELI");
    assert_eq!(told(&resolve(&analyser, "2024-06-01", "[Zorbania] spoke."), false), "KEN GOV");
    assert_eq!(
        told(&resolve(&analyser, "2024-06-01", "[two French zorkmid keepers] spoke."), false),
        "FRA COP"
    );
    assert!(Table::default().with_petrarch_actors("A_B [KENGOV 2020]\n").is_err());
    assert!(Table::default().with_petrarch_agents("NOUN\n").is_err());
}

/// Users' files are as they are: line ends of other systems, a mark of the encoding, unclosed brackets, days that are none, nothing at all.
#[test]
fn odd_dictionaries_are_read_or_refused_and_never_break() {
    let read = |text: &str| Table::default().with_petrarch_actors(text);
    for text in [
        "",
        "\n\n",
        "; only a comment\n",
        "\t[KENGOV]\n",
        "+ALONE\n",
        "A_B\n",
        "A_B [---]\n",
        "A_B [KEN\u{e9}]\n",
    ] {
        assert!(read(text).is_ok(), "{text:?}");
    }
    for text in [
        "A_B [KENGOV\n",
        "A_B [KENGOV 99999999999]\n",
        "A_B [KENGOV <x]\n",
        "_ [KENGOV]\n",
        "A_B [KENGOV 20xx0101]\n",
    ] {
        assert!(read(text).is_err(), "{text:?}");
    }
    let windows = read("\u{feff}WANJIRU_OLOO_ [KENGOV]\r\n+W._OLOO\r\n").unwrap();
    let analyser = analyser(windows);
    assert_eq!(told(&resolve(&analyser, "2021-06-01", "[Wanjiru Oloo] spoke."), false), "KEN GOV");
    assert!(Table::default().with_petrarch_agents("KEEPER {KEEPERS [~COP]\n").is_ok());
    assert!(Table::default().with_petrarch_agents("KEEPER ]~COP[\n").is_err());
    assert!(Table::default().with_user("P\tKEN\n").is_err());
    assert!(Table::default().with_user("\u{feff}# notes\r\nP\tKEN\tREB\tAchieng Wafula\t\t\r\n").is_ok());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    /// Any text and any range: no panic, and mentions that lie inside the text.
    #[test]
    fn any_text_is_read(parts in proptest::collection::vec(proptest::prelude::prop_oneof![
        proptest::string::string_regex("\\PC{0,12}").unwrap(),
        proptest::sample::select(vec!["President", "Putin", "U.S.", "Côte d’Ivoire", "the", "of", "“", "'s", "-", ",", "\n", "He", "Kenyan", "ex-", "and", "’", "…"]).prop_map(str::to_owned),
    ], 0..24), from in 0u32..200, len in 0u32..200) {
        use std::sync::LazyLock;
        static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| analyser(Table::default()));
        let doc = document(&ANALYSER, "2024-06-01", "A title", &parts.join(" "));
        for m in doc.mentions.rows.iter() {
            let range = doc.tokens.cover(&m.tokens);
            proptest::prop_assert!(range.is_none_or(|r| r.slice(&doc.text).is_some()));
        }
        actor::resolve_span(&ANALYSER.actors, &doc, TextRange::at(from, len), None);
    }
}
