//! The command line: flags, environment variables, what is run, and exit statuses. The cases were compared with
//! CPython's; messages that name the program differ by that name.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

struct Case {
    name: &'static str,
    variables: &'static [(&'static str, &'static str)],
    arguments: &'static [&'static str],
    input: &'static str,
    stdout: &'static str,
    /// The last line of stderr.
    stderr: &'static str,
    status: i32,
}

const PLAIN: Case = Case { name: "", variables: &[], arguments: &[], input: "", stdout: "", stderr: "", status: 0 };

const CASES: &[Case] = &[
    Case {
        name: "c_runs_a_command",
        arguments: &["-c", "import sys; print(sys.argv, repr(sys.path[0]))", "x", "-y"],
        stdout: "['-c', 'x', '-y'] ''\n",
        ..PLAIN
    },
    Case {
        name: "a_script_knows_its_file",
        arguments: &["script.py", "a"],
        stdout: "['script.py', 'a'] __main__ True True\n",
        ..PLAIN
    },
    Case { name: "m_runs_a_module", arguments: &["-m", "module"], stdout: "module __main__\n", ..PLAIN },
    Case { name: "m_runs_a_package", arguments: &["-m", "package", "q"], stdout: "package ['q'] package\n", ..PLAIN },
    Case { name: "a_folder_runs_its_main", arguments: &["package", "q"], stdout: "package ['q'] \n", ..PLAIN },
    Case {
        name: "a_folder_without_main_is_an_error",
        arguments: &["empty"],
        stderr: "can't find '__main__' module in 'empty'",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "a_missing_file_is_status_2",
        arguments: &["nothing.py"],
        stderr: "[Errno 2] No such file or directory",
        status: 2,
        ..PLAIN
    },
    Case {
        name: "a_missing_module_is_status_1",
        arguments: &["-m", "nothing"],
        stderr: "No module named nothing",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "a_program_comes_through_a_pipe",
        input: "import sys; print(sys.argv, __name__)",
        stdout: "[''] __main__\n",
        ..PLAIN
    },
    Case {
        name: "a_dash_is_standard_input",
        arguments: &["-", "a"],
        input: "import sys; print(sys.argv)",
        stdout: "['-', 'a']\n",
        ..PLAIN
    },
    Case {
        name: "an_uncaught_exception_is_status_1",
        arguments: &["-c", "print('out'); 1/0"],
        stdout: "out\n",
        stderr: "ZeroDivisionError: division by zero",
        status: 1,
        ..PLAIN
    },
    Case { name: "system_exit_gives_its_code", arguments: &["-c", "raise SystemExit(300)"], status: 44, ..PLAIN },
    Case {
        name: "system_exit_prints_its_text",
        arguments: &["-c", "raise SystemExit('bye')"],
        stderr: "bye",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "a_keyboard_interrupt_is_status_130",
        arguments: &["-c", "raise KeyboardInterrupt"],
        stderr: "KeyboardInterrupt",
        status: 130,
        ..PLAIN
    },
    Case { name: "os_exit_skips_everything", arguments: &["-c", "import os; os._exit(9)"], status: 9, ..PLAIN },
    Case {
        name: "an_unknown_option_is_status_2",
        arguments: &["-Z"],
        stderr: "Try `coil -h' for more information.",
        status: 2,
        ..PLAIN
    },
    Case {
        name: "an_option_without_its_argument_is_status_2",
        arguments: &["-c"],
        stderr: "Try `coil -h' for more information.",
        status: 2,
        ..PLAIN
    },
    Case {
        name: "o_removes_asserts",
        arguments: &["-O", "-c", "assert 0; print(__debug__)"],
        stdout: "False\n",
        ..PLAIN
    },
    Case {
        name: "oo_removes_docstrings",
        arguments: &["-OO", "-c", "def f(): 'doc'\nprint(f.__doc__)"],
        stdout: "None\n",
        ..PLAIN
    },
    Case {
        name: "b_warns_of_bytes_and_text",
        arguments: &["-b", "-c", "print(b'a' == 'a')"],
        stdout: "False\n",
        stderr: "<string>:1: BytesWarning: Comparison between bytes and string",
        ..PLAIN
    },
    Case {
        name: "bb_makes_it_an_error",
        arguments: &["-bb", "-c", "str(b'a')"],
        stderr: "BytesWarning: str() on a bytes instance",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "w_makes_warnings_errors",
        arguments: &["-W", "error", "-c", "import warnings; warnings.warn('x')"],
        stderr: "UserWarning: x",
        status: 1,
        ..PLAIN
    },
    Case { name: "w_ignores_warnings", arguments: &["-Wignore", "-c", "import warnings; warnings.warn('x')"], ..PLAIN },
    Case {
        name: "the_environment_has_warnings_too",
        variables: &[("PYTHONWARNINGS", "error")],
        arguments: &["-c", "import warnings; warnings.warn('x')"],
        stderr: "UserWarning: x",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "e_ignores_the_environment",
        variables: &[("PYTHONWARNINGS", "error"), ("PYTHONIOENCODING", "latin-1")],
        arguments: &["-E", "-c", "import sys; print(sys.warnoptions, sys.stdout.encoding)"],
        stdout: "[] utf-8\n",
        ..PLAIN
    },
    Case {
        name: "i_isolates",
        variables: &[("PYTHONPATH", "/x")],
        arguments: &[
            "-I",
            "-c",
            "import sys; f = sys.flags; print(f.isolated, f.ignore_environment, f.no_user_site, f.safe_path, '/x' in sys.path, '' in sys.path)",
        ],
        stdout: "1 1 1 True False False\n",
        ..PLAIN
    },
    Case {
        name: "p_leaves_the_path_alone",
        arguments: &["-P", "-c", "import sys; print(sys.flags.safe_path, '' in sys.path)"],
        stdout: "True False\n",
        ..PLAIN
    },
    Case {
        name: "s_leaves_out_site",
        arguments: &["-S", "-c", "exit()"],
        stderr: "NameError: name 'exit' is not defined",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "b_writes_no_compiled_code",
        arguments: &["-B", "-c", "import sys; print(sys.dont_write_bytecode)"],
        stdout: "True\n",
        ..PLAIN
    },
    Case {
        name: "u_writes_through",
        arguments: &[
            "-u",
            "-c",
            "import sys, os; o = sys.stdout; print(o.write_through, o.line_buffering); o.write('kept'); os._exit(0)",
        ],
        stdout: "True False\nkept",
        ..PLAIN
    },
    Case {
        name: "x_dev_turns_on_checks",
        arguments: &[
            "-X",
            "dev",
            "-c",
            "import sys, faulthandler; print(sys.flags.dev_mode, sys.warnoptions, faulthandler.is_enabled())",
        ],
        stdout: "True ['default'] True\n",
        ..PLAIN
    },
    Case {
        name: "x_options_are_shown",
        arguments: &["-X", "a", "-Xb=1", "-c", "import sys; print(sys._xoptions)"],
        stdout: "{'a': True, 'b': '1'}\n",
        ..PLAIN
    },
    Case {
        name: "x_limits_digits",
        arguments: &[
            "-X",
            "int_max_str_digits=700",
            "-c",
            "import sys; print(sys.get_int_max_str_digits(), sys.flags.int_max_str_digits)",
        ],
        stdout: "700 700\n",
        ..PLAIN
    },
    Case {
        name: "x_refuses_low_limits",
        arguments: &["-X", "int_max_str_digits=5", "-c", "pass"],
        stderr: "Python runtime state: preinitialized",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "a_hash_seed_must_be_a_number",
        variables: &[("PYTHONHASHSEED", "x")],
        arguments: &["-c", "pass"],
        stderr: "Python runtime state: preinitialized",
        status: 1,
        ..PLAIN
    },
    Case {
        name: "a_hash_seed_fixes_hashes",
        variables: &[("PYTHONHASHSEED", "0")],
        arguments: &["-c", "import sys; print(sys.flags.hash_randomization)"],
        stdout: "0\n",
        ..PLAIN
    },
    Case { name: "x_skips_the_first_line", arguments: &["-x", "skip.py"], stdout: "2\n", ..PLAIN },
    Case {
        name: "finalizers_run_at_the_end",
        arguments: &["-c", "import sys\nclass A:\n    def __del__(self): print('del', sys.is_finalizing())\na = A()"],
        stdout: "del True\n",
        ..PLAIN
    },
];

