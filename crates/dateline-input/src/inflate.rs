//! Decompression as one buffered stream that knows where it is in the input, and that goes on behind damage.
//!
//! Members (gzip members, zstd frames) are opened one by one rather than left to a decoder of many members: so an offset is
//! that of the member, and the next member can be looked for when one is damaged.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use crate::ReadErrorKind;
use crate::raw::Raw;

const CHUNK: usize = 64 << 10;
/// Largest dictionary of a zstd WARC.
const DICTIONARY: u32 = 16 << 20;

enum Source<R: Read> {
    Plain(Raw<R>),
    Gzip(Box<GzDecoder<Raw<R>>>),
    Zstd(Box<ZstdDecoder<'static, Raw<R>>>),
    /// Behind a member; the next one begins here, if any.
    Between(Raw<R>),
    /// Nothing is read until [`Inflate::resume`] looks for the next member.
    Damaged(Raw<R>),
    Ended,
}

/// What begins at a place of a compressed input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Magic {
    Gzip,
    Zstd,
    /// A frame that decoders pass over, and whether it is where a zstd WARC keeps its dictionary.
    Skippable {
        dictionary: bool,
    },
}

fn magic(bytes: &[u8]) -> Option<Magic> {
    match bytes {
        [0x1f, 0x8b, 8, ..] => Some(Magic::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Magic::Zstd),
        [n @ 0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Magic::Skippable { dictionary: *n == 0x5d }),
        _ => None,
    }
}

/// The input without its compression. A damaged member ends the stream once ([`Inflate::take_damage`] tells why);
/// [`Inflate::resume`] goes on with the next member.
pub(crate) struct Inflate<R: Read> {
    source: Source<R>,
    buffer: Vec<u8>,
    at: usize,
    /// Start of the member that the buffer came from; for plain inputs the offset of the buffer.
    member: u64,
    damage: Option<io::Error>,
    dictionary: Vec<u8>,
}

impl<R: Read> Inflate<R> {
    pub(crate) fn new(reader: R) -> Result<Self, ReadErrorKind> {
        let mut raw = Raw::new(reader);
        let compressed = magic(raw.peek(4).map_err(ReadErrorKind::Io)?).is_some();
        let source = if compressed { Source::Between(raw) } else { Source::Plain(raw) };
        Ok(Self { source, buffer: Vec::new(), at: 0, member: 0, damage: None, dictionary: Vec::new() })
    }

