//! The title without the site's name: the visible heading, weighed against what the page's head says.

use crate::byline::unescape;
use crate::dates;
use crate::features::is_stop;
use crate::meta::{Meta, clean};

/// Words of the longest heading; longer ones are summaries set large.
const LONGEST: usize = 30;
/// Closeness (see [`closeness`]) from which a heading is surely the title of the head, and below which it is surely another.
const AGREES: usize = 60;
const DIFFERS: usize = 20;
/// The same where a page has several first headings, or one below them.
const DIFFERS_MANY: usize = 40;
/// Closeness of two writings of one title.
const SAME: usize = 95;

/// What stands between a title and the site's name.
const BARS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "];

impl Meta {
    pub(crate) fn title(&self, outlet: Option<&str>) -> String {
        let candidates = [
            self.meta(&["og:title", "twitter:title"]),
            self.ld_text("headline").map(|t| unescape(&t)),
            Some(self.title_element.clone()),
        ];
        let told: Vec<String> = candidates
            .into_iter()
            .flatten()
            .map(|t| without_site(&clean(&t), outlet))
            .filter(|t| !t.is_empty() && outlet.is_none_or(|o| !o.eq_ignore_ascii_case(t)))
            .collect();
        straight(&self.heading(&told, outlet).or_else(|| told.first().cloned()).unwrap_or_default())
    }

    /// The heading that readers were given, where it agrees with what the page's head says.
    fn heading(&self, told: &[String], outlet: Option<&str>) -> Option<String> {
        // What the title element ends with is the site's name, if a heading ends with it too.
        let whole = clean(&self.title_element);
        let last = BARS
            .iter()
            .filter_map(|bar| whole.rsplit_once(bar))
            .map(|(_, last)| last)
            .min_by_key(|l| l.len());
        let bare = |heading: &String| {
            let heading = heading.trim();
            let stripped = last.filter(|last| last.split_whitespace().count() <= 3).and_then(|last| {
                let front = heading.strip_suffix(last)?;
                BARS.iter()
                    .find_map(|bar| front.strip_suffix(bar))
                    .filter(|f| f.split_whitespace().count() >= 3)
            });
            without_bar(stripped.unwrap_or(heading), outlet)
        };
        let headings: Vec<String> = self.headings.iter().map(bare).collect();
        let fits = |h: &&String| {
            h.len() > 8
                && h.split_whitespace().count() <= LONGEST
                && outlet.is_none_or(|o| !o.eq_ignore_ascii_case(h))
                && !is_domain(h)
                && !self.is_site(h, told)
        };
        // What stands before a bar is the whole title, whatever the site says of itself behind it.
        let begins = |told: &str, heading: &str| {
            told.strip_prefix(heading).is_some_and(|rest| BARS.iter().any(|bar| rest.starts_with(bar)))
        };
        let most = |near: fn(&str, &str) -> usize, heading: &str| {
            let one = |told: &String| if begins(told, heading) { AGREES } else { near(heading, told) };
            told.iter().map(one).max().unwrap_or(AGREES)
        };
        let own = || headings.iter().filter(fits);
        let agrees = own().find(|h| most(closeness, h) >= AGREES);
        if agrees.is_none()
            && let Some(same) =
                told.iter().find(|told| self.subheadings.iter().any(|h| closeness(h, told) >= SAME))
        {
            return Some(same.clone());
        }
        // Of the others the first that has most words in common which mean something.
        let least = if self.headings.len() > 1 { DIFFERS_MANY } else { DIFFERS };
        let near = |h: &str| most(meaning, h).max(if least == DIFFERS { most(closeness, h) } else { 0 });
        let best = agrees.or_else(|| own().rev().max_by_key(|h| near(h)).filter(|h| near(h) >= least))?;
        // Of two writings of one title that in capitals tells less.
        if !best.contains(char::is_lowercase) {
            let same = |told: &&String| {
                let front = told.get(..best.len()).filter(|front| front.eq_ignore_ascii_case(best));
                front.is_some_and(|front| told.len() == best.len() || begins(told, front))
            };
            if let Some(same) = told.iter().find(same) {
                return same.get(..best.len()).map(str::to_owned);
            }
        }
        // A date, a rubric or a counter may stand within the heading, before or behind what the head calls the title.
        let within = told.iter().find(|told| is_with_label(best, told));
        Some(within.unwrap_or(best).clone())
    }

