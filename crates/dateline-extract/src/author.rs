//! Bylines: people, without "By", roles and handles; agencies apart.

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
        let name = part.trim().trim_matches(['-', '–', '—', '.', '(', ')', '"']).trim();
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

/// The same of a visible line, which may hold anything: names are capitalised, and nothing else stands beside them.
pub(crate) fn shown(line: &str) -> Byline {
    if line.split_whitespace().count() > 16 {
        return Byline::default();
    }
    let mut out = people(line);
    let first = out.people.first().is_some_and(|name| is_capitalised(name));
    if first {
        out.people.retain(|name| is_capitalised(name));
    } else {
        out.people.clear();
    }
    out
}

/// The byline among the lines around a title: "By Jane Roe | 3 May 2024", or a label with the name in the next line.
pub(crate) fn among<'t>(lines: impl Iterator<Item = &'t str>) -> Option<Byline> {
    const LABELS: [&str; 8] =
        ["by", "written by", "posted by", "words by", "author", "by:", "author:", "written by:"];
    let mut labelled = false;
    for text in lines {
        let lower = text.to_lowercase();
        let fronts =
            ["by ", "by: ", "written by", "posted by", "words by", "reported by", "story by", "author: "];
        if labelled || fronts.iter().any(|front| lower.starts_with(front)) {
            let end = ["|", " - ", " – ", " • ", " · ", " on ", " in ", " published", " updated", " posted"]
                .iter()
                .filter_map(|end| lower.find(end))
                .chain(text.find(|c: char| c.is_ascii_digit()))
                .filter(|at| text.is_char_boundary(*at))
                .min()
                .unwrap_or(text.len());
            let byline = shown(&text[..end]);
            if !byline.people.is_empty() || byline.agency.is_some() {
                return Some(byline);
            }
        }
        labelled = LABELS.contains(&lower.trim());
    }
    None
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
        && !empty.contains(&lower.as_str()))
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
            word.chars().next().is_some_and(char::is_uppercase)
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
        && !ROLES.contains(&lower.split_whitespace().next().unwrap_or_default())
        && !lower
            .split_whitespace()
            .last()
            .is_some_and(|last| ["editor", "reporter", "correspondent", "writer", "staff"].contains(&last))
}

#[cfg(test)]
mod tests {
    use super::people;

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
}