    /// Offset in the input as given: exact for plain inputs, the member's start for compressed ones.
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
        self.peek_until(n, |_| false)
    }

    /// As [`Self::peek`], and fewer where they are enough: a stream may pause.
    pub(crate) fn peek_until(&mut self, n: usize, enough: impl Fn(&[u8]) -> bool) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < n && !enough(&self.buffer[self.at..]) {
            let before = self.buffer.len() - self.at;
            if !self.more()? || self.buffer.len() - self.at == before {
                break;
            }
        }
        Ok(&self.buffer[self.at..])
    }

    /// Gives bytes back that were read last.
    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        let rest = self.buffer.split_off(self.at);
        if let Source::Plain(_) = self.source {
            self.member = (self.member + self.at as u64).saturating_sub(bytes.len() as u64);
        }
        self.buffer.clear();
        self.buffer.extend_from_slice(bytes);
        self.buffer.extend_from_slice(&rest);
        self.at = 0;
    }

    /// Goes on behind damage with the next member. `false` when none follows.
    pub(crate) fn resume(&mut self) -> bool {
        self.at = self.buffer.len();
        let mut raw = match std::mem::replace(&mut self.source, Source::Ended) {
            Source::Gzip(decoder) => decoder.into_inner(),
            Source::Zstd(decoder) => decoder.finish(),
            Source::Between(raw) | Source::Damaged(raw) => raw,
            other => {
                self.source = other;
                return false;
            }
        };
        raw.rewind();
        loop {
            let Ok(chunk) = raw.peek(4) else { return false };
            if chunk.is_empty() {
                return false;
            }
            if matches!(magic(chunk), Some(Magic::Gzip | Magic::Zstd)) {
                return self.open(raw).unwrap_or(false);
            }
            // Three bytes are kept at the end of the chunk, lest the magic is cut in two.
            let next = memchr::memchr2_iter(0x1f, 0x28, &chunk[1..]).map(|at| at + 1).find(|at| {
                let rest = &chunk[*at..];
                rest.len() < 4 || matches!(magic(rest), Some(Magic::Gzip | Magic::Zstd))
            });
            let skip = next.unwrap_or(chunk.len()).max(1);
            raw.consume(skip);
        }
    }

    /// Starts the member that begins here; `false` at the end of the input and before what is no member.
    fn open(&mut self, mut raw: Raw<R>) -> io::Result<bool> {
        loop {
            let start = raw.offset();
            let head = raw.peek(8)?;
            let length = head.get(4..8).and_then(|l| l.try_into().ok()).map_or(0, u32::from_le_bytes);
            let (kind, ended) = (magic(head), head.is_empty());
            match kind {
                Some(Magic::Gzip) => {
                    self.member = start;
                    raw.mark();
                    self.source = Source::Gzip(Box::new(GzDecoder::new(raw)));
                    return Ok(true);
                }
                Some(Magic::Zstd) => {
                    self.member = start;
                    raw.mark();
                    let decoder = ZstdDecoder::with_dictionary(raw, &self.dictionary)?;
                    self.source = Source::Zstd(Box::new(decoder.single_frame()));
                    return Ok(true);
                }
                Some(Magic::Skippable { dictionary }) => {
                    raw.consume(8);
                    if dictionary && start == 0 && length <= DICTIONARY {
                        let mut bytes = Vec::new();
                        (&mut raw).take(length.into()).read_to_end(&mut bytes)?;
                        self.dictionary = if magic(&bytes) == Some(Magic::Zstd) {
                            let mut plain = Vec::new();
                            ZstdDecoder::new(&bytes[..])?.take(DICTIONARY.into()).read_to_end(&mut plain)?;
                            plain
                        } else {
                            bytes
                        };
                    } else {
                        io::copy(&mut (&mut raw).take(length.into()), &mut io::sink())?;
                    }
                }
                None => {
                    // Tapes and some writers fill up with noughts.
                    let noughts = head.iter().take_while(|b| **b == 0).count();
                    if noughts > 0 {
                        raw.consume(noughts);
                        continue;
                    }
                    if !ended {
                        self.member = start;
                        self.damage = Some(io::Error::new(
                            io::ErrorKind::InvalidData,
                            "bytes behind the end of the compressed data",
                        ));
                        self.source = Source::Damaged(raw);
                    } else {
                        self.source = Source::Between(raw);
                    }
                    return Ok(false);
                }
            }
        }
    }

    /// Reads more into the buffer; `false` at the end of the stream or at damage.
    fn more(&mut self) -> io::Result<bool> {
        if self.damage.is_some() || matches!(self.source, Source::Damaged(_)) {
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
        loop {
            self.buffer.resize(old + CHUNK, 0);
            let into = &mut self.buffer[old..];
            let read = match &mut self.source {
                Source::Plain(raw) => raw.read(into),
                Source::Gzip(decoder) => decoder.read(into),
                Source::Zstd(decoder) => decoder.read(into),
                Source::Between(_) | Source::Damaged(_) | Source::Ended => Ok(0),
            };
            self.buffer.truncate(old + *read.as_ref().unwrap_or(&0));
            if let Ok(1..) = read {
                return Ok(true);
            }
            if let (Source::Plain(_), Ok(_)) = (&self.source, &read) {
                return Ok(false);
            }
            let opened = matches!(self.source, Source::Gzip(_) | Source::Zstd(_));
            let (raw, error) = match (std::mem::replace(&mut self.source, Source::Ended), read) {
                (Source::Gzip(decoder), read) => (decoder.into_inner(), read.err()),
                (Source::Zstd(decoder), read) => (decoder.finish(), read.err()),
                (Source::Between(raw), _) => (raw, None),
                (_, read) => return read.map(|_| false),
            };
            // A decoder may end quietly without having taken a byte; to open it again would go on for ever.
            let stuck = raw.offset() <= self.member && opened;
            let error = error.or_else(|| {
                stuck.then(|| io::Error::new(io::ErrorKind::InvalidData, "the compressed data make no sense"))
            });
            if let Some(error) = error {
                if raw.failed {
                    return Err(error);
                }
                self.damage = Some(match error.kind() {
                    io::ErrorKind::UnexpectedEof => error,
                    _ => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
                });
                self.source = Source::Damaged(raw);
                return Ok(false);
            }
            // Bytes of one member only are in the buffer at a time, so that an offset is that of a member.
            if old > 0 {
                self.source = Source::Between(raw);
                return Ok(false);
            }
            if !self.open(raw)? {
                return Ok(false);
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
