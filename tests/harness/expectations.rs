//! The expectations that stand in a test file; `tests/support/expectations.py` reads the same ones.

use crate::process::Outcome;

/// What a file says that it will do.
#[derive(Default)]
pub struct Expectations {
    /// The lines of stdout, in order.
    pub expect: Vec<String>,
    /// The line of stderr that names the exception which ends the file.
    pub raises: Option<String>,
    /// The exit status, where it follows neither from `raises` nor from its absence.
    pub exit: Option<i32>,
}

impl Expectations {
    pub fn read(source: &str) -> Expectations {
        let mut found = Expectations::default();
        for line in source.lines() {
            if let Some(text) = mark(line, "expect") {
                found.expect.push(text);
            } else if let Some(text) = mark(line, "raises") {
                found.raises = Some(text);
            } else if let Some(text) = mark(line, "exit") {
                found.exit = text.parse().ok();
            }
        }
        found
    }

    fn status(&self) -> i32 {
        self.exit.unwrap_or(i32::from(self.raises.is_some()))
    }

    /// Says in sentences where the outcome is another; empty if it is as expected.
    pub fn problems(&self, outcome: &Outcome) -> Vec<String> {
        let mut problems = Vec::new();
        let lines: Vec<&str> = outcome.stdout.lines().map(str::trim_end).collect();
        for number in 0..lines.len().max(self.expect.len()) {
            let want = self.expect.get(number).map(String::as_str);
            let got = lines.get(number).copied();
            if want != got {
                problems.push(format!(
                    "line {} of the output: expected {}, got {}",
                    number + 1,
                    shown(want),
                    shown(got)
                ));
                break;
            }
        }
        if let Some(raises) = &self.raises
            && !outcome.stderr.lines().any(|line| bare(line) == raises)
        {
            problems.push(format!("expected the exception {raises:?}"));
        }
        if outcome.status != Some(self.status()) {
            problems.push(format!("expected exit status {}, got {}", self.status(), outcome.ending()));
        }
        problems
    }
}

/// The text behind `# kind: ` at the end of a line.
fn mark(line: &str, kind: &str) -> Option<String> {
    let start = format!("# {kind}:");
    let at = line.find(&start)?;
    let text = &line[at + start.len()..];
    (text.is_empty() || text.starts_with(' ')).then(|| text.strip_prefix(' ').unwrap_or("").trim_end().to_string())
}

/// A line of a traceback without its indentation and the bars of an exception group.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches(['|', '+']).trim_start()
}

fn shown(line: Option<&str>) -> String {
    line.map_or("nothing more".to_string(), |text| format!("{text:?}"))
}
