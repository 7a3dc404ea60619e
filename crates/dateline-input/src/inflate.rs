//! Decompression as one buffered stream that knows where it is in the input, and that goes on behind damage.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use crate::ReadErrorKind;

const GZIP: &[u8] = b"\x1f\x8b\x08";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Raw bytes of a member that are kept, so that the next member can be found when this one is damaged: a decoder may take more
/// than it understands.
const KEPT: usize = 4 << 20;

/// Counts the bytes that were taken from the input, and can give those of the current member once more.
struct Counted<R> {
    inner: BufReader<R>,
    taken: u64,
    kept: Vec<u8>,
    again: Vec<u8>,
    again_at: usize,
}

impl<R: Read> Counted<R> {
    /// A new member begins here.
    fn mark(&mut self) {
        self.kept.clear();
    }

    /// Back to the byte after the member's first one; stays where it is if the member is longer than what is kept.
    fn rewind(&mut self) {
        if self.kept.len() > 1 && self.kept.len() < KEPT {
            self.taken -= self.kept.len() as u64 - 1;
            let mut again = self.kept.split_off(1);
            again.extend_from_slice(&self.again[self.again_at..]);
            self.again = again;
            self.again_at = 0;
        }
        self.kept.clear();
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let n = chunk.len().min(into.len());
        into[..n].copy_from_slice(&chunk[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.again_at < self.again.len() {
            return Ok(&self.again[self.again_at..]);
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.taken += n as u64;
        let from_again = self.again_at < self.again.len();
        if self.kept.len() < KEPT {
            let chunk = if from_again { &self.again[self.again_at..] } else { self.inner.buffer() };
            self.kept.extend_from_slice(&chunk[..n.min(chunk.len())]);
        }
        if from_again {
            self.again_at += n;
        } else {
            self.inner.consume(n);
        }
    }
}

enum Source<R: Read> {
    Plain(Counted<R>),
    Gzip(Box<GzDecoder<Counted<R>>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, Counted<R>>>),
    Ended,
}

/// The input without its compression. A damaged gzip member ends the stream once ([`Inflate::take_damage`] tells why);
/// [`Inflate::resume`] goes on with the next member.
pub(crate) struct Inflate<R: Read> {
    source: Source<R>,
    buffer: Vec<u8>,
    at: usize,
    /// Start of the member that the buffer came from; for plain inputs the offset of the buffer.
    member: u64,
    damage: Option<io::Error>,
}

impl<R: Read> Inflate<R> {
    pub(crate) fn new(reader: R) -> Result<Self, ReadErrorKind> {
        let mut input = Counted {
            inner: BufReader::with_capacity(1 << 16, reader),
            taken: 0,
            kept: Vec::new(),
            again: Vec::new(),
            again_at: 0,
        };
        let head = input.fill_buf().map_err(ReadErrorKind::Io)?;
        let source = if head.starts_with(GZIP) {
            Source::Gzip(Box::new(GzDecoder::new(input)))
        } else if head.starts_with(ZSTD)
            || (head.len() > 4 && head[1..4] == *b"\x2a\x4d\x18" && head[0] & 0xf0 == 0x50)
        {
            Source::Zstd(Box::new(
                zstd::stream::read::Decoder::with_buffer(input).map_err(ReadErrorKind::Io)?,
            ))
        } else {
            Source::Plain(input)
        };
        Ok(Self { source, buffer: Vec::new(), at: 0, member: 0, damage: None })
    }

    /// Offset in the input as given: exact for plain inputs, the member's start for gzip, the frame's reading position for zstd.
    pub(crate) fn offset(&self) -> u64 {
        match &self.source {
            Source::Plain(_) => self.member + self.at as u64,
            _ => self.member,
        }
    }

    pub(crate) fn take_damage(&mut self) -> Option<io::Error> {
        self.damage.take()
    }

    /// At least `n` bytes of what comes next, fewer at the end of the stream.
    pub(crate) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < n {
            let before = self.buffer.len();
            if !self.more()? || self.buffer.len() == before {
                break;
            }
        }
        Ok(&self.buffer[self.at..])
    }

    /// Goes on behind damage. `false` when nothing follows.
    pub(crate) fn resume(&mut self) -> bool {
        self.at = self.buffer.len();
        let input = match std::mem::replace(&mut self.source, Source::Ended) {
            Source::Gzip(decoder) => decoder.into_inner(),
            other => {
                self.source = other;
                return false;
            }
        };
        let mut input = input;
        input.rewind();
        self.next_member(input, true)
    }

    /// Starts the next gzip member, passing over what lies before its magic if `search`.
    fn next_member(&mut self, mut input: Counted<R>, search: bool) -> bool {
        let mut tail: Vec<u8> = Vec::new();
        loop {
            let Ok(chunk) = input.fill_buf() else { return false };
            if chunk.is_empty() {
                return false;
            }
            if chunk.starts_with(GZIP) || (chunk.len() < 3 && GZIP.starts_with(chunk)) {
                self.member = input.taken;
                input.mark();
                self.source = Source::Gzip(Box::new(GzDecoder::new(input)));
                return true;
            }
            if !search && tail.is_empty() && !chunk.iter().all(|b| *b == 0) {
                self.damage =
                    Some(io::Error::new(io::ErrorKind::InvalidData, "bytes behind the last gzip member"));
            }
            tail.push(0);
            let skip = memchr::memmem::find(&chunk[1..], GZIP).map_or(chunk.len(), |at| at + 1);
            // Two bytes are kept when the chunk ends, lest the magic is cut in two.
            let skip = if skip == chunk.len() && skip > 2 { skip - 2 } else { skip };
            input.consume(skip.max(1));
        }
    }

    /// Reads more into the buffer; `false` at the end of the stream or at damage.
    fn more(&mut self) -> io::Result<bool> {
        if self.damage.is_some() {
            return Ok(false);
        }
        if self.at > 0 {
            if matches!(self.source, Source::Plain(_)) {
                self.member += self.at as u64;
            }
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let old = self.buffer.len();
        self.buffer.resize(old + (1 << 16), 0);
        let into = &mut self.buffer[old..];
        let read = loop {
            let read = match &mut self.source {
                Source::Plain(input) => input.inner.read(into),
                Source::Gzip(decoder) => decoder.read(into),
                Source::Zstd(decoder) => decoder.read(into),
                Source::Ended => Ok(0),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        match read {
            Ok(n) => {
                self.buffer.truncate(old + n);
                if n > 0 {
                    return Ok(true);
                }
                let Source::Gzip(_) = &self.source else { return Ok(false) };
                // Bytes of one member only are in the buffer at a time, so that an offset is that of a member.
                if old > 0 {
                    return Ok(false);
                }
                if let Source::Gzip(decoder) = std::mem::replace(&mut self.source, Source::Ended) {
                    return Ok(self.next_member(decoder.into_inner(), false) && self.more()?);
                }
                Ok(false)
            }
            Err(error) => {
                self.buffer.truncate(old);
                if matches!(self.source, Source::Plain(_)) {
                    return Err(error);
                }
                self.damage = Some(error);
                Ok(false)
            }
        }
    }
}

impl<R: Read> BufRead for Inflate<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.more()?;
        }
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.buffer.len());
    }
}

impl<R: Read> Read for Inflate<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let n = chunk.len().min(into.len());
        into[..n].copy_from_slice(&chunk[..n]);
        self.consume(n);
        Ok(n)
    }
}

pub(crate) fn kind_of(error: io::Error) -> ReadErrorKind {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => ReadErrorKind::Truncated("a compressed member"),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => ReadErrorKind::Damaged(error.to_string()),
        _ => ReadErrorKind::Io(error),
    }
}
