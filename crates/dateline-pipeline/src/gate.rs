//! How much may be in flight.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Counts what is between the reader and the caller. The reader waits at the gate; results open it in the order of the input, so
/// the oldest page is always being worked on and the gate cannot lock for good.
pub(crate) struct Gate {
    state: Mutex<State>,
    opened: Condvar,
    most: usize,
    most_bytes: usize,
}

#[derive(Default)]
struct State {
    pages: usize,
    bytes: usize,
    closed: bool,
}

impl Gate {
    pub(crate) fn new(most: usize, most_bytes: usize) -> Self {
        Self { state: Mutex::default(), opened: Condvar::new(), most: most.max(1), most_bytes }
    }

    /// Waits for room; one page always has room, however large. `false` once the gate is closed.
    pub(crate) fn enter(&self, bytes: usize) -> bool {
        let full = |s: &mut State| {
            !s.closed && s.pages > 0 && (s.pages >= self.most || s.bytes + bytes > self.most_bytes)
        };
        let mut state = self.opened.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        state.pages += 1;
        state.bytes += bytes;
        !state.closed
    }

    pub(crate) fn leave(&self, bytes: usize) {
        let mut state = self.lock();
        state.pages = state.pages.saturating_sub(1);
        state.bytes = state.bytes.saturating_sub(bytes);
        self.opened.notify_one();
    }

    /// Lets the reader through to see that nobody waits for it.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.opened.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Numbers cannot be left half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
