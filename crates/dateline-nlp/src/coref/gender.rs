//! Whether a mention means a woman or a man, by its titles, role nouns and given names.

use crate::actor::lower_is;

const FEMALE_TITLES: &[&str] = &["mrs", "ms", "miss", "queen", "princess", "lady", "dame", "madam"];
const MALE_TITLES: &[&str] = &["mr", "king", "prince", "sir", "lord", "sheikh"];
const FEMALE_ROLES: &[&str] = &[
    "woman",
    "women",
    "girl",
    "mother",
    "wife",
    "sister",
    "daughter",
    "widow",
    "actress",
    "nun",
    "housewife",
    "schoolgirl",
    "queen",
    "princess",
    "aunt",
];
const MALE_ROLES: &[&str] = &[
    "man",
    "men",
    "boy",
    "father",
    "husband",
    "brother",
    "son",
    "king",
    "prince",
    "priest",
    "monk",
    "imam",
    "uncle",
    "bishop",
    "archbishop",
];
const FEMALE_NAMES: &[&str] = &[
    "maria",
    "anna",
    "angela",
    "hillary",
    "condoleezza",
    "margaret",
    "theresa",
    "ursula",
    "giorgia",
    "kamala",
    "michelle",
    "laura",
    "melania",
    "jacinda",
    "julia",
    "helen",
    "elizabeth",
    "mary",
    "sarah",
    "susan",
    "nancy",
    "christine",
    "christina",
    "cristina",
    "dilma",
    "sheikh hasina",
    "hasina",
    "khaleda",
    "benazir",
    "indira",
    "sonia",
    "megawati",
    "gloria",
    "corazon",
    "aung",
    "tzipi",
    "golda",
    "ellen",
    "joyce",
    "catherine",
    "carrie",
    "svetlana",
    "sviatlana",
    "yulia",
    "olga",
    "tatiana",
    "natalia",
    "elena",
    "irina",
    "kaja",
    "sanna",
    "mette",
    "erna",
    "magdalena",
    "ana",
    "claudia",
    "xiomara",
    "dina",
    "marine",
    "segolene",
    "martine",
    "emma",
    "jane",
    "linda",
    "barbara",
    "karen",
    "lisa",
    "amy",
    "rachel",
    "rebecca",
    "victoria",
    "alice",
    "diana",
    "annalena",
    "federica",
    "samantha",
    "madeleine",
    "nikki",
    "liz",
    "fatima",
    "aisha",
    "leila",
    "malala",
    "shirin",
    "nadia",
    "rania",
    "asma",
    "zainab",
    "mariam",
    "salome",
    "maia",
    "vjosa",
    "kolinda",
    "dalia",
    "ingrida",
    "evika",
    "zuzana",
    "katalin",
    "beata",
    "ewa",
    "rosa",
    "carmen",
    "isabel",
    "keiko",
    "yuriko",
    "sanae",
    "ivanka",
    "greta",
    "marie",
    "sophie",
    "charlotte",
    "caroline",
    "jennifer",
    "patricia",
    "jessica",
    "kristalina",
    "kellyanne",
    "karoline",
    "pam",
    "kristi",
    "tulsi",
    "susie",
    "viola",
];

/// b'f', b'm' or 0.
pub(super) fn of_pronoun(word: &str) -> u8 {
    if lower_is(word, &["he", "him", "his", "himself"]) {
        b'm'
    } else if lower_is(word, &["she", "her", "hers", "herself"]) {
        b'f'
    } else {
        0
    }
}

/// b'f', b'm' or 0.
pub(super) fn of_words(words: &str) -> u8 {
    for w in words.split(|c: char| !c.is_alphabetic()) {
        if lower_is(w, FEMALE_TITLES)
            || lower_is(w, FEMALE_ROLES)
            || w.ends_with("woman")
            || lower_is(w, FEMALE_NAMES) && w.starts_with(char::is_uppercase)
        {
            return b'f';
        }
        if lower_is(w, MALE_TITLES)
            || lower_is(w, MALE_ROLES)
            || (w.ends_with("man") && w.len() > 5 && w.starts_with(char::is_lowercase))
            || lower_is(w, MALE_NAMES) && w.starts_with(char::is_uppercase)
        {
            return b'm';
        }
    }
    0
}

const MALE_NAMES: &[&str] = &[
    "john", "james", "robert", "michael", "william", "david", "richard", "joseph", "thomas", "charles", "daniel", "matthew",
    "anthony", "mark", "donald", "steven", "paul", "andrew", "george", "kenneth", "edward", "brian", "ronald", "timothy", "jason",
    "jeffrey", "gary", "stephen", "eric", "peter", "jack", "bill", "jim", "joe", "bob", "tom", "mike", "tony", "ben", "sam",
    "mohamed", "mohammed", "muhammad", "mohammad", "ahmed", "ahmad", "mahmoud", "ali", "hassan", "hussein", "ibrahim", "omar",
    "khalid", "abdullah", "yusuf", "mustafa", "vladimir", "sergei", "sergey", "alexander", "dmitry", "mikhail", "ivan", "boris",
    "igor", "nikolai", "jose", "juan", "carlos", "luis", "pedro", "jorge", "miguel", "francisco", "antonio", "fernando", "jean",
    "pierre", "francois", "jacques", "michel", "hans", "klaus", "wolfgang", "karl", "giovanni", "mario", "marco", "giuseppe",
    "kofi", "nelson", "emmanuel", "samuel", "isaac", "yoweri", "raila", "william", "narendra", "rahul", "imran", "nawaz", "kenji",
    "shinzo", "hiroshi",
];
