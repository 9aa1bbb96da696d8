//! Arguments and environment variables to options, as CPython reads them.

use super::Options;

/// What to do.
#[derive(Clone, Debug)]
pub enum What {
    /// A script, a folder or a zip file with `__main__.py`.
    File(String),
    /// `-c`.
    Command(String),
    /// `-m`.
    Module(String),
    /// `-`, or standard input that is not a terminal.
    Stdin,
    Prompt,
    /// `-VV` if true.
    Version(bool),
    Help,
    Dis(Dis),
}

/// `coil dis`.
#[derive(Clone, Debug, Default)]
pub struct Dis {
    pub file: Option<String>,
    pub command: Option<String>,
    pub function: Option<String>,
    pub offsets: bool,
    pub source: bool,
    pub json: bool,
}

#[derive(Clone, Debug)]
pub struct Arguments {
    pub what: What,
    pub options: Options,
}

pub const HELP: &str = "\
usage: coil [option] ... [-c cmd | -m mod | file | -] [arg] ...
       coil dis [--offsets] [--source] [--json] [--function NAME] (FILE | -c cmd)

Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int (-bb: issue errors)
-B     : don't write compiled code to the cache; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also -? or --help)
-i     : inspect interactively after running script; also PYTHONINSPECT=x
-I     : isolate Coil from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements; also PYTHONOPTIMIZE=x
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path; also PYTHONSAFEPATH
-q     : don't print version and copyright messages on interactive startup
-s     : don't add user site directory to sys.path; also PYTHONNOUSERSITE=x
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered; also PYTHONUNBUFFERED=x
-v     : verbose (trace import statements); also PYTHONVERBOSE=x
-V     : print the version number and exit (also --version)
-W arg : warning control; arg is action:message:category:module:lineno
         also PYTHONWARNINGS=arg
-X opt : set implementation-specific option (dev, faulthandler, utf8, int_max_str_digits=N ...)
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
";

const USAGE: &str =
    "usage: coil [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `coil -h' for more information.\n";

/// Why the interpreter does not start: what to print, and the status to leave with.
#[derive(Debug)]
pub struct Refusal {
    pub text: String,
    pub status: u8,
}

impl From<String> for Refusal {
    /// Wrong usage.
    fn from(text: String) -> Refusal {
        Refusal { text, status: 2 }
    }
}

/// Parses the arguments.
pub fn parse(given: &[String]) -> Result<Arguments, Refusal> {
    let mut options =
        Options { orig_argv: given.to_vec(), hash_randomization: true, max_str_digits: 4300, ..Options::default() };
    if given.get(1).is_some_and(|word| word == "dis") && !std::path::Path::new("dis").exists() {
        return Ok(Arguments { what: What::Dis(parse_dis(&given[2..])?), options });
    }
    let mut words = Words { given, next: 1 };
    let mut what = None;
    let mut command_line_warnings = Vec::new();
    while what.is_none() {
        let Some(word) = words.peek() else { break };
        if word == "-" || !word.starts_with('-') {
            break;
        }
        words.next += 1;
        if let Some(long) = word.strip_prefix("--") {
            if long == "check-hash-based-pycs" {
                // There are no such files; the option is for scripts that pass it on.
                check_pycs(&mut words)?;
                continue;
            }
            what = Some(long_option(long)?);
            continue;
        }
        what = short_options(&word[1..], &mut words, &mut options, &mut command_line_warnings)?;
    }
    let rest = &given[words.next.min(given.len())..];
    let what = match what {
        Some(what) => {
            options.argv = program_argv(&what, rest);
            what
        }
        None => program(rest, &mut options),
    };
    environment(&mut options)?;
    options.warnings.extend(command_line_warnings);
    implied(&mut options)?;
    Ok(Arguments { what, options })
}

struct Words<'a> {
    given: &'a [String],
    next: usize,
}

impl Words<'_> {
    fn peek(&self) -> Option<String> {
        self.given.get(self.next).cloned()
    }

    fn take(&mut self) -> Option<String> {
        self.next += 1;
        self.given.get(self.next - 1).cloned()
    }
}

fn check_pycs(words: &mut Words) -> Result<(), String> {
    match words.take().as_deref() {
        Some("always" | "default" | "never") => Ok(()),
        Some(_) => Err("--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n".to_string() + USAGE),
        None => Err(format!("Argument expected for the --check-hash-based-pycs option\n{USAGE}")),
    }
}

fn long_option(name: &str) -> Result<What, String> {
    match name {
        "version" => Ok(What::Version(false)),
        "help" | "help-all" | "help-env" | "help-xoptions" => Ok(What::Help),
        _ => Err(format!("unknown option --{name}\n{USAGE}")),
    }
}

