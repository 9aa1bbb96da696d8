//! Source lines with markers below them: `^` under what went wrong, or, where an operator, a subscript or a call did, `^`
//! under that and `~` under its operands.

use coil_grammar::ast::{Expr, ExprKind, Mod, StmtKind};
use coil_grammar::{LineIndex, Mode, parse};
use unicode_width::UnicodeWidthChar;

use crate::bytecode::code::Position;

/// A place in the lines shown: line from 0, characters from 0.
type Place = (usize, usize);

/// The stretch that gets `^` while the rest of the range gets `~`.
#[derive(Clone, Copy)]
struct Anchors {
    from: Place,
    to: Place,
}

/// What is shown of the lines of `position`, indented by four.
pub fn format(lines: &[String], position: Position) -> String {
    let removed = common_indent(lines);
    let shown: Vec<Vec<char>> = lines
        .iter()
        .map(|line| line.chars().skip(if line.trim().is_empty() { line.len() } else { removed }).collect())
        .collect();
    let last = lines.len() - 1;
    let start = characters(&lines[0], position.column).saturating_sub(removed);
    let end = characters(&lines[last], position.end_column).saturating_sub(removed).min(shown[last].len());
    let anchors = find_anchors(&segment(&shown, start, end));
    let marker =
        show_carets(&shown, start, end, anchors.is_some()).then_some(Marker { shown: &shown, start, end, anchors });
    let mut out = String::new();
    let mut previous: Option<usize> = None;
    for line in significant(shown.len(), anchors) {
        match previous.map(|previous| line - previous) {
            Some(2) => output(&mut out, &shown, line - 1, marker.as_ref()),
            Some(gap) if gap > 2 => out += &format!("    ...<{} lines>...\n", gap - 1),
            _ => {}
        }
        output(&mut out, &shown, line, marker.as_ref());
        previous = Some(line);
    }
    out
}

/// White space that all lines begin with.
fn common_indent(lines: &[String]) -> usize {
    let mut filled = lines.iter().filter(|line| !line.trim().is_empty());
    let Some(first) = filled.next() else { return 0 };
    let mut common: Vec<char> = first.chars().take_while(|c| c.is_whitespace()).collect();
    for line in filled {
        let same = common.iter().zip(line.chars()).take_while(|(a, b)| **a == *b).count();
        common.truncate(same);
    }
    common.len()
}

/// Characters in the first `bytes` bytes.
fn characters(line: &str, bytes: u32) -> usize {
    line.char_indices().take_while(|(offset, _)| *offset < bytes as usize).count()
}

/// The text of the range.
fn segment(lines: &[Vec<char>], start: usize, end: usize) -> Vec<Vec<char>> {
    let mut segment = lines.to_vec();
    if let Some(last) = segment.last_mut() {
        last.truncate(end);
    }
    let first = &mut segment[0];
    first.drain(..start.min(first.len()));
    segment
}

fn joined(lines: &[Vec<char>]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.iter().collect()).collect();
    lines.join("\n")
}

/// Lines that are shown: the first, the last, and those around the anchors.
fn significant(count: usize, anchors: Option<Anchors>) -> Vec<usize> {
    let mut wanted = vec![0, count - 1];
    for (line, _) in anchors.iter().flat_map(|anchors| [anchors.from, anchors.to]) {
        wanted.extend(line.saturating_sub(1)..=line + 1);
    }
    wanted.retain(|&line| line < count);
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

fn output(out: &mut String, shown: &[Vec<char>], line: usize, marker: Option<&Marker>) {
    *out += "    ";
    out.extend(&shown[line]);
    out.push('\n');
    if let Some(marker) = marker {
        *out += "    ";
        marker.draw(out, line);
        out.push('\n');
    }
}

struct Marker<'a> {
    shown: &'a [Vec<char>],
    start: usize,
    end: usize,
    anchors: Option<Anchors>,
}

impl Marker<'_> {
    fn draw(&self, out: &mut String, index: usize) {
        let line = &self.shown[index];
        let indent = line.iter().take_while(|c| c.is_whitespace()).count();
        let stop = if index + 1 == self.shown.len() { self.end } else { line.len() };
        let absolute = |(line, column): Place| (line, if line == 0 { column + self.start } else { column });
        let anchors = self.anchors.map(|anchors| (absolute(anchors.from), absolute(anchors.to)));
        for (column, character) in line.iter().enumerate().take(stop) {
            let mark = if column < indent || index == 0 && column < self.start {
                ' '
            } else {
                match anchors {
                    Some((from, to)) if !(from..to).contains(&(index, column)) => '~',
                    _ => '^',
                }
            };
            let width = character.width().unwrap_or(1).max(1);
            out.extend(std::iter::repeat_n(mark, width));
        }
    }
}

