//! Sets of characters: Python's categories, ranges, and what counts as the same letter when case is ignored.

use std::sync::OnceLock;

/// How letters are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    Exact,
    Ascii,
    Unicode,
}

/// `\d`, `\s`, `\w`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Category {
    Digit,
    Space,
    Word,
}

/// One part of a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    Range(u32, u32),
    Category { category: Category, unicode: bool, negated: bool },
}

/// A set, with case worked in.
#[derive(Clone, PartialEq, Debug)]
pub struct Set {
    /// The whole answer for the characters below 256.
    low: [u64; 4],
    /// Sorted, not overlapping.
    ranges: Vec<(u32, u32)>,
    categories: Vec<(Category, bool, bool)>,
    negated: bool,
}

impl Set {
    pub fn new(items: &[Item], negated: bool, case: Case) -> Set {
        let mut ranges = Vec::new();
        let mut categories = Vec::new();
        for item in items {
            match *item {
                Item::Range(low, high) => {
                    ranges.push((low, high));
                    add_other_cases(low, high, case, &mut ranges);
                }
                Item::Category { category, unicode, negated } => categories.push((category, unicode, negated)),
            }
        }
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (low, high) in ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        let mut set = Set { low: [0; 4], ranges: merged, categories, negated };
        for point in 0..256 {
            if set.contains_slow(point) {
                set.low[point as usize / 64] |= 1 << (point % 64);
            }
        }
        set
    }

    #[inline(always)]
    pub fn contains(&self, point: u32) -> bool {
        if point < 256 {
            return self.low[point as usize / 64] >> (point % 64) & 1 != 0;
        }
        self.contains_slow(point)
    }

    fn contains_slow(&self, point: u32) -> bool {
        let next = self.ranges.partition_point(|&(low, _)| low <= point);
        let found = next > 0 && point <= self.ranges[next - 1].1
            || self.categories.iter().any(|&(category, unicode, negated)| category.holds(point, unicode) != negated);
        found != self.negated
    }
}

impl Category {
    #[inline]
    pub fn holds(self, point: u32, unicode: bool) -> bool {
        if point < 128 || !unicode {
            let Ok(byte) = u8::try_from(point) else { return false };
            return match self {
                Category::Digit => byte.is_ascii_digit(),
                Category::Word => byte.is_ascii_alphanumeric() || byte == b'_',
                // To `str` the separators 28..31 are whitespace, to `bytes` and under ASCII they are not.
                Category::Space => matches!(byte, 9..=13 | 32) || unicode && matches!(byte, 28..=31),
            };
        }
        match self {
            Category::Space => is_space(point),
            Category::Word => table(&WORDS, r"[\pL\pN_]").contains(point),
            Category::Digit => table(&DIGITS, r"\p{Nd}").contains(point),
        }
    }
}

fn is_space(point: u32) -> bool {
    matches!(point, 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000)
}

static WORDS: OnceLock<Table> = OnceLock::new();
static DIGITS: OnceLock<Table> = OnceLock::new();

/// The members of a Unicode category: a bitmap of the first plane, ranges for the rest.
struct Table {
    low: Vec<u64>,
    ranges: Vec<(u32, u32)>,
}

impl Table {
    fn contains(&self, point: u32) -> bool {
        if point < 0x10000 {
            return self.low[point as usize / 64] >> (point % 64) & 1 != 0;
        }
        let next = self.ranges.partition_point(|&(low, _)| low <= point);
        next > 0 && point <= self.ranges[next - 1].1
    }
}

fn table(cell: &'static OnceLock<Table>, class: &str) -> &'static Table {
    cell.get_or_init(|| {
        let mut made = Table { low: vec![0; 1024], ranges: Vec::new() };
        if let Ok(hir) = regex_syntax::parse(class)
            && let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) = hir.kind()
        {
            made.ranges = class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect();
        }
        for &(low, high) in &made.ranges {
            for point in low..=high.min(0xFFFF) {
                made.low[point as usize / 64] |= 1 << (point % 64);
            }
        }
        made
    })
}

