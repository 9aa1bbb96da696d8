//! The start and the end of an interpreter, as the command line sees them.

use std::path::{Path, PathBuf};

use super::Vm;
use crate::builtins::code::PyCode;
use crate::native::PyResult;
use crate::object::{Ref, Value};

/// Where packages stand below a prefix.
const SITE_PACKAGES: &str = "lib/python3.14/site-packages";

impl Vm {
    /// What runs before the program.
    pub fn start_up(&self) -> PyResult<()> {
        if self.options.faulthandler {
            crate::modules::faulthandler::enable_at_start(self);
        }
        crate::modules::io::standard::create(self)?;
        let open = self.import_attr("_io", "open")?;
        self.builtins_dict().set_name(self, "open", open);
        if !self.options.warnings.is_empty() {
            // It reads the options.
            self.import("warnings")?;
        }
        if self.options.no_site { Ok(()) } else { self.set_up_site() }
    }

    /// What `import site` does at the start. The module itself is loaded only if there are folders or customisations for
    /// it to find.
    fn set_up_site(&self) -> PyResult<()> {
        let builtins = self.import_attr("_sitebuiltins", "_install")?;
        self.call(&builtins, &[])?;
        if self.has_site_folders() {
            self.import("site")?;
        }
        Ok(())
    }

    fn has_site_folders(&self) -> bool {
        let options = &self.options;
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|_| !options.ignore_environment);
        let base = variable("PYTHONUSERBASE").or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local")));
        let user = base.is_some_and(|base| !options.no_user_site && base.join(SITE_PACKAGES).is_dir());
        let prefix = self.sys_attr("prefix").ok().flatten().and_then(|prefix| self.to_str(&prefix).ok());
        let own = prefix.is_some_and(|prefix| Path::new(&prefix.to_string()).join(SITE_PACKAGES).is_dir());
        let customised = |folder: &String| {
            ["sitecustomize", "usercustomize"].iter().any(|name| {
                let path = Path::new(folder).join(name);
                path.is_dir() || path.with_extension("py").exists()
            })
        };
        user || own || options.path.iter().any(customised)
    }

    /// Keeps the text that code was compiled from, where that is in no file, for tracebacks.
    pub fn remember_source(&self, code: &Ref<PyCode>, source: &str) {
        if code.code.filename.starts_with('<') {
            crate::builtins::exception::print::source::register(self, &code.code, source);
        }
    }

    /// Ends the interpreter and gives the exit status: waits for threads, calls what `atexit` knows, lets go of the
    /// program's modules, and writes out what streams still hold.
    pub fn finish(&self, exception: Option<Value>) -> u8 {
        let status = match exception {
            Some(exception) => self.handle_uncaught(exception),
            None => 0,
        };
        // Threads are waited for first, then come the functions registered with atexit.
        self.call_at_end("threading", "_shutdown");
        self.call_at_end("atexit", "_run_exitfuncs");
        let flushed = crate::modules::io::standard::flush(self);
        self.finalizing.set(true);
        self.stop_other_threads();
        self.finalize_modules();
        crate::modules::io::standard::flush_all(self);
        // CPython's status when what was printed could not be written.
        if flushed { status } else { 120 }
    }

    /// Calls a function of a module, if the program has imported that.
    fn call_at_end(&self, module: &str, function: &str) {
        let Some(module) = self.modules().get_name(self, module).filter(|module| !module.is_none()) else { return };
        if let Err(raised) = self.call_method(&module, function, &[]) {
            self.report_unraisable(raised, Some("Exception ignored on threading shutdown"), &module);
        }
    }
}
