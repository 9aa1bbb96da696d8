//! The kinds of tokens and their patterns.

use logos::Logos;

/// Each kind of token. Soft keywords come out of `logos` as `Soft...` and are turned into the
/// keyword or into `Name` before the parser sees them.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[logos(skip r"[ \t\x0c]+")]
pub enum TokenKind {
    // What the lexer adds to the text.
    EndMarker,
    Indent,
    Dedent,
    /// Where the text stops being tokens; only within the diagnosis of that.
    Error,
    /// The end of a logical line.
    Newline,
    /// A line end that ends no logical line; only with trivia.
    #[regex(r"\r\n|\n|\r")]
    LineEnd,
    /// Only with trivia.
    #[regex(r"#[^\r\n]*", allow_greedy = true)]
    Comment,
    #[regex(r"\\(\r\n|\n|\r)")]
    LineJoin,
    #[token("\\")]
    Backslash,

    // Which start symbol the parser takes.
    StartModule,
    StartExpression,
    StartInteractive,
    StartFunctionType,

    #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*")]
    Name,
    #[regex(r"[1-9](_?[0-9])*|0(_?0)*|0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+")]
    Int,
    #[regex(r"([0-9](_?[0-9])*)?\.[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?")]
    #[regex(r"[0-9](_?[0-9])*\.([eE][+-]?[0-9](_?[0-9])*)?")]
    #[regex(r"[0-9](_?[0-9])*[eE][+-]?[0-9](_?[0-9])*")]
    Float,
    #[regex(r"([0-9](_?[0-9])*)?\.[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?[jJ]")]
    #[regex(r"[0-9](_?[0-9])*\.([eE][+-]?[0-9](_?[0-9])*)?[jJ]")]
    #[regex(r"[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?[jJ]")]
    Imaginary,
    /// `logos` sees the opening quotes; the lexer extends the token to the closing ones.
    #[regex(r#"([rRbBuU]|[bB][rR]|[rR][bB])?("""|'''|"|')"#)]
    String,
    #[regex(r#"([fF]|[fF][rR]|[rR][fF])("""|'''|"|')"#)]
    FStringStart,
    #[regex(r#"([tT]|[tT][rR]|[rR][tT])("""|'''|"|')"#)]
    TStringStart,
    FStringMiddle,
    FStringEnd,
    TStringMiddle,
    TStringEnd,

    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    /// `with` before parentheses that enclose the with-items.
    WithGroup,
    #[token("yield")]
    Yield,

    #[token("match")]
    SoftMatch,
    #[token("case")]
    SoftCase,
    #[token("type")]
    SoftType,
    Match,
    Case,
    Type,

    #[token("(")]
    LeftParen,
    #[token(")")]
    RightParen,
    #[token("[")]
    LeftBracket,
    #[token("]")]
    RightBracket,
    #[token("{")]
    LeftBrace,
    #[token("}")]
    RightBrace,
    #[token(":")]
    Colon,
    /// The colon that begins the format spec of a replacement field.
    SpecColon,
    #[token(",")]
    Comma,
    #[token(";")]
    Semicolon,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token("->")]
    Arrow,
    #[token("@")]
    At,
    /// Before a conversion in a replacement field; elsewhere an error of the parser.
    #[token("!")]
    Exclamation,
    #[token("=")]
    Equal,
    #[token(":=")]
    ColonEqual,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("**")]
    DoubleStar,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("|")]
    VBar,
    #[token("^")]
    Caret,
    #[token("&")]
    Ampersand,
    #[token("~")]
    Tilde,
    #[token("<<")]
    LeftShift,
    #[token(">>")]
    RightShift,
    #[token("<")]
    Less,
    #[token("<=")]
    LessEqual,
    #[token(">")]
    Greater,
    #[token(">=")]
    GreaterEqual,
    #[token("==")]
    EqEqual,
    #[token("!=")]
    NotEqual,
    /// `<>`: a token of its own only to be rejected.
    #[token("<>")]
    LessGreater,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinusEqual,
    #[token("*=")]
    StarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("//=")]
    DoubleSlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("@=")]
    AtEqual,
    #[token("&=")]
    AmpersandEqual,
    #[token("|=")]
    VBarEqual,
    #[token("^=")]
    CaretEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("**=")]
    DoubleStarEqual,
    /// `$`, `?` and a backquote: characters that are tokens to CPython, but part of no rule.
    #[token("$")]
    #[token("?")]
    #[token("`")]
    Unused,
}

impl TokenKind {
    /// Whether the text is a name to the parser (a soft keyword may be one).
    pub fn is_name(self) -> bool {
        matches!(self, TokenKind::Name | TokenKind::SoftMatch | TokenKind::SoftCase | TokenKind::SoftType)
    }

    /// Whether the text is a reserved word.
    pub fn is_keyword(self) -> bool {
        let (kind, first, last) = (self as u8, TokenKind::False as u8, TokenKind::Yield as u8);
        (first..=last).contains(&kind)
    }

    pub fn opens_bracket(self) -> bool {
        matches!(self, TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace)
    }

    pub fn closes_bracket(self) -> bool {
        matches!(self, TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace)
    }

    /// The name that `tokenize` and `token` have for this kind.
    pub fn type_name(self) -> &'static str {
        match self {
            TokenKind::EndMarker => "ENDMARKER",
            TokenKind::Indent => "INDENT",
            TokenKind::Dedent => "DEDENT",
            TokenKind::Newline => "NEWLINE",
            TokenKind::LineEnd => "NL",
            TokenKind::Comment => "COMMENT",
            TokenKind::Int | TokenKind::Float | TokenKind::Imaginary => "NUMBER",
            TokenKind::String => "STRING",
            TokenKind::FStringStart => "FSTRING_START",
            TokenKind::FStringMiddle => "FSTRING_MIDDLE",
            TokenKind::FStringEnd => "FSTRING_END",
            TokenKind::TStringStart => "TSTRING_START",
            TokenKind::TStringMiddle => "TSTRING_MIDDLE",
            TokenKind::TStringEnd => "TSTRING_END",
            TokenKind::Error | TokenKind::Unused => "ERRORTOKEN",
            kind if kind.is_name() || kind.is_keyword() => "NAME",
            TokenKind::Match | TokenKind::Case | TokenKind::Type => "NAME",
            _ => "OP",
        }
    }
}
