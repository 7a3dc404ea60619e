//! The contract of the commands: exit status, streams, order, fields.

mod common;

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use common::{Folder, dateline, documents, run, run_with, text};
use serde_json::{Value, json};

#[test]
fn code_prints_a_line_per_document_in_input_order_with_all_fields() {
    let folder = Folder::new();
    let mut input = documents(0..12);
    input.push_str(&json!({"id": "quiet", "text": "It rained."}).to_string());
    let input = folder.write("in.jsonl", input);
    let ran = run(&["code", "--jobs", "3", text(&input)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let lines = ran.lines();
    let ids: Vec<&str> = lines.iter().filter_map(|l| l["doc_id"].as_str()).collect();
    let mut expected: Vec<String> = (0..12).map(|n| format!("doc-{n:04}")).collect();
    expected.push("quiet".to_owned());
    assert_eq!(ids, expected);
    assert_eq!(lines[12]["events"], json!([]));
    let event = &lines[0]["events"][0];
    assert_eq!(event["type"], "ACCUSE");
    assert_eq!(event["actors"][0]["country"], "FRA");
    assert_eq!(event["recipients"][0]["country"], "DEU");
    assert_eq!(event["link"], Value::Null);
    for field in [
        "id",
        "mode",
        "date",
        "date_basis",
        "status",
        "attribution",
        "place",
        "evidence",
        "start",
        "end",
        "rule",
    ] {
        assert!(event.get(field).is_some(), "{field}");
    }
    assert!(event["confidence"].as_f64().is_some_and(|c| (0.0..=1.0).contains(&c)));
}

#[test]
fn offsets_count_characters_of_title_and_text() {
    let (title, body) = (
        "Ökumene – “news”",
        "Žižek’s café. France condemned Germany on Monday, the foreign ministry in Paris said.",
    );
    let line = json!({"doc_id": "x", "dct": "2024-05-07", "title": title, "text": body}).to_string();
    let ran = run_with(&["code", "-"], line.as_bytes());
    let whole: Vec<char> = format!("{title}\n{body}").chars().collect();
    let lines = ran.lines();
    let events = lines[0]["events"].as_array().expect("events");
    assert!(!events.is_empty(), "{}", ran.out);
    for event in events {
        let at = |name: &str| event[name].as_u64().expect("a number") as usize;
        let slice: String = whole[at("start")..at("end")].iter().collect();
        assert_eq!(Some(slice.as_str()), event["evidence"].as_str());
    }
}

#[test]
fn one_thread_and_many_print_the_same_bytes() {
    let input = documents(0..60);
    let one = run_with(&["code", "--jobs", "1", "-"], input.as_bytes());
    let many = run_with(&["code", "--jobs", "5", "-"], input.as_bytes());
    assert_eq!((one.status, &one.out), (0, &many.out));
}

#[test]
fn the_exit_status_tells_what_was_found() {
    let folder = Folder::new();
    let quiet = folder.write("quiet.jsonl", json!({"id": "a", "text": "It rained."}).to_string());
    let ran = run(&["code", text(&quiet)]);
    assert_eq!((ran.status, ran.lines().len()), (1, 1));
    let missing = folder.path("missing.jsonl");
    let ran = run(&["code", text(&missing)]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("missing.jsonl") && ran.out.is_empty(), "{}", ran.err);
    assert_eq!(run(&["code"]).status, 2);
    assert_eq!(run(&["timeline", "--store", text(&missing)]).status, 2);
    // A file that is not ours is left alone.
    let foreign = folder.write("notes.txt", "not a database, but somebody's notes");
    let ran = run(&["run", text(&quiet), "--store", text(&foreign)]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("notes.txt"), "{}", ran.err);
    assert_eq!(std::fs::read(&foreign).expect("still there"), b"not a database, but somebody's notes");
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let input = documents(0..400);
    let mut child = dateline(&["code", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let mut first = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    out.read_line(&mut first).expect("a line");
    assert!(first.contains("doc-0000"));
    drop(out);
    let ended = child.wait_with_output().expect("it ends");
    writer.join().expect("written");
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn annotate_gives_layers_to_other_tools() {
    let line = json!({"doc_id": "x", "dct": "2024-05-07", "title": "On Monday", "text": "Talks ended on 3 May 2014. They don't resume."});
    let ran = run_with(&["annotate", "--layer", "timex", "-"], line.to_string().as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let lines = ran.lines();
    assert_eq!(lines[0]["doc_id"], "x");
    // The title is not counted.
    for timex in lines[0]["timexes"].as_array().expect("a list") {
        assert_eq!(
            (timex["start"].as_u64(), timex["end"].as_u64(), &timex["value"]),
            (Some(15), Some(25), &json!("2014-05-03"))
        );
    }
    let folder = Folder::new();
    let raw = folder.write("raw.txt", "Talks ended. They don't resume.\n\nNobody knows why.\n");
    let ran = run(&["annotate", "--layer", "conllu", text(&raw)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let texts: Vec<&str> = ran.out.lines().filter_map(|line| line.strip_prefix("# text = ")).collect();
    assert_eq!(texts, ["Talks ended.", "They don't resume.", "Nobody knows why."]);
    assert!(
        ran.out.starts_with("# newdoc id = raw\n") && ran.out.contains("# sent_id = raw-2\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("\n2-3\tdon't\t") && ran.out.contains("SpaceAfter=No"), "{}", ran.out);
}

#[test]
fn extract_keeps_the_crawl_date_apart_and_every_paragraph_once() {
    let folder = Folder::new();
    let body = "Harbour Union Calls Off Walkout\n\
        (Quayside Wire) The dockers' union in Portmere has called off the walkout that it had announced for Friday, its chairwoman Ada Quill said.\n\
        The union and the port authority agreed on Wednesday night to put the question of night shifts before an arbiter, both sides confirmed in short statements.\n\
        Shipping lines had begun to send vessels to other ports along the coast, and traders feared that fresh produce would spoil in the sheds.";
    let paragraphs: Vec<&str> = body.lines().skip(1).collect();
    let page = format!(
        " date 2025-11-09 403\nSorry!!\nError! We're sorry, but the page you were looking for doesn't exist.\n{body}\n{}\nLegal Disclaimer:\n\
         Quayside Wire provides the information \u{201c}as is\u{201d} without warranty of any kind. We do not accept any responsibility or \
         liability for the accuracy or reliability of the information contained in this article.\nCommentsNo comment",
        paragraphs.join("\n")
    );
    let page = folder.write("walkout.txt", page);
    let ran = run(&["extract", "--format", "jsonl", text(&page)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let article = &ran.lines()[0];
    assert_eq!(article["title"], "Harbour Union Calls Off Walkout");
    assert_eq!((&article["published"], &article["crawled"]), (&Value::Null, &json!("2025-11-09")));
    let found = article["text"].as_str().expect("text");
    for paragraph in &paragraphs {
        assert_eq!(found.matches(paragraph.trim_start_matches("(Quayside Wire) ")).count(), 1, "{found}");
    }
    for residue in ["Sorry", "page you were looking for", "Disclaimer", "warranty", "comment"] {
        assert!(!found.contains(residue), "{residue}: {found}");
    }
}

#[test]
fn extract_reads_gzipped_pages_and_names_them_by_their_stem() {
    let folder = Folder::new();
    let paragraph = "The council of Portmere voted on Tuesday to reopen the northern bridge after repairs that took almost two years, its clerk said.";
    let html = format!(
        "<html lang=en><head><title>Bridge reopens</title></head><body><article><h1>Bridge reopens</h1><p>{paragraph}</p><p>{}</p></article></body></html>",
        paragraph.replace("bridge", "tunnel").replace("council", "assembly")
    );
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(html.as_bytes()).expect("compressed");
    folder.write("pages/0004.html.gz", gzip.finish().expect("compressed"));
    folder.write("pages/README.md", "Pages of the crawl, one file each.\n");
    let ran = run(&["extract", "--format", "jsonl", text(&folder.path("pages"))]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let lines = ran.lines();
    assert_eq!(
        (lines.len(), &lines[0]["id"], &lines[0]["title"]),
        (1, &json!("0004"), &json!("Bridge reopens"))
    );
}

#[test]
fn completions_and_the_man_page_are_written() {
    let completions = run(&["generate", "completions", "bash"]);
    assert!(completions.status == 0 && completions.out.contains("timeline"));
    let man = run(&["generate", "man"]);
    assert!(man.status == 0 && man.out.contains(".TH dateline") && man.out.contains("dateline\\-run(1)"));
    let man = run(&["generate", "man", "run"]);
    assert!(
        man.status == 0 && man.out.contains(".TH dateline-run") && man.out.contains("store"),
        "{}",
        man.out
    );
    assert_eq!(run(&["generate", "man", "dance"]).status, 2);
}

#[test]
fn explain_tells_the_rule_behind_each_event() {
    let ran = run(&["explain", "France condemned Germany on Monday.", "--date", "2024-05-07"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.contains("ACCUSE") && ran.out.contains("rests on") && !ran.out.contains('\x1b'),
        "{}",
        ran.out
    );
    assert_eq!(run(&["explain", "   "]).status, 2);
    assert_eq!(run(&["explain", "It rained.", "--date", "yesterday"]).status, 2);
}

#[test]
fn every_command_prints_the_format_asked_for() {
    let folder = Folder::new();
    let input = folder.write("in.jsonl", documents(0..3));
    let store = folder.path("t.db");
    assert_eq!(run(&["run", text(&input), "--store", text(&store)]).status, 0);
    let explained = ["explain", "France condemned Germany on Monday.", "--date", "2024-05-07"];
    let commands: [&[&str]; 7] = [
        &["extract", text(&input)],
        &["code", text(&input)],
        &["annotate", "--layer", "timex", text(&input)],
        &["annotate", "--layer", "names", text(&input)],
        &["timeline", "--store", text(&store)],
        &["show", "doc-0001", "--store", text(&store)],
        &explained,
    ];
    for command in commands {
        let ran = |format: &str| run(&[command, &["--format", format]].concat());
        for format in ["json", "jsonl", "table"] {
            let ran = ran(format);
            assert_eq!(ran.status, 0, "{command:?} {format}: {}", ran.err);
            match format {
                "json" => {
                    assert!(serde_json::from_str::<Value>(&ran.out).is_ok(), "{command:?}: {}", ran.out)
                }
                "jsonl" => assert!(!ran.lines().is_empty(), "{command:?}"),
                _ => assert!(
                    serde_json::from_str::<Value>(&ran.out).is_err() && !ran.out.is_empty(),
                    "{command:?}"
                ),
            }
        }
        let csv = ran("csv");
        if command[0] == "explain" {
            assert_eq!(csv.status, 2, "a tree has no columns");
            continue;
        }
        let mut rows = csv.out.lines();
        let columns = rows.next().map(|head| head.split(',').count());
        assert!(columns > Some(4) && rows.next().is_some(), "{command:?}: {}", csv.out);
    }
    let ran = run(&["annotate", "--layer", "conllu", "--format", "csv", text(&input)]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
}

#[test]
fn odd_documents_are_documents() {
    let text = "France condemned Germany on Monday.";
    let documents = [
        json!({"id": 7, "date": "2025-05-07", "title": "A number for an id", "text": text}),
        json!({"id": "nulls", "title": null, "url": null, "published": null, "byline": null, "text": text}),
        json!({"id": "empty", "text": ""}),
        json!({"id": "nul", "date": "2025-05-07", "title": "N\0UL", "text": "France\0 condemned Germany on Monday.\0"}),
        json!({"id": "rtl", "date": "2025-05-07", "title": "\u{202e}RTL", "text": "\u{5e9}\u{5dc}\u{5d5}\u{5dd} France condemned Germany on Monday."}),
        json!({"id": "emoji", "date": "2025-05-07", "title": "\u{1f1eb}\u{1f1f7}", "text": "\u{1f621}\u{1f621} France condemned Germany on Monday. \u{1d4b3}"}),
        json!({"id": "crlf", "date": "2025-05-07", "title": "Lines", "text": "It rained.\r\n\r\nFrance condemned Germany on Monday.\r\n"}),
        json!({"id": "crawled", "fetched": "2025-05-07T10:00:00Z", "title": "No date", "text": text}),
        json!({"id": "long", "date": "2025-05-07", "title": "Long", "text": format!("{text} {}", "Nothing else was said about it at all. ".repeat(4_000))}),
    ];
    let input: String = documents.iter().map(|d| format!("{d}\n")).collect();
    let ran = run_with(&["code", "-"], input.as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("long: only the first"), "{}", ran.err);
    let lines = ran.lines();
    assert_eq!(lines.len(), documents.len());
    for (document, line) in documents.iter().zip(&lines) {
        let id = &document["id"];
        assert_eq!(line["doc_id"], id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let events = line["events"].as_array().expect("events");
        assert_eq!(events.is_empty(), id == "empty", "{line}");
        let title = document["title"].as_str().unwrap_or_default();
        let whole: Vec<char> =
            format!("{title}\n{}", document["text"].as_str().unwrap_or_default()).chars().collect();
        for event in events {
            let at = |name: &str| event[name].as_u64().expect("a number") as usize;
            let slice: String = whole[at("start")..at("end")].iter().collect();
            assert_eq!(Some(slice.as_str()), event["evidence"].as_str(), "{id}");
            assert_eq!(event["date"].is_null(), event["date_basis"].is_null(), "{id}");
        }
    }
    // What nobody dated has no date; the day of the crawl resolves a weekday.
    assert_eq!(lines[1]["events"][0]["date"], Value::Null);
    assert_eq!(lines[7]["events"][0]["date"], "2025-05-05");
}

#[test]
fn headlines_of_crawl_text_are_told_from_outlets_names_and_menus() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/crawl-text");
    let ran = run(&["extract", "--format", "jsonl", text(&samples)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let titles: Vec<String> =
        ran.lines().iter().map(|l| l["title"].as_str().unwrap_or("-").to_owned()).collect();
    let expected = [
        "Duterte makes first appearance before ICC judges by video link",
        "EU and Britain widen sanctions on Russian oil fleet",
        "Putin Agrees to Pause Energy Strikes After Call With Trump",
        "Last hostages freed as leaders sign Gaza document in Egypt",
        "Thai Jets Bomb Cambodian Targets As Border Fighting Kills 12",
    ];
    assert_eq!(titles, expected);
    let bodies: Vec<Value> = ran.lines();
    let reprint = bodies[4]["text"].as_str().unwrap_or_default();
    assert!(reprint.starts_with("BANGKOK"), "the agency's line is no paragraph: {reprint}");
}

#[test]
fn actors_of_the_user_are_read_in_both_formats() {
    let folder = Folder::new();
    let line = json!({"doc_id": "x", "dct": "2024-05-07", "title": "Zorvik Compact condemns France",
        "text": "The Zorvik Compact condemned France on Monday."})
    .to_string();
    let own = folder.write("mine.tsv", "O\tNOR\tREB\tZorvik Compact\t\t\n");
    let petrarch = folder.write("Mine.actors.txt", "ZORVIK_COMPACT_ [NORREB]\n");
    for file in [own, petrarch] {
        let ran = run_with(&["code", "--actors", text(&file), "-"], line.as_bytes());
        let lines = ran.lines();
        let actor = &lines[0]["events"][0]["actors"][0];
        assert_eq!(
            (&actor["country"], &actor["sector"]),
            (&json!("NOR"), &json!("REB")),
            "{} {}",
            ran.out,
            ran.err
        );
    }
    let broken = folder.write("broken.actors.txt", "ZORVIK [NOR\n");
    let ran = run_with(&["code", "--actors", text(&broken), "-"], line.as_bytes());
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("broken.actors.txt") && ran.err.contains("line 1"), "{}", ran.err);
}
