//! The input as given: buffered, counted, and able to go back to where a compressed member began.

use std::io::{self, BufRead, Read};

const CHUNK: usize = 64 << 10;

/// Raw bytes of a member that are kept, so that the next member can be found when this one is damaged: a decoder may take
/// more than it understands.
const KEPT: usize = 4 << 20;

/// Bytes that may be looked at a second time in one input. Without it an input of nothing but member magics would be read
/// as often as it has bytes.
const SECOND_LOOKS: usize = 256 << 20;

pub(crate) struct Raw<R> {
    inner: R,
    buffer: Vec<u8>,
    at: usize,
    /// Offset of the buffer's first byte in the input.
    start: u64,
    /// Where the current member began in the buffer, as long as it is kept.
    mark: Option<usize>,
    second_looks: usize,
    /// The reader below failed: what a decoder says of it afterwards is no damage of the input.
    pub(crate) failed: bool,
}

impl<R: Read> Raw<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self {
            inner,
            buffer: Vec::new(),
            at: 0,
            start: 0,
            mark: None,
            second_looks: SECOND_LOOKS,
            failed: false,
        }
    }

    pub(crate) fn offset(&self) -> u64 {
        self.start + self.at as u64
    }

    /// A compressed member begins here.
    pub(crate) fn mark(&mut self) {
        self.mark = Some(self.at);
    }

    /// Back to the byte after the member's first one; stays where it is if the member is longer than what is kept.
    pub(crate) fn rewind(&mut self) {
        if let Some(mark) = self.mark.take() {
            if self.at == mark {
                self.consume(1);
            }
            let back = self.at.saturating_sub(mark + 1);
            if back <= self.second_looks {
                self.second_looks -= back;
                self.at -= back;
            }
        }
    }

    /// At least `n` bytes of what comes next, fewer at the end of the input.
    pub(crate) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < n && self.more()? {}
        Ok(&self.buffer[self.at..])
    }

    fn more(&mut self) -> io::Result<bool> {
        if self.mark.is_some_and(|mark| self.at - mark > KEPT) {
            self.mark = None;
        }
        let used = self.mark.unwrap_or(self.at);
        if used > 0 {
            self.buffer.drain(..used);
            self.start += used as u64;
            self.at -= used;
            self.mark = self.mark.map(|_| 0);
        }
        let old = self.buffer.len();
        self.buffer.resize(old + CHUNK, 0);
        let read = loop {
            match self.inner.read(&mut self.buffer[old..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(old + *read.as_ref().unwrap_or(&0));
        self.failed |= read.is_err();
        read.map(|n| n > 0)
    }
}

impl<R: Read> BufRead for Raw<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.buffer.len());
    }
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let n = chunk.len().min(into.len());
        into[..n].copy_from_slice(&chunk[..n]);
        self.consume(n);
        Ok(n)
    }
}
