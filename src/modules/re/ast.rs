//! What a pattern says, as a tree, with the flags that apply at each place worked in.

use super::class::{Case, Set};

pub const IGNORECASE: u32 = 2;
pub const LOCALE: u32 = 4;
pub const MULTILINE: u32 = 8;
pub const DOTALL: u32 = 16;
pub const UNICODE: u32 = 32;
pub const VERBOSE: u32 = 64;
pub const DEBUG: u32 = 128;
pub const ASCII: u32 = 256;
/// Those of which only one can hold.
pub const TYPE_FLAGS: u32 = LOCALE | UNICODE | ASCII;

/// Stands for "without end".
pub const MAXREPEAT: u32 = u32::MAX;

/// A place rather than text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// `\A`, and `^` without MULTILINE.
    Beginning,
    BeginningLine,
    /// `$` without MULTILINE: also before a final newline.
    End,
    EndLine,
    /// `\z`, `\Z`.
    EndString,
    /// `\b` or `\B`, by which characters make words.
    Boundary {
        unicode: bool,
        negated: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Debug)]
pub enum Node {
    /// `(?!)`.
    Failure,
    Literal(u32, Case),
    Any {
        newline: bool,
    },
    Set(Box<Set>),
    At(At),
    /// A group in parentheses; its number if it captures.
    Group(Option<usize>, Box<Node>),
    Concat(Vec<Node>),
    Branch(Vec<Node>),
    Repeat {
        min: u32,
        max: u32,
        greed: Greed,
        body: Box<Node>,
    },
    Backreference(usize, Case),
    Conditional(usize, Box<Node>, Box<Node>),
    Look {
        behind: bool,
        negated: bool,
        body: Box<Node>,
    },
    Atomic(Box<Node>),
}

/// A parsed pattern.
pub struct Parsed {
    pub node: Node,
    /// Including those the pattern sets itself.
    pub flags: u32,
    /// Capturing groups, without group 0.
    pub groups: usize,
    pub names: Vec<(Vec<u8>, usize)>,
}

/// A width that is as good as none.
pub const LIMIT: u64 = 1 << 62;

/// The fewest and the most characters a node can match.
pub type Width = (u64, u64);

impl Node {
    /// The width, given those of the groups closed so far; whatever is more than [`LIMIT`] counts as that.
    pub fn width(&self, groups: &[Option<Width>]) -> Width {
        let (low, high) = match self {
            Node::Failure | Node::At(_) | Node::Look { .. } => (0, 0),
            Node::Literal(..) | Node::Any { .. } | Node::Set(_) => (1, 1),
            Node::Group(_, body) | Node::Atomic(body) => body.width(groups),
            Node::Concat(nodes) => nodes.iter().fold((0, 0), |(low, high): Width, node| {
                let (least, most) = node.width(groups);
                (low.saturating_add(least), high.saturating_add(most))
            }),
            Node::Branch(nodes) => nodes.iter().fold((LIMIT, 0), |(low, high): Width, node| {
                let (least, most) = node.width(groups);
                (low.min(least), high.max(most))
            }),
            Node::Repeat { min, max, body, .. } => {
                let (least, most) = body.width(groups);
                let times = if *max == MAXREPEAT { LIMIT } else { *max as u64 };
                (least.saturating_mul(*min as u64), most.saturating_mul(times))
            }
            Node::Backreference(group, _) => groups.get(*group).copied().flatten().unwrap_or((0, LIMIT)),
            Node::Conditional(_, yes, no) => {
                let (yes, no) = (yes.width(groups), no.width(groups));
                (yes.0.min(no.0), yes.1.max(no.1))
            }
        };
        (low.min(LIMIT), high.min(LIMIT))
    }

    /// Whether a repeat of this is one of a single character.
    pub fn is_single(&self) -> bool {
        matches!(self, Node::Literal(..) | Node::Any { .. } | Node::Set(_))
    }
}
