//! The state of a hash, whichever function it is of.

use sha2::Digest;
use sha3::digest::{ExtendableOutput, Update, XofReader};

use super::blake2::{Blake2b, Blake2s};

/// The functions whose digests have a fixed size: name, type, digest size, block size.
macro_rules! states {
    ($($name:ident($type:ty, $digest:literal, $block:literal, $($trait:tt)*);)*) => {
        #[derive(Clone)]
        pub enum State {
            $($name($type),)*
            Shake128(sha3::Shake128),
            Shake256(sha3::Shake256),
            Blake2b(Box<Blake2b>),
            Blake2s(Box<Blake2s>),
        }

        impl State {
            pub fn update(&mut self, data: &[u8]) {
                match self {
                    $(State::$name(hash) => $($trait)*::update(hash, data),)*
                    State::Shake128(hash) => hash.update(data),
                    State::Shake256(hash) => hash.update(data),
                    State::Blake2b(hash) => hash.update(data),
                    State::Blake2s(hash) => hash.update(data),
                }
            }

            /// The digest of what has been put in; empty for functions of any length.
            pub fn finish(self) -> Vec<u8> {
                match self {
                    $(State::$name(hash) => $($trait)*::finalize(hash).to_vec(),)*
                    State::Shake128(_) | State::Shake256(_) => Vec::new(),
                    State::Blake2b(hash) => hash.finish(),
                    State::Blake2s(hash) => hash.finish(),
                }
            }

            pub fn digest_size(&self) -> usize {
                match self {
                    $(State::$name(_) => $digest,)*
                    State::Shake128(_) | State::Shake256(_) => 0,
                    State::Blake2b(hash) => hash.digest_size(),
                    State::Blake2s(hash) => hash.digest_size(),
                }
            }

            pub fn block_size(&self) -> usize {
                match self {
                    $(State::$name(_) => $block,)*
                    State::Shake128(_) => 168,
                    State::Shake256(_) => 136,
                    State::Blake2b(_) => 128,
                    State::Blake2s(_) => 64,
                }
            }
        }
    };
}

states! {
    Md5(md5::Md5, 16, 64, Digest);
    Sha1(sha1::Sha1, 20, 64, Digest);
    Sha224(sha2::Sha224, 28, 64, Digest);
    Sha256(sha2::Sha256, 32, 64, Digest);
    Sha384(sha2::Sha384, 48, 128, Digest);
    Sha512(sha2::Sha512, 64, 128, Digest);
    Sha3_224(sha3::Sha3_224, 28, 144, sha3::Digest);
    Sha3_256(sha3::Sha3_256, 32, 136, sha3::Digest);
    Sha3_384(sha3::Sha3_384, 48, 104, sha3::Digest);
    Sha3_512(sha3::Sha3_512, 64, 72, sha3::Digest);
}

impl State {
    /// Whether the digest can have any length.
    pub fn is_extendable(&self) -> bool {
        matches!(self, State::Shake128(_) | State::Shake256(_))
    }

    /// So many bytes of an extendable digest.
    pub fn read(self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        match self {
            State::Shake128(hash) => hash.finalize_xof().read(&mut bytes),
            State::Shake256(hash) => hash.finalize_xof().read(&mut bytes),
            _ => {}
        }
        bytes
    }
}
