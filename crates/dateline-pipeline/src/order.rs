//! Work on many threads, results in the order of the input, and a cap on all that is in between.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::gate::Gate;

/// Items between reader and writer, for each thread; more would only wait.
const AHEAD: usize = 8;
/// Bytes of items between reader and writer. One item passes however large it is.
const BYTES: usize = 24 << 20;
/// Without a result for so long, the caller may write out what it holds back.
const QUIET: Duration = Duration::from_millis(500);
/// Trees of documents are bounded, yet the code of others likes room.
const STACK: usize = 8 << 20;

/// Calls `work` on every item on `jobs` threads, each with a state of its own, and `take` on the results in the order of the items. Stops
/// early when `take` breaks. The answer is the value that it broke with. `size` tells the bytes of an item.
pub fn each<T, S, R, B>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    size: impl Fn(&T) -> usize + Sync,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<B>,
) -> Option<B>
where
    T: Send,
    R: Send,
{
    each_or_quiet(items, jobs, size, state, work, |result| match result {
        Some(result) => take(result),
        None => ControlFlow::Continue(()),
    })
}

/// As [`each`]; `take` has `None` now and then while no results come, because the input is a stream that pauses.
pub fn each_or_quiet<T, S, R, B>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    size: impl Fn(&T) -> usize + Sync,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut take: impl FnMut(Option<R>) -> ControlFlow<B>,
) -> Option<B>
where
    T: Send,
    R: Send,
{
    let jobs = jobs.max(1);
    let gate = Gate::new(jobs * AHEAD, BYTES);
    thread::scope(|scope| {
        // The gate bounds what is in the channels.
        let (give, get) = channel::<(u64, usize, T)>();
        let (done, results) = channel::<(u64, usize, R)>();
        let get = Arc::new(Mutex::new(get));
        let named = |name: String| thread::Builder::new().name(name).stack_size(STACK);
        for number in 0..jobs {
            let (get, done, state, work) = (Arc::clone(&get), done.clone(), &state, &work);
            let worker = move || {
                let mut own = state();
                loop {
                    let next = get.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, bytes, item)) = next else { break };
                    if done.send((number, bytes, work(&mut own, item))).is_err() {
                        break;
                    }
                }
            };
            // A thread that the system refuses leaves its work to the others.
            let _ = named(format!("{WORKER}{number}")).spawn_scoped(scope, worker);
        }
        drop((get, done));
        let (gate, size) = (&gate, &size);
        let reader = move || {
            for (number, item) in items.enumerate() {
                let bytes = size(&item);
                if !gate.enter(bytes) || give.send((number as u64, bytes, item)).is_err() {
                    break;
                }
            }
        };
        let _ = named("dateline-reader".to_owned()).spawn_scoped(scope, reader);
        let (mut waiting, mut next) = (BTreeMap::new(), 0);
        loop {
            match results.recv_timeout(QUIET) {
                Ok((number, bytes, result)) => drop(waiting.insert(number, (bytes, result))),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    if let ControlFlow::Break(value) = take(None) {
                        gate.close();
                        return Some(value);
                    }
                }
            }
            while let Some((bytes, result)) = waiting.remove(&next) {
                next += 1;
                gate.leave(bytes);
                if let ControlFlow::Break(value) = take(Some(result)) {
                    gate.close();
                    return Some(value);
                }
            }
        }
    })
}

/// Beginning of the names of the threads that work on pages, whose panics are caught and told as failures of a page.
pub const WORKER: &str = "dateline-worker-";

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{each, each_or_quiet};

    #[test]
    fn a_stream_that_pauses_is_told() {
        let (give, get) = std::sync::mpsc::channel();
        give.send(1).unwrap();
        let mut give = Some(give);
        let mut got = Vec::new();
        let broke = each_or_quiet(
            get.into_iter(),
            2,
            |_| 1,
            || (),
            |(), n: u64| n,
            |n| {
                // The stream ends only after its pause was told.
                if n.is_none() {
                    give = None;
                }
                got.push(n);
                ControlFlow::<()>::Continue(())
            },
        );
        assert_eq!(broke, None);
        assert!(got.first() == Some(&Some(1)) && got.contains(&None), "{got:?}");
    }

    #[test]
    fn results_come_in_the_order_of_the_items_whatever_the_threads() {
        for jobs in [1, 2, 7] {
            let mut got = Vec::new();
            let broke = each(
                0..500u64,
                jobs,
                |_| 1 << 20,
                || (),
                |(), n| {
                    std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 50));
                    n * 2
                },
                |n| {
                    got.push(n);
                    ControlFlow::<()>::Continue(())
                },
            );
            assert_eq!(broke, None);
            assert_eq!(got, (0..500).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn it_stops_when_the_taker_does() {
        let mut taken = 0;
        let broke = each(
            0..,
            3,
            |_| 1,
            || (),
            |(), n: u64| n,
            |n| {
                taken += 1;
                if n == 41 { ControlFlow::Break("enough") } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!((broke, taken), (Some("enough"), 42));
    }
}
