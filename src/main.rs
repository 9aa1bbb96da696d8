//! The `coil` binary.

fn main() -> std::process::ExitCode {
    coil::cli::main()
}
