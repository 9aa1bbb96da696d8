//! Chooses how opcodes go on to the next: by a jump where the optimiser makes sibling calls, else through a trampoline.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(coil_tail_calls)");
    println!("cargo::rerun-if-env-changed=COIL_TRAMPOLINE");
    println!("cargo::rerun-if-changed=build.rs");
    let level = std::env::var("OPT_LEVEL").unwrap_or_default();
    if level != "0" && std::env::var_os("COIL_TRAMPOLINE").is_none() {
        println!("cargo::rustc-cfg=coil_tail_calls");
    }
}