    /// Whether a heading is the site's name: the title element has it beside the title that the rest of the head tells.
    fn is_site(&self, heading: &str, told: &[String]) -> bool {
        let Some(first) = told.first() else { return false };
        let whole = clean(&self.title_element);
        let rest = whole.strip_prefix(heading).or_else(|| whole.strip_suffix(heading));
        rest.is_some_and(|rest| {
            let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
            !rest.is_empty()
                && closeness(rest, first) >= 90
                && closeness(heading, first) < AGREES
                && !first.contains(heading)
        })
    }
}

/// Whether a block of text is the title, as a heading writes it.
pub(crate) fn is_title(text: &str, title: &str) -> bool {
    if title.is_empty() || text.len() > title.len() + 60 {
        return false;
    }
    let text = straight(text);
    text == title || without_bar(&text, None) == title || is_with_label(&text, title)
}

/// Whether the heading is the title and up to four words more at one end that belong to no sentence.
fn is_with_label(heading: &str, title: &str) -> bool {
    if title.split_whitespace().count() < 4 {
        return false;
    }
    let label = |rest: &str| (1..=4).contains(&rest.split_whitespace().count());
    let before = heading.strip_suffix(title).is_some_and(|rest| {
        let dated = || rest.split(|c: char| !c.is_alphabetic()).any(|word| dates::month(word).is_some());
        label(rest) && (rest.trim_end().ends_with(':') || dated())
    });
    before
        || heading
            .strip_prefix(title)
            .is_some_and(|rest| label(rest) && rest.trim_start().starts_with(['(', '[']))
}

/// Apostrophes as keyboards write them, so that a title is the same string whether the heading or the head gives it.
fn straight(title: &str) -> String {
    title.replace(['’', '‘'], "'")
}

/// "Talks stall | The Courier" in a heading: nothing else is written with a bar.
fn without_bar(heading: &str, outlet: Option<&str>) -> String {
    let Some((front, back)) = heading.rsplit_once(" | ") else {
        // A dash sets off the site's name only where it is known to be that.
        let named = [" - ", " – ", " — ", " • "].iter().find_map(|separator| {
            let (front, back) = heading.rsplit_once(separator)?;
            outlet.is_some_and(|outlet| similar(back, outlet)).then_some(front)
        });
        return named.unwrap_or(heading).trim().to_owned();
    };
    let few = back.split_whitespace().count() <= 4;
    if few && front.split_whitespace().count() >= 3 {
        without_bar(front.trim(), outlet)
    } else {
        heading.to_owned()
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Words that both have, in a hundred of the mean length.
fn closeness(a: &str, b: &str) -> usize {
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|w| b.contains(w)).count();
    200 * common / (a.len() + b.len()).max(1)
}

/// The same of the words that no sentence needs.
fn meaning(a: &str, b: &str) -> usize {
    let bare =
        |text: &str| words(text).into_iter().filter(|word| !is_stop(word)).collect::<Vec<_>>().join(" ");
    closeness(&bare(a), &bare(b))
}

fn similar(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|w| b.contains(w)).count();
    !a.is_empty() && common * 10 >= a.len() * 8 && common * 10 >= b.len() * 5
}

