//! The closed vocabularies of the record: PLOVER event types, modes and sectors, status, country codes.

use std::fmt;
use std::str::FromStr;

/// A code that the vocabulary does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode(pub String);

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown code {:?}", self.0)
    }
}

impl std::error::Error for UnknownCode {}

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it is written in records.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;
            fn from_str(text: &str) -> Result<Self, UnknownCode> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(UnknownCode(text.to_owned())) }
            }
        }
    };
}

vocabulary!(
    /// The 16 event types of PLOVER (codebook of September 2021).
    EventType {
        Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE", Cooperate = "COOPERATE",
        Aid = "AID", Retreat = "RETREAT", Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT",
        Threaten = "THREATEN", Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE",
        Coerce = "COERCE", Assault = "ASSAULT",
    }
);

vocabulary!(
    /// PLOVER modes; which type takes which is told by [`EventType::modes`].
    Mode {
        Visit = "visit", ThirdParty = "third-party", Multilateral = "multilateral", Phone = "phone",
        Withdraw = "withdraw", Release = "release", Disarm = "disarm", Ceasefire = "ceasefire",
        Access = "access", Resign = "resign", Assist = "assist", Change = "change", Yield = "yield",
        Meet = "meet", Disapprove = "disapprove", Allege = "allege", Investigate = "investigate",
        Restrict = "restrict", Arrest = "arrest", Relations = "relations", Expel = "expel",
        Territory = "territory", Violence = "violence", Demo = "demo", Riot = "riot", Strike = "strike",
        Hunger = "hunger", Boycott = "boycott", Obstruct = "obstruct", Vandalize = "vandalize",
        Convict = "convict", Discontinue = "discontinue", Troops = "troops", Weapons = "weapons",
        Police = "police", Militia = "militia", Seize = "seize", Censor = "censor", Curfew = "curfew",
        MartialLaw = "martial-law", Deport = "deport", Withhold = "withhold",
        Misinformation = "misinformation", Cyber = "cyber", Abduct = "abduct", Beat = "beat",
        Torture = "torture", Sexual = "sexual", Targeted = "targeted", Destroy = "destroy",
        Primitive = "primitive", Firearms = "firearms", Explosives = "explosives",
        SuicideAttack = "suicide-attack", Aerial = "aerial", Drone = "drone",
        HeavyWeapons = "heavy-weapons", CrowdControl = "crowd-control",
        Unconventional = "unconventional",
    }
);

vocabulary!(
    /// Whether and how the text says that it happened.
    Status { Happened = "happened", Planned = "planned", Negated = "negated", Hypothetical = "hypothetical" }
);

vocabulary!(
    /// PLOVER sectors.
    Sector {
        /// The executive.
        Gov = "GOV", Leg = "LEG", Jud = "JUD", Mil = "MIL", Cop = "COP", Spy = "SPY", Pty = "PTY",
        Opp = "OPP", Reb = "REB",
        /// Pro-government militia.
        Prm = "PRM",
        /// Unidentified armed.
        Uaf = "UAF",
        /// Criminals.
        Crm = "CRM",
        Cvl = "CVL", Jrn = "JRN", Edu = "EDU", Med = "MED", Rel = "REL", Lab = "LAB", Agr = "AGR",
        Bus = "BUS",
        /// Former officials.
        Eli = "ELI",
        /// Refugees.
        Ref = "REF",
        /// Civil society.
        Soc = "SOC",
        Unk = "UNK",
    }
);

impl EventType {
    /// The modes that the coding guide allows for the type.
    pub const fn modes(self) -> &'static [Mode] {
        use Mode as M;
        match self {
            Self::Consult => &[M::Visit, M::ThirdParty, M::Multilateral, M::Phone],
            Self::Retreat => &[M::Withdraw, M::Release, M::Disarm, M::Ceasefire, M::Access, M::Resign],
            Self::Request | Self::Reject => &[M::Assist, M::Change, M::Yield, M::Meet],
            Self::Accuse => &[M::Disapprove, M::Allege, M::Investigate],
            Self::Threaten => &[M::Restrict, M::Arrest, M::Relations, M::Expel, M::Territory, M::Violence],
            Self::Protest => &[M::Demo, M::Riot, M::Strike, M::Hunger, M::Boycott, M::Obstruct, M::Vandalize],
            Self::Sanction => &[M::Convict, M::Expel, M::Withdraw, M::Discontinue],
            Self::Mobilize => &[M::Troops, M::Weapons, M::Police, M::Militia],
            Self::Coerce => &[
                M::Seize,
                M::Restrict,
                M::Censor,
                M::Curfew,
                M::MartialLaw,
                M::Arrest,
                M::Deport,
                M::Withhold,
                M::Misinformation,
                M::Cyber,
            ],
            Self::Assault => &[
                M::Abduct,
                M::Beat,
                M::Torture,
                M::Sexual,
                M::Targeted,
                M::Destroy,
                M::Primitive,
                M::Firearms,
                M::Explosives,
                M::SuicideAttack,
                M::Aerial,
                M::Drone,
                M::HeavyWeapons,
                M::CrowdControl,
                M::Unconventional,
            ],
            Self::Agree | Self::Support | Self::Concede | Self::Cooperate | Self::Aid => &[],
        }
    }
}

/// ISO 3166-1 alpha-3 code of a state, or one of the bodies' codes `UNO EUR IGO NGO MNC IMG ISM`.
// Invariant: three upper-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    pub const fn new(code: &str) -> Option<Self> {
        let b = code.as_bytes();
        if b.len() == 3 && b[0].is_ascii_uppercase() && b[1].is_ascii_uppercase() && b[2].is_ascii_uppercase()
        {
            Some(Self([b[0], b[1], b[2]]))
        } else {
            None
        }
    }

    pub fn as_str(&self) -> &str {
        // Three ASCII letters by the invariant.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether it is a body rather than a state.
    pub fn is_body(self) -> bool {
        matches!(&self.0, b"UNO" | b"EUR" | b"IGO" | b"NGO" | b"MNC" | b"IMG" | b"ISM")
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Country {
    type Err = UnknownCode;
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::new(text).ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Country, EventType, Mode, Sector};

    #[test]
    fn every_name_reads_back() {
        assert_eq!(EventType::ALL.len(), 16);
        assert!(EventType::ALL.iter().all(|t| t.name().parse() == Ok(*t)));
        assert!(Mode::ALL.iter().all(|m| m.name().parse() == Ok(*m)));
        assert!(Sector::ALL.iter().all(|s| s.name().parse() == Ok(*s)));
        assert!("MEET".parse::<EventType>().is_err());
    }

    #[test]
    fn every_mode_belongs_to_a_type() {
        assert!(Mode::ALL.iter().all(|m| EventType::ALL.iter().any(|t| t.modes().contains(m))));
    }

    #[test]
    fn a_country_is_three_capitals() {
        assert_eq!("RUS".parse::<Country>().map(|c| c.to_string()).as_deref(), Ok("RUS"));
        assert!("rus".parse::<Country>().is_err() && "RU".parse::<Country>().is_err());
        assert!(Country::new("UNO").is_some_and(Country::is_body));
    }
}
