//! The prompt on a terminal: editing, history, completion, Ctrl-C and Ctrl-D, tasks that go on meanwhile.

use libtest_mimic::{Failed, Trial};

use crate::folder;
use crate::pty::Session;

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const UP: &str = "\x1b[A";

type Test = fn() -> Result<(), Failed>;

const TESTS: &[(&str, Test)] = &[
    ("lines_are_run_and_ctrl_d_leaves", lines_are_run_and_ctrl_d_leaves),
    ("history_is_kept_between_sessions", history_is_kept_between_sessions),
    ("tab_completes_names_attributes_and_keywords", tab_completes_names_attributes_and_keywords),
    ("ctrl_c_abandons_the_line", ctrl_c_abandons_the_line),
    ("ctrl_c_interrupts_a_statement", ctrl_c_interrupts_a_statement),
    ("ctrl_c_cancels_an_await", ctrl_c_cancels_an_await),
    ("ctrl_c_interrupts_a_task_that_blocks_the_prompt", ctrl_c_interrupts_a_task_that_blocks_the_prompt),
    ("tasks_go_on_while_the_prompt_waits", tasks_go_on_while_the_prompt_waits),
    ("a_task_can_end_the_session", a_task_can_end_the_session),
    ("a_paste_is_run_line_by_line", a_paste_is_run_line_by_line),
    ("exit_needs_no_parentheses", exit_needs_no_parentheses),
    ("input_reads_from_the_terminal", input_reads_from_the_terminal),
];

pub fn trials() -> Vec<Trial> {
    TESTS.iter().map(|&(name, test)| Trial::test(format!("terminal/{name}"), test)).collect()
}

fn start(name: &str) -> Session {
    Session::start(&folder(name), &["-q"])
}

fn ends_with(session: Session, status: i32) -> Result<(), Failed> {
    match session.status()? {
        Some(found) if found == status => Ok(()),
        other => Err(Failed::from(format!("status {other:?}, not {status}"))),
    }
}

fn leave(mut session: Session) -> Result<(), Failed> {
    session.expect(">>> ")?;
    session.press(CTRL_D);
    ends_with(session, 0)
}

fn lines_are_run_and_ctrl_d_leaves() -> Result<(), Failed> {
    let mut session = start("lines");
    session.enter("def f():")?;
    session.expect("... ")?;
    session.press("    return 6 * 7\r");
    session.expect("... ")?;
    session.press("\r");
    session.enter("f()")?;
    session.expect("42\n")?;
    session.enter("1/0")?;
    session.expect(
        "  File \"<python-input-2>\", line 1, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n",
    )?;
    leave(session)
}

fn history_is_kept_between_sessions() -> Result<(), Failed> {
    let home = folder("history");
    let mut session = Session::start(&home, &["-q"]);
    session.enter("print('first', 1)")?;
    session.expect("first 1\n")?;
    leave(session)?;
    let kept = std::fs::read_to_string(home.join("state/coil/history"))?;
    if !kept.contains("print('first', 1)\n") {
        return Err(Failed::from(format!("the history holds {kept:?}")));
    }
    let mut session = Session::start(&home, &["-q"]);
    session.expect(">>> ")?;
    session.press(UP);
    session.press("\r");
    session.expect("first 1\n")?;
    leave(session)
}

fn tab_completes_names_attributes_and_keywords() -> Result<(), Failed> {
    let mut session = start("completion");
    session.enter("class Thing:\n    pass\n\nthing = Thing(); thing.attribute_of_mine = 5")?;
    session.expect("thing = Thing()")?;
    session.expect(">>> ")?;
    session.press("thing.attr\t + 1\r");
    session.expect("6\n")?;
    session.expect(">>> ")?;
    session.press("isinst\t1, int)\r");
    session.expect("True\n")?;
    session.expect(">>> ")?;
    session.press("1 if Tru\t els\t 2\r");
    session.expect("1\n")?;
    leave(session)
}

fn ctrl_c_abandons_the_line() -> Result<(), Failed> {
    let mut session = start("abandon");
    session.enter("x = (1,")?;
    session.expect("... ")?;
    session.press("2, 3");
    session.press(CTRL_C);
    session.expect("KeyboardInterrupt\n")?;
    session.enter("'x' in dir()")?;
    session.expect("False\n")?;
    leave(session)
}

fn ctrl_c_interrupts_a_statement() -> Result<(), Failed> {
    let mut session = start("statement");
    session.enter("import time; print('be' 'gins'); time.sleep(1000)")?;
    session.expect("begins\n")?;
    session.press(CTRL_C);
    session.expect("KeyboardInterrupt\n")?;
    session.enter("import itertools; print('be' 'gins'); sum(itertools.count())")?;
    session.expect("begins\n")?;
    session.press(CTRL_C);
    session.expect("KeyboardInterrupt\n")?;
    leave(session)
}

fn ctrl_c_cancels_an_await() -> Result<(), Failed> {
    let mut session = start("await");
    session.enter("import asyncio")?;
    session.enter("async def wait():\n    try:\n        print('be' 'gins'); await asyncio.sleep(1000)\n    finally:\n        print('en' 'ds')\n\nawait wait()")?;
    session.expect("begins\n")?;
    session.press(CTRL_C);
    session.expect("ends\n")?;
    session.expect("KeyboardInterrupt\n")?;
    leave(session)
}

fn ctrl_c_interrupts_a_task_that_blocks_the_prompt() -> Result<(), Failed> {
    let mut session = start("blocked");
    session.enter("import asyncio, time")?;
    session.enter("async def block():\n    await asyncio.sleep(0.05); print('be' 'gins'); time.sleep(1000)\n\ntask = asyncio.create_task(block())")?;
    session.expect("begins\n")?;
    session.press(CTRL_C);
    session.expect("KeyboardInterrupt\n")?;
    leave(session)
}

fn tasks_go_on_while_the_prompt_waits() -> Result<(), Failed> {
    let mut session = start("tasks");
    session.enter("import asyncio")?;
    session.enter("async def tick():\n    await asyncio.sleep(0.05)\n    print('tick' + 'ed')\n\ntask = asyncio.create_task(tick())")?;
    // Nothing is typed meanwhile.
    session.expect("ticked\n")?;
    session.press("task.done()\r");
    session.expect("True\n")?;
    leave(session)
}

fn a_task_can_end_the_session() -> Result<(), Failed> {
    let mut session = start("task_exit");
    session.enter("import asyncio")?;
    session.enter(
        "async def end():\n    await asyncio.sleep(0.05)\n    raise SystemExit(7)\n\ntask = asyncio.create_task(end())",
    )?;
    ends_with(session, 7)
}

fn a_paste_is_run_line_by_line() -> Result<(), Failed> {
    let mut session = start("paste");
    session.expect(">>> ")?;
    session.press("\x1b[200~a = 20\nb = 22\nprint(a + b)\x1b[201~\r");
    session.expect("42\n")?;
    leave(session)
}

fn exit_needs_no_parentheses() -> Result<(), Failed> {
    let mut session = start("exit");
    session.enter("exit")?;
    ends_with(session, 0)
}

fn input_reads_from_the_terminal() -> Result<(), Failed> {
    let mut session = start("input");
    session.enter("input('na' 'me? ')")?;
    session.expect("name? ")?;
    session.press("Ada\r");
    session.expect("'Ada'\n")?;
    leave(session)
}