/// "Talks stall | The Courier" -> "Talks stall".
fn without_site(title: &str, outlet: Option<&str>) -> String {
    for separator in BARS {
        if let Some((front, back)) = title.rsplit_once(separator) {
            let site =
                |part: &str| is_domain(part) || outlet.is_some_and(|o| similar(part, o) || similar(o, part));
            let named = site(back);
            if named || (back.split_whitespace().count() <= 4 && front.split_whitespace().count() >= 4) {
                return without_site(front.trim(), outlet);
            }
        }
    }
    // Some put themselves first.
    for separator in BARS {
        if let Some((front, back)) = title.split_once(separator)
            && (is_domain(front.rsplit(BARS[0]).next().unwrap_or(front))
                || outlet.is_some_and(|outlet| outlet.eq_ignore_ascii_case(front.trim())))
            && back.split_whitespace().count() >= 3
        {
            return without_site(back.trim(), outlet);
        }
    }
    let bare = title.split_once(' ').filter(|(front, back)| is_domain(front) && back.contains(' '));
    bare.map_or(title, |(_, back)| back).to_owned()
}

/// "thecourier.example".
fn is_domain(part: &str) -> bool {
    let part = part.trim();
    let last = part.rsplit_once('.').map_or("", |(_, last)| last);
    (2..=8).contains(&last.len())
        && last.chars().all(|c| c.is_ascii_lowercase())
        && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use crate::dom::Dom;
    use crate::meta;

    fn title(html: &str) -> String {
        meta::gather(&Dom::parse(html)).title(Some("The Courier"))
    }

    #[test]
    fn the_title_without_the_site() {
        for (html, want) in [
            ("<title>Talks stall in the north | The Courier</title>", "Talks stall in the north"),
            (
                "<title>Talks stall in the north - Courier</title><h1>Talks stall in the North</h1>",
                "Talks stall in the North",
            ),
            (
                "<title>Talks stall in the north | Opinion</title><h1>Talks stall in the north | Opinion</h1>",
                "Talks stall in the north",
            ),
            (
                "<meta property=og:title content='Talks stall again today'><title>Notes of a man: Talks stall again today</title><h1>Notes of a man</h1>",
                "Talks stall again today",
            ),
            (
                "<title>Talks stall again today</title><h1>3 May 2024 Talks stall again today</h1>",
                "Talks stall again today",
            ),
            (
                "<title>Talks stall again today</title><h1>Blog: Talks stall again today</h1>",
                "Talks stall again today",
            ),
            (
                "<title>Talks stall</title><h1>Talks stall, and nobody is surprised</h1>",
                "Talks stall, and nobody is surprised",
            ),
            ("<title>Talks stall | courier.example</title>", "Talks stall"),
            ("<title>courier.example Talks stall</title><h1>courier.example</h1>", "Talks stall"),
            ("<title>The Courier - Talks stall in the north</title>", "Talks stall in the north"),
            (
                "<title>Talks stall in the north – Post - Post</title><h1>Talks stall in the north – Post</h1>",
                "Talks stall in the north",
            ),
            ("<title>Minister’s aide resigns over leak</title>", "Minister's aide resigns over leak"),
            (
                "<title>Minister resigns over a leak</title><h1>The Courier</h1>",
                "Minister resigns over a leak",
            ),
            (
                "<title>Talks stall | We tell of ports, of ships and of those who sail in them, in the north and in the south</title>\
                 <h1>Talks stall</h1>",
                "Talks stall",
            ),
            (
                "<title>Where the talks stall</title><h1>Next in your guide to the north and the sea</h1>\
                 <h1>The talks of the north stall</h1><h1>More of what we read in the week</h1>",
                "The talks of the north stall",
            ),
            (
                "<title>What do ministers want? | The Courier</title><h2>What do ministers want?</h2><h1>What they want is peace</h1>",
                "What do ministers want?",
            ),
            (
                "<title>Talks stall in the north again | The Courier</title><h1>TALKS STALL IN THE NORTH AGAIN</h1>",
                "Talks stall in the north again",
            ),
            (
                "<title>Courier! | courier.example - Talks stall in the north</title>",
                "Talks stall in the north",
            ),
        ] {
            assert_eq!(title(html), want, "{html}");
        }
    }
}
