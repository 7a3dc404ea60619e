//! Work on many threads, results in the order of the input.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Items of the input that wait or are worked on, for each thread.
const AHEAD: usize = 4;

/// Calls `work` on every item on `jobs` threads, each with a state of its own, and `take` on the results in the order of the items. Stops
/// early when `take` breaks. The answer is the value that it broke with.
pub fn each<T, S, R, B>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<B>,
) -> Option<B>
where
    T: Send,
    R: Send,
{
    let jobs = jobs.max(1);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let (give, get) = sync_channel::<(u64, T)>(jobs * AHEAD);
        let (done, results) = sync_channel::<(u64, R)>(jobs * AHEAD);
        // One permit for each item between reader and writer, so that a slow page does not let the others pile up behind it.
        let (permit, permits) = sync_channel::<()>(jobs * AHEAD * 2);
        let get = Arc::new(Mutex::new(get));
        for _ in 0..jobs {
            let (get, done, state, work) = (Arc::clone(&get), done.clone(), &state, &work);
            scope.spawn(move || {
                let mut own = state();
                loop {
                    let next = get.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, item)) = next else { break };
                    if done.send((number, work(&mut own, item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop((get, done));
        let stop = &stop;
        scope.spawn(move || {
            for (number, item) in items.enumerate() {
                if stop.load(Ordering::Relaxed)
                    || permit.send(()).is_err()
                    || give.send((number as u64, item)).is_err()
                {
                    break;
                }
            }
        });
        let (mut waiting, mut next) = (BTreeMap::new(), 0);
        for (number, result) in results {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                let _ = permits.recv();
                if let ControlFlow::Break(value) = take(result) {
                    stop.store(true, Ordering::Relaxed);
                    return Some(value);
                }
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::each;

    #[test]
    fn results_come_in_the_order_of_the_items_whatever_the_threads() {
        for jobs in [1, 2, 7] {
            let mut got = Vec::new();
            let broke = each(
                0..500u64,
                jobs,
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
