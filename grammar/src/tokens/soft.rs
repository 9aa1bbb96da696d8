//! The filter between lexer and parser: decides by looking ahead on the logical line which soft
//! keywords are keywords, and which parentheses behind `with` enclose its items.

use super::kind::TokenKind;
use super::lexer::Token;

/// Replaces every `Soft...` kind by the keyword or by `Name`, and `With` by `WithGroup`.
pub(crate) fn mark_soft_keywords(tokens: &mut [Token]) {
    // For each open block, whether it is the body of a `match`.
    let mut blocks = Vec::new();
    let mut opens_match = false;
    for at in 0..tokens.len() {
        match tokens[at].kind {
            TokenKind::Indent => {
                blocks.push(opens_match);
                opens_match = false;
            }
            TokenKind::Dedent => {
                blocks.pop();
            }
            TokenKind::SoftMatch => {
                let is_keyword = starts_line(tokens, at) && heads_match(tokens, at);
                opens_match |= is_keyword;
                tokens[at].kind = if is_keyword { TokenKind::Match } else { TokenKind::Name };
            }
            TokenKind::SoftCase => {
                let is_keyword = starts_line(tokens, at) && blocks.last() == Some(&true);
                tokens[at].kind = if is_keyword { TokenKind::Case } else { TokenKind::Name };
            }
            TokenKind::SoftType => {
                let is_keyword = heads_type_alias(tokens, at);
                tokens[at].kind = if is_keyword { TokenKind::Type } else { TokenKind::Name };
            }
            TokenKind::With if encloses_items(tokens, at) => {
                tokens[at].kind = TokenKind::WithGroup;
            }
            _ => {}
        }
    }
}

fn kind_at(tokens: &[Token], at: usize) -> TokenKind {
    tokens.get(at).map_or(TokenKind::EndMarker, |token| token.kind)
}

fn starts_line(tokens: &[Token], at: usize) -> bool {
    use TokenKind::{Dedent, Indent, Newline, StartInteractive, StartModule};
    match at.checked_sub(1) {
        None => true,
        Some(before) => {
            matches!(tokens[before].kind, Newline | Indent | Dedent | StartModule | StartInteractive)
        }
    }
}

/// `match subject:` at the start of a line, with a block that begins with `case`.
fn heads_match(tokens: &[Token], at: usize) -> bool {
    let Some(length) = tokens[at..].iter().position(|token| token.kind == TokenKind::Newline) else {
        return false;
    };
    let end = at + length;
    length >= 3
        && kind_at(tokens, end - 1) == TokenKind::Colon
        && kind_at(tokens, end + 1) == TokenKind::Indent
        && kind_at(tokens, end + 2) == TokenKind::SoftCase
}

/// `type name =` or `type name[`; two names in a row are never valid otherwise.
fn heads_type_alias(tokens: &[Token], at: usize) -> bool {
    kind_at(tokens, at + 1).is_name() && matches!(kind_at(tokens, at + 2), TokenKind::Equal | TokenKind::LeftBracket)
}

/// Whether a `with` is followed by parentheses that hold with-items: the closing one stands
/// before the colon, and the text between them is not just one expression.
fn encloses_items(tokens: &[Token], at: usize) -> bool {
    if kind_at(tokens, at + 1) != TokenKind::LeftParen {
        return false;
    }
    let (mut depth, mut has_as, mut has_comma, mut is_expression) = (0, false, false, false);
    for inner in at + 1..tokens.len() {
        let kind = tokens[inner].kind;
        if kind.opens_bracket() {
            depth += 1;
        } else if kind.closes_bracket() {
            depth -= 1;
            if depth == 0 {
                let before_colon = kind_at(tokens, inner + 1) == TokenKind::Colon;
                return before_colon && (has_as || has_comma && !is_expression);
            }
        } else if depth == 1 {
            let starts_item = matches!(tokens[inner - 1].kind, TokenKind::LeftParen | TokenKind::Comma);
            match kind {
                TokenKind::As => has_as = true,
                TokenKind::Comma => has_comma = true,
                // A tuple with one of these is no list of items.
                TokenKind::ColonEqual | TokenKind::Yield => is_expression = true,
                TokenKind::Star if starts_item => is_expression = true,
                _ => {}
            }
        }
    }
    false
}
