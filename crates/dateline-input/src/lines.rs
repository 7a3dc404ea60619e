//! Crawl text: a header line ` date YYYY-MM-DD`, perhaps a status number, then the page's text. Further header lines begin
//! further pages.

use std::collections::VecDeque;
use std::io::Read;

use dateline_types::{Body, Date, Origin, Page, SourceKind};

use crate::inflate::{Inflate, kind_of};
use crate::{Context, ReadError, ReadErrorKind};

pub(crate) struct Lines<R: Read> {
    input: Inflate<R>,
    /// Header of the page that is being read, and its offset.
    open: Option<(Date, Option<u16>, u64)>,
    number: usize,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(input: Inflate<R>) -> Self {
        Self { input, open: None, number: 0 }
    }

    /// Reads up to the next page's header; `false` at the end of the input.
    pub(crate) fn next(&mut self, cx: &Context, queue: &mut VecDeque<Result<Page, ReadError>>) -> bool {
        let (mut text, mut line) = (Vec::new(), Vec::new());
        let mut too_large = false;
        loop {
            let offset = self.input.offset();
            let (read, whole) = match crate::line(&mut self.input, cx.limits.record, &mut line) {
                Ok(answer) => answer,
                Err(error) => {
                    self.push(cx, &text, queue);
                    queue.push_back(Err(ReadError {
                        source: cx.source.clone(),
                        offset,
                        kind: kind_of(error),
                    }));
                    return false;
                }
            };
            let head =
                if read > 0 && line.len() < 64 { header(&String::from_utf8_lossy(&line)) } else { None };
            too_large |= !whole || text.len() + line.len() > cx.limits.record;
            if read > 0 && head.is_none() && !too_large {
                text.extend_from_slice(&line);
            }
            if read > 0 && head.is_none() {
                continue;
            }
            if too_large {
                queue.push_back(Err(ReadError {
                    source: cx.source.clone(),
                    offset,
                    kind: ReadErrorKind::TooLarge { limit: cx.limits.record },
                }));
            } else if self.open.is_some() {
                self.push(cx, &text, queue);
            }
            self.open = head.map(|(date, status)| (date, status, offset));
            if let Some(error) = self.input.take_damage() {
                queue.push_back(Err(ReadError { source: cx.source.clone(), offset, kind: kind_of(error) }));
            }
            return read > 0;
        }
    }

    fn push(&mut self, cx: &Context, text: &[u8], queue: &mut VecDeque<Result<Page, ReadError>>) {
        let Some((date, status, offset)) = self.open.take() else { return };
        self.number += 1;
        let stem = crate::stem(&cx.source);
        let id = if self.number == 1 { stem } else { format!("{stem}-{}", self.number) };
        queue.push_back(Ok(Page {
            id,
            url: None,
            fetched: format!("{date}T00:00:00Z").parse().ok(),
            http_status: status,
            body: Body::CrawlText(crate::decode(text, None)),
            origin: Origin { source: cx.source.clone(), offset, kind: SourceKind::CrawlText },
        }));
    }
}

/// ` date 2025-12-28 403`
pub(crate) fn header(line: &str) -> Option<(Date, Option<u16>)> {
    let mut words = line.trim_start_matches('\u{feff}').split_whitespace();
    if words.next()? != "date" {
        return None;
    }
    let date = words.next().filter(|word| word.len() == 10)?.parse().ok()?;
    let status = match words.next() {
        Some(number) => Some(number.parse().ok()?),
        None => None,
    };
    words.next().is_none().then_some((date, status))
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn a_header_is_a_date_and_perhaps_a_status() {
        assert_eq!(
            header(" date 2025-12-28 403").map(|(d, s)| (d.to_string(), s)),
            Some(("2025-12-28".into(), Some(403)))
        );
        assert!(header("date 2025-12-28").is_some());
        for line in ["date of the talks", " date 2025-13-01", " date 2025-12-28 403 x", "The date 2025-12-28"]
        {
            assert_eq!(header(line), None, "{line}");
        }
    }
}
