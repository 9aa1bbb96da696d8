//! `coil dis`: compiles a program and prints its bytecode, without running it.

use std::io::Write;
use std::process::ExitCode;

use super::args::Dis;
use crate::bytecode::dis::{self, Options};
use crate::compiler::{self, CompileOptions};

pub fn run(request: &Dis) -> ExitCode {
    let (source, file) = match read(request) {
        Ok(found) => found,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let code = match compiler::compile(&source, &file, &CompileOptions::default()) {
        Ok(compiled) => compiled.code,
        Err(error) => {
            let location = error.location(&source, &coil_grammar::LineIndex::new(&source));
            eprintln!("  File \"{file}\", line {}\n{}: {}", location.lineno, error.type_name(), error.message);
            return ExitCode::FAILURE;
        }
    };
    let text = if request.json {
        dis::to_json(&code)
    } else {
        dis::disassemble(
            &code,
            &Options {
                headers: true,
                offsets: request.offsets,
                source: request.source.then_some(source.as_str()),
                depth: None,
                function: request.function.as_deref(),
                current: None,
                ..Options::default()
            },
        )
    };
    if text.is_empty()
        && let Some(name) = &request.function
    {
        eprintln!("coil dis: no function named '{name}'");
        return ExitCode::FAILURE;
    }
    // A closed pipe (`coil dis x.py | head`) is no error.
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn read(request: &Dis) -> Result<(String, String), String> {
    if let Some(command) = &request.command {
        return Ok((command.clone(), "<string>".to_string()));
    }
    let file = request.file.clone().unwrap_or_default();
    let bytes = if file == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map(|_| bytes)
    } else {
        std::fs::read(&file)
    };
    let bytes = bytes.map_err(|error| format!("coil dis: can't open file '{file}': {error}"))?;
    let source = coil_grammar::decode_source(&bytes).map_err(|error| format!("{file}: {}", error.message))?;
    Ok((source, file))
}
