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
    let lower = line.to_lowercase();
    let line = ["written by", "posted by", "reported by", "story by", "author:", "by:", "by"]
        .iter()
        .find(|front| lower.starts_with(**front) && lower[front.len()..].starts_with([' ', ':', '\u{a0}']))
        .map_or(line, |front| line.get(front.len()..).unwrap_or(line));
    let line = line.trim_start_matches([':', ' ', '\u{a0}']);
    for part in line.split([',', ';', '|', '&', '/', '•', '·']).flat_map(|part| part.split(" and ")) {
        let name = part.trim().trim_matches(['-', '–', '—', '.', '(', ')', '"']).trim();
        if let Some(agency) = AGENCIES.iter().find(|agency| name.eq_ignore_ascii_case(agency)) {
            out.agency.get_or_insert_with(|| (*agency).to_owned());
            continue;
        }
        if is_name(name) && !out.people.iter().any(|had| had == name) {
            out.people.push(name.to_owned());
        }
    }
    out
}

fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower = name.to_lowercase();
    !words.is_empty()
        && words.len() <= 5
        && name.len() >= 3
        && !name.contains(['@', ':', '<', '{'])
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
