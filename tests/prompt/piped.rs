//! `coil -i` with its input from a pipe: what is printed, on which stream, and how it ends.

use std::io::Write;
use std::process::{Command, Stdio};

use libtest_mimic::{Failed, Trial};

struct Case {
    name: &'static str,
    arguments: &'static [&'static str],
    input: &'static str,
    stdout: &'static str,
    stderr: &'static str,
    status: i32,
}

const CASES: &[Case] = &[
    Case {
        name: "expressions_are_shown",
        arguments: &["-iq"],
        input: "1 + 1\nNone\n'a'\n_\n",
        stdout: "2\n'a'\n'a'\n",
        stderr: ">>> >>> >>> >>> >>> \n",
        status: 0,
    },
    Case {
        name: "the_grammar_knows_when_an_input_is_complete",
        arguments: &["-iq"],
        input: "x = (1,\n2)\nif x:\n    print('yes')\n\n'''a\n\nb'''\n@id\ndef f(): pass\n\n",
        stdout: "yes\n'a\\n\\nb'\n",
        stderr: ">>> ... >>> ... ... >>> ... ... >>> ... ... >>> \n",
        status: 0,
    },
    Case {
        name: "the_end_of_the_input_ends_a_block",
        arguments: &["-iq"],
        input: "if 1:\n    print('block')\n",
        stdout: "block\n",
        stderr: ">>> ... ... >>> \n",
        status: 0,
    },
    Case {
        name: "tracebacks_show_the_lines_that_were_typed",
        arguments: &["-iq"],
        input: "def f():\n    1/0\n\nf()\n'goes on'\n",
        stdout: "'goes on'\n",
        stderr: ">>> ... ... >>> Traceback (most recent call last):\n  File \"<stdin>-1\", line 1, in <module>\n    f()\n    ~^^\n  File \"<stdin>-0\", line 2, in f\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n>>> >>> \n",
        status: 0,
    },
    Case {
        name: "a_syntax_error_ends_the_input",
        arguments: &["-iq"],
        input: "a b\n(1\n",
        stdout: "",
        stderr: ">>>   File \"<stdin>\", line 1\n    a b\n      ^\nSyntaxError: invalid syntax\n>>> ...   File \"<stdin>\", line 1\n    (1\n    ^\nSyntaxError: '(' was never closed\n>>> \n",
        status: 0,
    },
    Case {
        name: "exit_ends_the_session_with_its_status",
        arguments: &["-iq"],
        input: "exit\nexit(3)\nprint('no')\n",
        stdout: "Use exit() or Ctrl-D (i.e. EOF) to exit\n",
        stderr: ">>> >>> ",
        status: 3,
    },
    Case {
        name: "prompts_are_objects",
        arguments: &["-iq"],
        input: "import sys\nsys.ps1, sys.ps2 = '1 ', '2 '\n(\n)\nclass P:\n  def __str__(self): return 'p '\n\nsys.ps1 = P()\n",
        stdout: "()\n",
        stderr: ">>> >>> 1 2 1 2 2 1 p \n",
        status: 0,
    },
    Case {
        name: "a_session_follows_a_command",
        arguments: &["-i", "-c", "x = 7; raise SystemExit(5)"],
        input: "x\n",
        stdout: "7\n",
        stderr: "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\n    x = 7; raise SystemExit(5)\n           ^^^^^^^^^^^^^^^^^^^\nSystemExit: 5\n>>> >>> \n",
        status: 0,
    },
    Case {
        name: "await_works_at_the_prompt",
        arguments: &["-iq"],
        input: "import asyncio\nawait asyncio.sleep(0, 'slept')\nasync def gen():\n    yield 1\n    yield 2\n\n[x async for x in gen()]\nasync for x in gen():\n    print(x)\n\nx\n",
        stdout: "'slept'\n[1, 2]\n1\n2\n2\n",
        stderr: ">>> >>> >>> ... ... ... >>> >>> ... ... >>> >>> \n",
        status: 0,
    },
    Case {
        name: "tasks_belong_to_the_session",
        arguments: &["-iq"],
        input: "import asyncio\nasync def work(): await asyncio.sleep(0.001); return 'done'\n\ntask = asyncio.create_task(work())\nawait task\nasyncio.run(work())\nasyncio.get_running_loop() is asyncio.get_event_loop()\n",
        stdout: "'done'\n'done'\nTrue\n",
        stderr: ">>> >>> ... >>> >>> >>> >>> >>> \n",
        status: 0,
    },
    Case {
        name: "what_an_awaited_task_raises_is_shown_without_the_loop",
        arguments: &["-iq"],
        input: "async def fail(): raise ValueError('no')\n\nawait fail()\n",
        stdout: "",
        stderr: ">>> ... >>> Traceback (most recent call last):\n  File \"<stdin>-1\", line 1, in <module>\n    await fail()\n  File \"<stdin>-0\", line 1, in fail\n    async def fail(): raise ValueError('no')\n                      ^^^^^^^^^^^^^^^^^^^^^^\nValueError: no\n>>> \n",
        status: 0,
    },
    Case {
        name: "tasks_that_are_left_are_cancelled_at_the_end",
        arguments: &["-iq"],
        input: "import asyncio\nasync def work():\n    try: await asyncio.sleep(100)\n    finally: print('cancelled')\n\ntask = asyncio.create_task(work())\nawait asyncio.sleep(0)\n",
        stdout: "cancelled\n",
        stderr: ">>> >>> ... ... ... >>> >>> >>> \n",
        status: 0,
    },
];

