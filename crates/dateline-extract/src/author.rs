//! Bylines: people, without "By", roles and handles; agencies apart.

use crate::dates;

/// What a byline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    pub(crate) people: Vec<String>,
    pub(crate) agency: Option<String>,
}

const AGENCIES: &[&str] = &[
    "Reuters",
    "AFP",
    "Agence France-Presse",
    "Associated Press",
    "The Associated Press",
    "AP",
    "Xinhua",
    "TASS",
    "Interfax",
    "ANI",
    "PTI",
    "IANS",
    "UPI",
    "DPA",
    "Kyodo",
    "Yonhap",
    "Anadolu Agency",
    "Bloomberg",
    "EFE",
    "ANSA",
    "Press Association",
    "PA",
    "AAP",
];

/// Words that begin a role, after a name.
const ROLES: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "staff",
    "writer",
    "journalist",
    "columnist",
    "contributor",
    "bureau",
    "chief",
    "senior",
    "special",
    "political",
    "diplomatic",
    "for",
    "in",
    "at",
    "of",
    "news",
    "desk",
    "team",
    "producer",
    "analyst",
    "professor",
];

/// Whole bylines that name nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "staff",
    "staff writer",
    "staff reporter",
    "web desk",
    "news desk",
    "newsroom",
    "editorial",
    "editorial team",
    "online",
    "contributor",
    "guest",
    "anonymous",
    "unknown",
];

pub(crate) fn people(line: &str) -> Byline {
    let mut out = Byline::default();
    let line = line.trim();
    if line.len() > 300 || line.starts_with("http") {
        return out;
    }
    let line = people_front(line);
    for part in line.split([',', ';', '|', '&', '/', '•', '·']).flat_map(|part| part.split(" and ")) {
        let name = part.trim().trim_matches(['-', '–', '—', '.', '"']).trim();
        let name = if name.contains('(') && name.ends_with(')') && !name.starts_with('(') {
            name
        } else {
            name.trim_matches(['(', ')']).trim()
        };
        if let Some(agency) = AGENCIES.iter().find(|agency| name.eq_ignore_ascii_case(agency)) {
            out.agency.get_or_insert_with(|| (*agency).to_owned());
            continue;
        }
        if is_credential(name)
            && let Some(last) = out.people.last_mut()
        {
            last.push_str(", ");
            last.push_str(name);
            continue;
        }
        if is_name(name) && !out.people.iter().any(|had| had == name) {
            out.people.push(name.to_owned());
        }
    }
    out
}

/// What follows "By", "Written by", ...
fn people_front(line: &str) -> &str {
    let lower = line.to_lowercase();
    let fronts = [
        "written by",
        "posted by",
        "reported by",
        "reviewed by",
        "story by",
        "words by",
        "author:",
        "author",
        "by:",
        "by",
    ];
    let line = fronts
        .iter()
        .find(|front| {
            lower.starts_with(**front)
                && lower.get(front.len()..).is_some_and(|rest| rest.starts_with([' ', ':', '\u{a0}']))
        })
        .map_or(line, |front| line.get(front.len()..).unwrap_or(line));
    line.trim_start_matches([':', ' ', '\u{a0}'])
}

/// The same of a visible line, which may hold anything: names are capitalised, and nothing else stands beside them but a date.
pub(crate) fn shown(line: &str) -> Byline {
    if line.split_whitespace().count() > 16 {
        return Byline::default();
    }
    // "Jane Roe 3 May 2024", and "3 May 2024 · Jane Roe".
    let behind = line
        .rfind(|c: char| c.is_ascii_digit())
        .map(|at| line[at + 1..].trim_start_matches(|c: char| !c.is_alphabetic()));
    for part in [Some(line), behind].into_iter().flatten() {
        let mut out = people(front(part));
        for name in &mut out.people {
            *name = without_role(name);
        }
        if out.people.first().is_some_and(|name| is_capitalised(name)) {
            out.people.retain(|name| is_capitalised(name));
            return out;
        }
        if out.agency.is_some() {
            return Byline { people: Vec::new(), ..out };
        }
    }
    Byline::default()
}

/// What stands before a date, a bar or the like.
fn front(text: &str) -> &str {
    const ENDS: [&str; 11] =
        ["|", " - ", " – ", " • ", " · ", " on ", " in ", " published", " updated", " posted", " last "];
    let lower = text.to_lowercase();
    // Lower case may be longer in bytes; then only the digits are looked for.
    let same = lower.len() == text.len();
    let end = ENDS
        .iter()
        .filter_map(|end| lower.find(end).filter(|at| same && *at > 0))
        .chain(text.find(|c: char| c.is_ascii_digit()))
        .filter(|at| text.is_char_boundary(*at))
        .min()
        .unwrap_or(text.len());
    let mut front = text[..end].trim_end();
    while let Some((before, last)) = front.rsplit_once(' ')
        && (dates::month(last.trim_matches(|c: char| !c.is_alphabetic())).is_some() || last.len() == 1)
        && end < text.len()
    {
        front = before.trim_end_matches([' ', ',', '·', '|', '-', '–']);
    }
    front
}