const FILES: &[(&str, &str)] = &[
    (
        "script.py",
        "import os, sys\nprint(sys.argv, __name__, os.path.isabs(__file__), sys.path[0] == os.path.dirname(__file__))\n",
    ),
    ("module.py", "print('module', __name__)\n"),
    ("package/__init__.py", ""),
    ("package/__main__.py", "import sys\nprint('package', sys.argv[1:], __package__)\n"),
    ("empty/readme", ""),
    ("skip.py", "not Python\nimport sys; print(sys._getframe().f_lineno)\n"),
];

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command_line");
    for (name, text) in FILES {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().expect("it lies in the folder")).expect("the folder can be made");
        std::fs::write(file, text).expect("the folder can be written");
    }
    let trial = |case: &'static Case| {
        let folder = folder.clone();
        Trial::test(case.name, move || check(case, folder))
    };
    let trials = CASES.iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn check(case: &Case, folder: PathBuf) -> Result<(), Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coil"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    command.args(case.arguments).envs(case.variables.iter().copied()).current_dir(folder);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    // A program that does not read its input may be gone already.
    let _ = child.stdin.take().expect("stdin is a pipe").write_all(case.input.as_bytes());
    let output = child.wait_with_output()?;
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let last = stderr.trim_end().lines().last().unwrap_or("");
    let fine = stdout == case.stdout
        && last.ends_with(case.stderr)
        && (!case.stderr.is_empty() || stderr.is_empty())
        && output.status.code() == Some(case.status);
    if fine {
        return Ok(());
    }
    Err(Failed::from(format!("status {:?}\n--- stdout\n{stdout}--- stderr\n{stderr}", output.status.code())))
}