pub fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> =
        CASES.iter().map(|case| Trial::test(format!("piped/{}", case.name), || check(case))).collect();
    trials.push(Trial::test("piped/the_startup_file_runs_first", startup_file));
    trials.push(Trial::test("piped/a_banner_without_q", banner));
    trials
}

fn check(case: &Case) -> Result<(), Failed> {
    let outcome = run(case.arguments, case.input, &[])?;
    same(&outcome, (case.stdout, case.stderr, case.status))
}

fn same(got: &(String, String, Option<i32>), want: (&str, &str, i32)) -> Result<(), Failed> {
    if (got.0.as_str(), got.1.as_str(), got.2) == (want.0, want.1, Some(want.2)) {
        return Ok(());
    }
    Err(Failed::from(format!(
        "expected status {}, stdout\n{}--- stderr\n{}--- got status {:?}, stdout\n{}--- stderr\n{}",
        want.2, want.0, want.1, got.2, got.0, got.1
    )))
}

fn run(arguments: &[&str], input: &str, variables: &[(&str, &str)]) -> Result<(String, String, Option<i32>), Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coil"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    command.args(arguments).envs(variables.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut pipe = child.stdin.take().expect("stdin is a pipe");
    // A program that leaves early does not read all of it.
    let _ = pipe.write_all(input.as_bytes());
    drop(pipe);
    let output = child.wait_with_output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((text(&output.stdout), text(&output.stderr), output.status.code()))
}

fn startup_file() -> Result<(), Failed> {
    let file = crate::folder("startup").join("startup.py");
    std::fs::write(&file, "import sys\nsys.ps1 = '$ '\nready = 1\nprint(__file__ == sys.argv)\n")?;
    let file = file.to_string_lossy();
    let variables = [("PYTHONSTARTUP", file.as_ref())];
    same(&run(&["-iq"], "ready\n'__file__' in dir()\n", &variables)?, ("False\n1\nFalse\n", "$ $ $ \n", 0))?;
    same(&run(&["-iqE"], "'ready' in dir()\n", &variables)?, ("False\n", ">>> >>> \n", 0))?;
    // It is for sessions only.
    same(&run(&["-i", "-c", ""], "'ready' in dir()\n", &variables)?, ("False\n", ">>> >>> \n", 0))
}

fn banner() -> Result<(), Failed> {
    let (stdout, stderr, status) = run(&["-i"], "", &[])?;
    let fine = stdout.is_empty()
        && stderr.starts_with("Python 3.14")
        && stderr.ends_with("\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n>>> \n");
    if fine && status == Some(0) { Ok(()) } else { Err(Failed::from(stderr)) }
}