/// One word of short options; some of them end the list.
fn short_options(
    letters: &str,
    words: &mut Words,
    options: &mut Options,
    warnings: &mut Vec<String>,
) -> Result<Option<What>, String> {
    let mut chars = letters.char_indices();
    let mut versions = 0;
    for (index, letter) in chars.by_ref() {
        let attached = &letters[index + letter.len_utf8()..];
        let mut argument = || {
            let found = if attached.is_empty() { words.take() } else { Some(attached.to_string()) };
            found.ok_or_else(|| format!("Argument expected for the -{letter} option\n{USAGE}"))
        };
        match letter {
            'c' => return Ok(Some(What::Command(argument()?))),
            'm' => return Ok(Some(What::Module(argument()?))),
            'W' => {
                warnings.push(argument()?);
                return Ok(None);
            }
            'X' => {
                let option = argument()?;
                let (name, value) = match option.split_once('=') {
                    Some((name, value)) => (name.to_string(), Some(value.to_string())),
                    None => (option, None),
                };
                options.x_options.push((name, value));
                return Ok(None);
            }
            'V' => versions += 1,
            'h' | '?' => return Ok(Some(What::Help)),
            _ if flag(letter, options) => {}
            _ => return Err(format!("Unknown option: -{letter}\n{USAGE}")),
        }
    }
    Ok((versions > 0).then_some(What::Version(versions > 1)))
}

fn flag(letter: char, options: &mut Options) -> bool {
    match letter {
        'b' => options.bytes_warning += 1,
        'B' => options.dont_write_bytecode = true,
        'd' => options.debug += 1,
        'E' => options.ignore_environment = true,
        'i' => options.inspect = true,
        'I' => options.isolated = true,
        'O' => options.optimize += 1,
        'P' => options.safe_path = true,
        'q' => options.quiet = true,
        's' => options.no_user_site = true,
        'S' => options.no_site = true,
        'u' => options.unbuffered = true,
        'v' => options.verbose += 1,
        'x' => options.skip_first_line = true,
        'R' => {}
        _ => return false,
    }
    true
}

/// `sys.argv` of `-c` and `-m`; the latter's first entry becomes the module's file later.
fn program_argv(what: &What, rest: &[String]) -> Vec<String> {
    let first = match what {
        What::Module(_) => "-m",
        _ => "-c",
    };
    std::iter::once(first.to_string()).chain(rest.iter().cloned()).collect()
}

/// A script, standard input, or the prompt.
fn program(rest: &[String], options: &mut Options) -> What {
    match rest.first().map(String::as_str) {
        None => {
            options.argv = vec![String::new()];
            standard_input(options)
        }
        Some("-") => {
            options.argv = rest.to_vec();
            standard_input(options)
        }
        Some(file) => {
            options.argv = rest.to_vec();
            What::File(file.to_string())
        }
    }
}

/// A person types, or `-i` says so; else standard input is a script.
fn standard_input(options: &Options) -> What {
    if std::io::IsTerminal::is_terminal(&std::io::stdin()) || options.inspect { What::Prompt } else { What::Stdin }
}

/// Environment variables, unless they are to be ignored.
fn environment(options: &mut Options) -> Result<(), Refusal> {
    if options.isolated {
        options.ignore_environment = true;
        options.no_user_site = true;
        options.safe_path = true;
    }
    let ignore = options.ignore_environment;
    let read = |name: &str| std::env::var(name).ok().filter(|value| !ignore && !value.is_empty());
    let number = |name: &str| read(name).map(|value| value.parse::<u8>().unwrap_or(1));
    options.optimize = options.optimize.max(number("PYTHONOPTIMIZE").unwrap_or(0)).min(2);
    options.verbose = options.verbose.max(number("PYTHONVERBOSE").unwrap_or(0));
    options.debug = options.debug.max(number("PYTHONDEBUG").unwrap_or(0));
    options.dont_write_bytecode |= read("PYTHONDONTWRITEBYTECODE").is_some();
    options.unbuffered |= read("PYTHONUNBUFFERED").is_some();
    options.no_user_site |= read("PYTHONNOUSERSITE").is_some();
    options.safe_path |= read("PYTHONSAFEPATH").is_some();
    options.dev_mode |= read("PYTHONDEVMODE").is_some();
    options.faulthandler |= read("PYTHONFAULTHANDLER").is_some();
    if let Some(list) = read("PYTHONWARNINGS") {
        options.warnings.extend(list.split(',').map(str::to_string));
    }
    if let Some(folders) = read("PYTHONPATH") {
        options.path.extend(folders.split(':').map(str::to_string));
    }
    options.utf8_mode = read("PYTHONUTF8").is_some_and(|value| value != "0");
    options.warn_default_encoding |= read("PYTHONWARNDEFAULTENCODING").is_some();
    options.io_encoding = read("PYTHONIOENCODING").unwrap_or_default();
    if let Some(text) = read("PYTHONINTMAXSTRDIGITS") {
        options.max_str_digits = digit_limit(&text, "PYTHONINTMAXSTRDIGITS")?;
    }
    match read("PYTHONHASHSEED").as_deref() {
        None | Some("random") => options.hash_seed = random_seed(),
        Some(text) => {
            let Ok(seed) = text.parse::<u32>() else {
                return Err(fatal(
                    "config_init_hash_seed",
                    "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]",
                ));
            };
            options.hash_seed = seed as u64;
            options.hash_randomization = seed != 0;
        }
    }
    Ok(())
}

