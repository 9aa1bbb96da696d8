//! Ctrl-C: what a running program does when SIGINT comes. (At the prompt: `prompt/terminal.rs`.)
//!
//! And what takes too long for every day: `cargo test --test interrupt -- --ignored` runs `stress/connections.py`.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

struct Outcome {
    status: Option<i32>,
    stdout: String,
    stderr: String,
    took: Duration,
}

/// Runs a program that prints `ready`, interrupts it then, and waits for its end.
fn interrupted(program: &str) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_coil"))
        .args(["-u", "-c", program])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("coil starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("the program prints");
    assert_eq!(line, "ready\n");
    // It has to get from printing to waiting.
    std::thread::sleep(Duration::from_millis(200));
    let started = Instant::now();
    kill_process(Pid::from_child(&child), Signal::INT).expect("the program runs");
    let mut text = String::new();
    stdout.read_to_string(&mut text).expect("text");
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("text");
    let status = child.wait().expect("it ends").code();
    Outcome { status, stdout: text, stderr, took: started.elapsed() }
}

fn expect_interrupt(program: &str, stdout: &str) {
    let outcome = interrupted(program);
    assert_eq!(outcome.status, Some(130), "{}", outcome.stderr);
    assert_eq!(outcome.stdout, stdout);
    assert!(outcome.stderr.ends_with("\nKeyboardInterrupt\n"), "{}", outcome.stderr);
    assert!(outcome.took < Duration::from_secs(5), "it took {:?}", outcome.took);
}

#[test]
fn asyncio_cancels_the_main_task_and_runs_its_finally_blocks() {
    let program = "
import asyncio
async def child():
    try:
        await asyncio.sleep(100)
    finally:
        print('child ends')
async def main():
    task = asyncio.create_task(child())
    try:
        print('ready')
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print('cancelled')
        raise
    finally:
        await asyncio.sleep(0.01)
        print('finally')
asyncio.run(main())
";
    expect_interrupt(program, "cancelled\nfinally\nchild ends\n");
}

#[test]
fn asyncio_is_interrupted_while_callbacks_are_ready() {
    let program = "
import asyncio
async def main():
    print('ready')
    try:
        while True:
            await asyncio.sleep(0)
    finally:
        print('finally')
asyncio.run(main())
";
    expect_interrupt(program, "finally\n");
}

#[test]
fn native_loops_end() {
    expect_interrupt("import itertools\nprint('ready')\nsum(itertools.count())", "");
}

#[test]
fn waiting_for_a_socket_ends() {
    expect_interrupt("import socket\ns = socket.create_server(('127.0.0.1', 0))\nprint('ready')\ns.accept()", "");
}

#[test]
fn waiting_for_a_lock_ends() {
    expect_interrupt("import threading\nprint('ready')\nthreading.Event().wait()", "");
}

/// A thousand connections for twenty seconds, with resets, cancellations and time limits: nothing leaks.
#[test]
#[ignore = "takes half a minute"]
fn stress_of_connections() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stress/connections.py");
    let output = Command::new(env!("CARGO_BIN_EXE_coil")).arg(program).output().expect("coil starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    println!("{text}");
}
