//! What tests and examples share.

#[allow(dead_code)]
pub mod dump;

/// A golden file holds cases: the source, a line `----`, and what comes out of it; cases are
/// separated by a line `====`. Run the tests with `COIL_BLESS=1` to write the outcomes anew.
#[allow(dead_code)]
pub fn check_golden(file: &str, outcome: impl Fn(&str) -> String) {
    let path = format!("{}/tests/golden/{file}", env!("CARGO_MANIFEST_DIR"));
    let golden = std::fs::read_to_string(&path).expect("the golden file is readable");
    let mut written = Vec::new();
    for case in golden.split("====\n") {
        let source = case.split("----\n").next().unwrap_or("");
        let text = outcome(source);
        written.push(format!("{source}----\n{text}"));
    }
    let written = written.join("====\n");
    if std::env::var_os("COIL_BLESS").is_some() {
        std::fs::write(&path, written).expect("the golden file is writable");
        return;
    }
    for (expected, got) in golden.split("====\n").zip(written.split("====\n")) {
        assert_eq!(got, expected, "in {file}; COIL_BLESS=1 writes it anew");
    }
}