/// "Jane Roe Senior Staff Writer" -> "Jane Roe": a line that ends with what somebody is begins with two words, or three with an
/// initial, of a name.
fn without_role(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let role = words.last().is_some_and(|last| ROLE_NOUNS.contains(&last.to_lowercase().as_str()));
    if !role || words.len() < 3 {
        return name.to_owned();
    }
    let initial = words[1].trim_end_matches('.').chars().count() == 1;
    words[..if initial { 3 } else { 2 }].join(" ")
}

/// What people are, as their bylines say.
const ROLE_NOUNS: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "writer",
    "staff",
    "coordinator",
    "executive",
    "manager",
    "director",
    "contributor",
    "specialist",
    "analyst",
    "founder",
    "ceo",
    "officer",
    "expert",
    "consultant",
    "strategist",
    "columnist",
    "journalist",
    "producer",
    "president",
    "engineer",
    "chief",
    "author",
    "operations",
];

/// The byline among the lines around a title: "By Jane Roe | 3 May 2024", or a label with the name in the next line.
pub(crate) fn among<'t>(lines: impl Iterator<Item = &'t str>) -> Option<Byline> {
    const LABELS: [&str; 12] = [
        "by",
        "written by",
        "posted by",
        "words by",
        "author",
        "by:",
        "author:",
        "written by:",
        "article by",
        "authors",
        "authors:",
        "contributors:",
    ];
    const FRONTS: [&str; 12] = [
        "by ",
        "by: ",
        "written by",
        "posted by",
        "words by",
        "reported by",
        "story by",
        "author: ",
        "article by",
        "authors: ",
        "contributors: ",
        "text by",
    ];
    let mut labelled = false;
    for text in lines {
        let lower = text.to_lowercase();
        let within = lower.find("was written by ").filter(|_| lower.len() == text.len());
        if labelled || within.is_some() || FRONTS.iter().any(|front| lower.starts_with(front)) {
            let from = within.map_or(0, |at| at + "was ".len());
            let byline = text.get(from..).map(shown).unwrap_or_default();
            if !byline.people.is_empty() || byline.agency.is_some() {
                return Some(byline);
            }
            // A pen name of one word, if the line is nothing else.
            let rest = people_front(text).trim();
            if rest.len() < text.len() && is_pen_name(rest) {
                return Some(Byline { people: vec![rest.to_owned()], agency: None });
            }
        }
        labelled = LABELS.contains(&lower.trim());
    }
    None
}

fn is_pen_name(word: &str) -> bool {
    let lower = word.to_lowercase();
    (3..=20).contains(&word.len())
        && word.chars().all(char::is_alphanumeric)
        && word.chars().any(char::is_alphabetic)
        && !NOBODY.contains(&lower.as_str())
        && !OTHER.contains(&lower.as_str())
        && !ROLES.contains(&lower.as_str())
}

/// Who is shown with a portrait: the line is a name, and a picture is called so.
pub(crate) fn portrayed<'t>(mut lines: impl Iterator<Item = &'t str>, pictures: &[String]) -> Option<Byline> {
    let pictured = |line: &&str| {
        (2..=4).contains(&line.split_whitespace().count())
            && is_capitalised(line)
            && !line.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '|' | '&'))
            && pictures.iter().any(|picture| is_portrait(picture, line))
    };
    let line = lines.find(pictured)?;
    Some(people(line)).filter(|byline| !byline.people.is_empty())
}

/// "Jane Roe", "Jane Roe's avatar", "Headshot of Jane Roe".
fn is_portrait(picture: &str, name: &str) -> bool {
    let Some(at) = picture.find(name) else { return false };
    let rest = [&picture[..at], &picture[at + name.len()..]].concat().to_lowercase();
    rest.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
        matches!(
            word,
            "s" | "avatar"
                | "headshot"
                | "photo"
                | "picture"
                | "image"
                | "portrait"
                | "profile"
                | "of"
                | "author"
                | "for"
                | "pic"
        )
    })
}

/// A house, a team or a pen name, where no person is told.
pub(crate) fn collective(line: &str) -> Option<String> {
    let name = people_front(line.trim());
    let lower = name.to_lowercase();
    let empty =
        ["admin", "administrator", "anonymous", "unknown", "guest", "editor", "author", "user", "webmaster"];
    (!name.is_empty()
        && name.len() <= 60
        && name.split_whitespace().count() <= 6
        && !name.contains(['@', '/', '<', '{'])
        && name.chars().any(char::is_alphabetic)
        && !name.starts_with("http")
        && !empty.contains(&lower.as_str())
        && !lower
            .split_whitespace()
            .any(|word| ["view", "more", "posts", "read", "share", "follow"].contains(&word)))
    .then(|| name.to_owned())
}