/// Whether markers tell more than the lines themselves.
fn show_carets(shown: &[Vec<char>], start: usize, end: usize, anchored: bool) -> bool {
    let text = joined(shown);
    if let Ok(parsed) = parse(&text, Mode::Module) {
        let Mod::Module { body } = &parsed.module else { return anchored };
        let Some(statement) = body.first() else { return false };
        // In `return f(...)` and `name = f(...)` the call is all there is.
        let value = match &statement.kind {
            StmtKind::Return { value: Some(value) } => match &value.kind {
                ExprKind::Call(call) if matches!(call.func.kind, ExprKind::Name { .. }) => Some(value),
                _ => None,
            },
            StmtKind::Assign { targets, value } => match (&targets[..], &value.kind) {
                ([target], ExprKind::Call(_)) if matches!(target.kind, ExprKind::Name { .. }) => Some(value),
                _ => None,
            },
            _ => None,
        };
        if let Some(value) = value {
            let index = LineIndex::new(&text);
            let (from, to) = (index.utf8(value.range.start), index.utf8(value.range.end));
            let whole = from.line == 1 && to.line as usize == shown.len();
            if whole && from.column as usize == start && to.column as usize == end {
                return false;
            }
        }
    }
    if anchored {
        return true;
    }
    let is_blank = |part: &[char]| part.iter().all(|c| c.is_whitespace());
    let before = &shown[0][..start.min(shown[0].len())];
    let last = &shown[shown.len() - 1];
    !is_blank(before) || !is_blank(&last[end.min(last.len())..])
}

/// The anchors of a binary operation, a subscript or a call, in lines and columns of the segment.
fn find_anchors(segment: &[Vec<char>]) -> Option<Anchors> {
    // In parentheses the text may span lines.
    let text = format!("(\n{}\n)", joined(segment));
    let parsed = parse(&text, Mode::Module).ok()?;
    let Mod::Module { body } = &parsed.module else { return None };
    let [statement] = &body[..] else { return None };
    let StmtKind::Expr { value } = &statement.kind else { return None };
    let index = LineIndex::new(&text);
    let place = |offset: u32| -> Option<Place> {
        let place = index.characters(&text, offset);
        Some(((place.line as usize).checked_sub(2)?, place.column as usize))
    };
    match &value.kind {
        ExprKind::BinOp { left, right, .. } => {
            operator_anchors(segment, place(left.range.end)?, place(right.range.start)?)
        }
        ExprKind::Subscript { value: head, .. } => bracket_anchors(segment, head, value, '[', &place),
        ExprKind::Call(call) => bracket_anchors(segment, &call.func, value, '(', &place),
        _ => None,
    }
}

/// The first place from `from` on at which `stop` holds, leaving out comments and line continuations.
fn skip_to(segment: &[Vec<char>], from: Place, stop: impl Fn(char) -> bool) -> Option<Place> {
    let (mut line, mut column) = from;
    while line < segment.len() {
        while let Some(&character) = segment[line].get(column) {
            if matches!(character, '\\' | '#') {
                break;
            }
            if stop(character) {
                return Some((line, column));
            }
            column += 1;
        }
        line += 1;
        column = 0;
    }
    None
}

fn operator_anchors(segment: &[Vec<char>], left_end: Place, right_start: Place) -> Option<Anchors> {
    let from = skip_to(segment, left_end, |c| !c.is_whitespace() && c != ')')?;
    let mut to = (from.0, from.1 + 1);
    // Operators have one character or two.
    let next = segment[to.0].get(to.1);
    if to < right_start && next.is_some_and(|c| !c.is_whitespace() && !matches!(c, '\\' | '#')) {
        to.1 += 1;
    }
    Some(Anchors { from, to })
}

fn bracket_anchors(
    segment: &[Vec<char>],
    head: &Expr,
    whole: &Expr,
    bracket: char,
    place: &dyn Fn(u32) -> Option<Place>,
) -> Option<Anchors> {
    let from = skip_to(segment, place(head.range.end)?, |c| c == bracket)?;
    Some(Anchors { from, to: place(whole.range.end)? })
}
