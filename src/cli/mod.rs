//! The command line: arguments to options, and what `coil` does with them.

/// What the command line and the environment ask of an interpreter.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Key of the hashes of str and bytes.
    pub hash_seed: u64,
}