fn is_capitalised(name: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "van", "der", "den", "von", "bin", "al", "el", "la", "le", "du", "da", "di", "dos", "del",
        "ter", "y", "ibn", "st",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| {
            word.trim_start_matches('(').starts_with(char::is_uppercase)
                || PARTICLES.contains(&word.to_lowercase().as_str())
        })
        && !words.iter().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            OTHER.contains(&word.as_str())
        })
}

/// Words of labels and titles that no person bears.
const OTHER: &[&str] = &[
    "the",
    "about",
    "author",
    "more",
    "read",
    "view",
    "all",
    "posts",
    "published",
    "updated",
    "by",
    "share",
    "follow",
    "min",
    "team",
    "staff",
    "minutes",
    "subscribe",
    "contact",
    "our",
    "editorial",
    "reviewed",
    "written",
    "articles",
    "blog",
    "news",
    "digital",
    "security",
    "marketing",
    "senior",
    "expert",
];

/// "MD", "Ph.D.": part of how people sign, unlike their roles.
fn is_credential(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = part.chars().filter(|c| c.is_uppercase()).count();
    (2..=5).contains(&letters)
        && capitals * 2 >= letters
        && part.len() <= 8
        && part.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '-'))
        && part.starts_with(|c: char| c.is_ascii_uppercase())
        && (capitals == letters
            || part.contains('.')
            || matches!(part, "PhD" | "PharmD" | "DrPH" | "EdD" | "MSc" | "BSc"))
}

fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower = name.to_lowercase();
    !words.is_empty()
        && words.len() <= 5
        && name.len() >= 3
        && !name.contains(['@', ':', '<', '{', '/'])
        && (!name.contains('.') || name.contains(' '))
        && !name.chars().any(|c| c.is_ascii_digit())
        && name.chars().next().is_some_and(char::is_alphabetic)
        && !NOBODY.contains(&lower.as_str())
        && !lower.contains(" of ")
        && !ROLES.contains(&lower.split_whitespace().next().unwrap_or_default())
        // "Staff Reporter" is nobody; "Jane Roe Reporter" is somebody with a role.
        && (words.len() > 2
            || !lower.split_whitespace().last().is_some_and(|last| ROLE_NOUNS.contains(&last)))
}

#[cfg(test)]
mod tests {
    use super::{among, people, portrayed, shown};

    #[test]
    fn bylines_as_pages_write_them() {
        for (line, names, agency) in [
            ("By Jane Roe", vec!["Jane Roe"], None),
            ("BY JANE ROE and John Doe, Staff Writers", vec!["JANE ROE", "John Doe"], None),
            ("Jane Roe, Reuters", vec!["Jane Roe"], Some("Reuters")),
            ("Written by: Jane Roe | @jroe", vec!["Jane Roe"], None),
            ("Jane Roe, PhD, MD", vec!["Jane Roe, PhD, MD"], None),
            ("admin", vec![], None),
            ("AFP", vec![], Some("AFP")),
            ("Byron Roe", vec!["Byron Roe"], None),
        ] {
            let got = people(line);
            assert_eq!(
                (got.people, got.agency.as_deref()),
                (names.into_iter().map(str::to_owned).collect(), agency),
                "{line}"
            );
        }
    }

    #[test]
    fn names_in_visible_lines() {
        for (line, want) in [
            ("Jane Roe 3 May 2024", vec!["Jane Roe"]),
            ("Jane Roe December 12, 2024", vec!["Jane Roe"]),
            ("Dec. 19, 2025 · Jane Roe on behalf of the team", vec!["Jane Roe"]),
            ("Jane Roe Senior Staff Writer", vec!["Jane Roe"]),
            ("By Jane Q. Roe, Director of Operations", vec!["Jane Q. Roe"]),
            ("Jane Roe (JRoe)", vec!["Jane Roe (JRoe)"]),
            ("Digital Security Expert", vec![]),
            ("talks stall again", vec![]),
        ] {
            assert_eq!(shown(line).people, want, "{line}");
        }
    }

    #[test]
    fn lines_beside_the_title() {
        let told = |lines: &[&str]| among(lines.iter().copied()).map(|b| b.people.join("; "));
        assert_eq!(told(&["Talks", "Article by", "Jane Roe"]).as_deref(), Some("Jane Roe"));
        assert_eq!(told(&["by ibby"]).as_deref(), Some("ibby"));
        assert_eq!(
            told(&["This post was written by Jane Roe, Head of Marketing"]).as_deref(),
            Some("Jane Roe")
        );
        assert_eq!(told(&["Talks stall by the river", "3 May 2024"]), None);
        let seen = |lines: &[&str], pictures: &[&str]| {
            let pictures: Vec<String> = pictures.iter().map(|p| (*p).to_owned()).collect();
            portrayed(lines.iter().copied(), &pictures).map(|b| b.people.join("; "))
        };
        assert_eq!(seen(&["World News", "Jane Roe"], &["Headshot of Jane Roe"]).as_deref(), Some("Jane Roe"));
        assert_eq!(seen(&["Jane Roe"], &["Jane Roe speaks in the capital"]), None);
    }
}