/// The lower-case form, one character for one.
pub fn lower(point: u32, case: Case) -> u32 {
    match case {
        Case::Exact => point,
        Case::Ascii => ascii_lower(point),
        Case::Unicode if point < 128 => ascii_lower(point),
        // Its full lower-case form has two characters.
        Case::Unicode if point == 0x130 => 'i' as u32,
        Case::Unicode => single(char::from_u32(point), point, char::to_lowercase),
    }
}

fn ascii_lower(point: u32) -> u32 {
    if (65..=90).contains(&point) { point + 32 } else { point }
}

fn single<I: Iterator<Item = char>>(character: Option<char>, otherwise: u32, map: fn(char) -> I) -> u32 {
    let mut mapped = character.into_iter().flat_map(map);
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only as u32,
        _ => otherwise,
    }
}

/// The same number for all characters that are one letter in different cases.
fn representative(point: u32) -> u32 {
    let lowered = lower(point, Case::Unicode);
    match lowered {
        // Pairs whose upper-case forms, of several characters, coincide.
        0x1FD3 => 0x390,
        0x1FE3 => 0x3B0,
        0xFB06 => 0xFB05,
        _ => lower(single(char::from_u32(lowered), lowered, char::to_uppercase), Case::Unicode),
    }
}

/// Pairs of representative and character, for all that have other cases; sorted both ways.
struct Cased {
    by_representative: Vec<(u32, u32)>,
    by_character: Vec<(u32, u32)>,
}

fn cased() -> &'static Cased {
    static CASED: OnceLock<Cased> = OnceLock::new();
    CASED.get_or_init(|| {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for point in (0..0x1_F000).filter(|point| char::from_u32(*point).is_some()) {
            let key = representative(point);
            if key != point {
                pairs.push((key, point));
                pairs.push((key, key));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut by_character: Vec<(u32, u32)> = pairs.iter().map(|&(key, point)| (point, key)).collect();
        by_character.sort_unstable();
        Cased { by_representative: pairs, by_character }
    })
}

/// Adds what a range of characters matches besides itself when case is ignored.
pub fn add_other_cases(low: u32, high: u32, case: Case, ranges: &mut Vec<(u32, u32)>) {
    match case {
        Case::Exact => {}
        Case::Ascii => {
            for (first, last, shift) in [(65, 90, 32i64), (97, 122, -32)] {
                let (from, to) = (low.max(first), high.min(last));
                if from <= to {
                    ranges.push(((from as i64 + shift) as u32, (to as i64 + shift) as u32));
                }
            }
        }
        Case::Unicode if high < 128 => {
            // Without the table, which takes a while to build.
            add_other_cases(low, high, Case::Ascii, ranges);
            for (letter, others) in [('i', (0x130, 0x131)), ('k', (0x212A, 0x212A)), ('s', (0x17F, 0x17F))] {
                if [letter as u32, letter as u32 - 32].iter().any(|point| (low..=high).contains(point)) {
                    ranges.push(others);
                }
            }
        }
        Case::Unicode => {
            let cased = cased();
            let start = cased.by_character.partition_point(|&(point, _)| point < low);
            for &(_, key) in cased.by_character[start..].iter().take_while(|&&(point, _)| point <= high) {
                let same = cased.by_representative.partition_point(|&(known, _)| known < key);
                let others = cased.by_representative[same..].iter().take_while(|&&(known, _)| known == key);
                ranges.extend(others.map(|&(_, other)| (other, other)));
            }
        }
    }
}

/// Whether the character has other cases.
pub fn is_cased(point: u32, case: Case) -> bool {
    let mut others = Vec::new();
    add_other_cases(point, point, case, &mut others);
    others.iter().any(|&(other, _)| other != point)
}
