//! `run` and what reads its store: incremental, the same whatever the order, and whole after any end.

mod common;

use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Folder, dateline, documents, dump, ran, run, text};
use dateline_store::Store;

fn into_store(inputs: &[&Path], store: &Path, jobs: &str) -> common::Ran {
    let mut arguments = vec!["run", "--jobs", jobs, "--store", text(store)];
    arguments.extend(inputs.iter().map(|path| text(path)));
    run(&arguments)
}

#[test]
fn the_same_pages_again_add_nothing_and_order_plays_no_part() {
    let folder = Folder::new();
    let (a, b) = (folder.write("a.jsonl", documents(0..15)), folder.write("b.jsonl", documents(10..30)));
    let (first, second) = (folder.path("first.db"), folder.path("second.db"));
    assert_eq!(into_store(&[&a, &b], &first, "1").status, 0);
    let once = dump(&first);
    assert_eq!(into_store(&[&b, &a], &first, "2").status, 0);
    assert_eq!(dump(&first), once);
    assert_eq!(Store::open(&first).expect("a store").counts().expect("counts").pages, 30);
    // The other way round, in two runs, on several threads.
    into_store(&[&b], &second, "4");
    into_store(&[&a], &second, "3");
    assert_eq!(dump(&second), once);
}

#[test]
fn timeline_and_show_read_what_run_wrote() {
    let folder = Folder::new();
    let input = folder.write("in.jsonl", documents(0..8));
    let store = folder.path("t.db");
    let ran = run(&["run", text(&input), "--store", text(&store), "--timeline", "--format", "table"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.contains("ACCUSE") && ran.out.contains("France") && !ran.out.contains('\x1b'),
        "{}",
        ran.out
    );
    // Not a terminal: neither bar nor summary.
    assert!(!ran.err.contains("pages ("), "{}", ran.err);
    let timeline = |filter: &[&str]| {
        let mut arguments = vec!["timeline", "--store", text(&store), "--format", "jsonl"];
        arguments.extend(filter);
        run(&arguments)
    };
    let all = timeline(&[]);
    assert_eq!(all.lines().len(), 8, "{}", all.out);
    let days: Vec<String> =
        all.lines().iter().map(|l| l["date"].as_str().unwrap_or_default().to_owned()).collect();
    assert!(days.is_sorted(), "{days:?}");
    assert_eq!(timeline(&["--actor", "FRA"]).lines().len(), 2);
    assert_eq!(timeline(&["--actor", "FRA", "--actor", "germany"]).lines().len(), 2);
    assert_eq!(timeline(&["--actor", "FRA", "--actor", "KEN"]).status, 1);
    assert_eq!(timeline(&["--type", "accuse"]).lines().len(), 8);
    assert_eq!(timeline(&["--type", "ASSAULT"]).status, 1);
    assert_eq!(timeline(&["--type", "QUARREL"]).status, 2);
    assert_eq!(timeline(&["--status", "planned"]).status, 1);
    assert_eq!(timeline(&["--from", "2024-03-03", "--to", "2024-03-05"]).lines().len(), 3);
    assert_eq!(timeline(&["--text", "number 0"]).lines().len(), 1);
    // What a full-text index would take for its own syntax is somebody's text.
    assert_eq!(timeline(&["--text", "\"5 AND (*"]).status, 1);
    let event = &all.lines()[0];
    let key = event["id"].as_str().expect("a key");
    let shown = run(&["show", &key[..10], "--store", text(&store), "--format", "table"]);
    assert!(shown.status == 0 && shown.out.contains("condemned"), "{}{}", shown.out, shown.err);
    let article = run(&["show", "doc-0003", "--store", text(&store), "--format", "jsonl"]);
    assert_eq!(article.lines()[0]["published"], "2024-03-04");
    assert_eq!(run(&["show", "nothing-of-the-kind", "--store", text(&store)]).status, 1);
    let csv = run(&["timeline", "--store", text(&store), "--format", "csv"]);
    assert_eq!(csv.out.lines().count(), 9);
}

/// Documents that a run is given at once, more than go into one batch.
const FED: usize = 300;

/// Starts a run that never comes to the end of its input, however fast the machine is, and ends it by `end` once a first batch is
/// stored.
fn cut(store: &Path, end: impl Fn(&mut std::process::Child)) -> common::Ran {
    let mut child = dateline(&["run", "-", "--store", text(store), "--jobs", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || {
        let mut alive = stdin.write_all(documents(0..FED).as_bytes()).is_ok();
        // The same document again and again adds nothing, but lets the run see a signal.
        while alive {
            alive = stdin.write_all(documents(0..1).as_bytes()).is_ok();
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let started = Instant::now();
    while child.try_wait().expect("a child").is_none() && started.elapsed() < Duration::from_secs(300) {
        let stored = store.is_file().then(|| Store::open(store).and_then(|s| s.counts()).map(|c| c.pages));
        if matches!(stored, Some(Ok(1..))) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    end(&mut child);
    let ended = ran(child.wait_with_output().expect("it ends"));
    writer.join().expect("the pipe is closed");
    ended
}

#[test]
fn a_killed_run_goes_on_to_the_same_store() {
    let folder = Folder::new();
    let input = folder.write("in.jsonl", documents(0..FED + 50));
    let (whole, killed) = (folder.path("whole.db"), folder.path("killed.db"));
    assert_eq!(into_store(&[&input], &whole, "2").status, 0);
    cut(&killed, |child| child.kill().expect("killed"));
    let held = Store::open(&killed).expect("usable after the kill").counts().expect("counts").pages;
    assert!(held > 0 && held <= FED as u64, "{held}");
    assert_eq!(into_store(&[&input], &killed, "2").status, 0);
    assert_eq!(dump(&killed), dump(&whole));
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_usable_store_and_says_so() {
    let folder = Folder::new();
    let store = folder.path("t.db");
    let ended = cut(&store, |child| {
        let pid = child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill").success());
    });
    assert_eq!(ended.status, 130, "{}", ended.err);
    assert!(ended.err.contains("goes on with the rest"), "{}", ended.err);
    let held = Store::open(&store).expect("usable").counts().expect("counts").pages;
    assert!(held > 0 && held <= FED as u64, "{held}");
    assert_eq!(run(&["timeline", "--store", text(&store)]).status, 0);
}