/// A limit on the digits of ints: 0 or at least 640.
fn digit_limit(text: &str, source: &str) -> Result<usize, Refusal> {
    let limit = text.parse().ok().filter(|&limit| limit == 0 || limit >= crate::builtins::int::text::LEAST_DIGIT_LIMIT);
    let message = || format!("{source}: invalid limit; must be >= 640 or 0 for unlimited.");
    limit.ok_or_else(|| fatal("config_init_int_max_str_digits", &message()))
}

/// A value that the interpreter cannot start with, in CPython's words.
fn fatal(place: &str, message: &str) -> Refusal {
    Refusal {
        text: format!("Fatal Python error: {place}: {message}\nPython runtime state: preinitialized\n\n"),
        status: 1,
    }
}

/// The process's own key for hashes.
fn random_seed() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

/// What `-X` options and modes imply.
fn implied(options: &mut Options) -> Result<(), Refusal> {
    for (name, value) in options.x_options.clone() {
        match name.as_str() {
            "dev" => options.dev_mode = true,
            "utf8" => match value.as_deref() {
                None | Some("1") => options.utf8_mode = true,
                Some("0") => options.utf8_mode = false,
                _ => return Err(fatal("preconfig_init_utf8_mode", "invalid -X utf8 option value")),
            },
            "warn_default_encoding" => options.warn_default_encoding = true,
            "int_max_str_digits" => {
                options.max_str_digits = digit_limit(&value.unwrap_or_default(), "-X int_max_str_digits")?;
            }
            "faulthandler" => options.faulthandler = true,
            "tracemalloc" => options.tracemalloc = true,
            _ => {}
        }
    }
    if options.dev_mode {
        options.warnings.insert(0, "default".to_string());
        options.faulthandler = true;
    }
    // These go before all others.
    match options.bytes_warning {
        0 => {}
        1 => options.warnings.push("default::BytesWarning".to_string()),
        _ => options.warnings.push("error::BytesWarning".to_string()),
    }
    options.path.push(crate::importer::embedded::ROOT.to_string());
    Ok(())
}

fn parse_dis(words: &[String]) -> Result<Dis, String> {
    let mut request = Dis::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut argument =
            |name: &str| words.next().cloned().ok_or_else(|| format!("coil dis: {name} needs an argument\n"));
        match word.as_str() {
            "--offsets" => request.offsets = true,
            "--source" => request.source = true,
            "--json" => request.json = true,
            "--function" => request.function = Some(argument("--function")?),
            "-c" => request.command = Some(argument("-c")?),
            option if option.starts_with('-') && option != "-" => {
                return Err(format!("coil dis: unknown option {option}\n{HELP}"));
            }
            file => request.file = Some(file.to_string()),
        }
    }
    if request.file.is_none() && request.command.is_none() {
        return Err(format!("coil dis: no program given\n{HELP}"));
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Arguments {
        let given: Vec<String> = std::iter::once("coil").chain(words.iter().copied()).map(str::to_string).collect();
        parse(&given).unwrap()
    }

    #[test]
    fn options_end_at_the_program() {
        let arguments = parsed(&["-uO", "script.py", "-O", "x"]);
        assert!(matches!(&arguments.what, What::File(file) if file == "script.py"));
        assert!(arguments.options.unbuffered);
        assert_eq!(arguments.options.argv, ["script.py", "-O", "x"]);
    }

    #[test]
    fn a_command_takes_the_rest_as_its_arguments() {
        let arguments = parsed(&["-Bc", "pass", "-q"]);
        assert!(matches!(&arguments.what, What::Command(code) if code == "pass"));
        assert_eq!(arguments.options.argv, ["-c", "-q"]);
        assert!(arguments.options.dont_write_bytecode && !arguments.options.quiet);
    }

    #[test]
    fn isolation_implies_its_parts() {
        let options = parsed(&["-I", "-c", ""]).options;
        assert!(options.ignore_environment && options.no_user_site && options.safe_path);
    }

    #[test]
    fn unknown_options_are_usage_errors() {
        let given = ["coil".to_string(), "-Z".to_string()];
        assert!(parse(&given).unwrap_err().text.starts_with("Unknown option: -Z\n"));
    }
}
