//! BLAKE2 (RFC 7693), with the parameter block for keys, salts and trees.

/// The order in which a round uses the words of a block.
const SIGMA: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// Which words of the working vector a step mixes: columns, then diagonals.
const LANES: [[usize; 4]; 8] = [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
];

macro_rules! blake2 {
    ($name:ident, $word:ty, $bytes:literal, $rounds:literal, $rotations:expr, $start:expr) => {
        #[derive(Clone)]
        pub struct $name {
            words: [$word; 8],
            /// Bytes that have been compressed.
            count: u128,
            /// What has not been compressed yet: the last block is special, so a full one waits.
            buffer: Vec<u8>,
            digest_size: usize,
            last_node: bool,
        }

        impl $name {
            const BLOCK: usize = 16 * $bytes;
            const START: [$word; 8] = $start;

            /// `parameters` is the block of the specification; `None` if its length is wrong.
            pub fn new(parameters: &[u8], key: &[u8], last_node: bool) -> Option<$name> {
                if parameters.len() != 8 * $bytes || key.len() > 8 * $bytes {
                    return None;
                }
                let mut words = Self::START;
                for (word, bytes) in words.iter_mut().zip(parameters.chunks_exact($bytes)) {
                    *word ^= <$word>::from_le_bytes(bytes.try_into().ok()?);
                }
                let digest_size = (parameters[0] as usize).min(8 * $bytes);
                let mut hash = $name { words, count: 0, buffer: Vec::new(), digest_size, last_node };
                if !key.is_empty() {
                    let mut block = key.to_vec();
                    block.resize(Self::BLOCK, 0);
                    hash.update(&block);
                }
                Some(hash)
            }

            pub fn digest_size(&self) -> usize {
                self.digest_size
            }

            pub fn update(&mut self, mut data: &[u8]) {
                while !data.is_empty() {
                    if self.buffer.len() == Self::BLOCK {
                        self.count += Self::BLOCK as u128;
                        let block = std::mem::take(&mut self.buffer);
                        self.compress(&block, false);
                        self.buffer = block;
                        self.buffer.clear();
                    }
                    let taken = data.len().min(Self::BLOCK - self.buffer.len());
                    self.buffer.extend_from_slice(&data[..taken]);
                    data = &data[taken..];
                }
            }

            pub fn finish(mut self) -> Vec<u8> {
                self.count += self.buffer.len() as u128;
                let mut block = std::mem::take(&mut self.buffer);
                block.resize(Self::BLOCK, 0);
                self.compress(&block, true);
                let mut digest: Vec<u8> = self.words.iter().flat_map(|word| word.to_le_bytes()).collect();
                digest.truncate(self.digest_size);
                digest
            }

            fn compress(&mut self, block: &[u8], last: bool) {
                let mut message = [0 as $word; 16];
                for (word, bytes) in message.iter_mut().zip(block.chunks_exact($bytes)) {
                    let mut exact = [0; $bytes];
                    exact.copy_from_slice(bytes);
                    *word = <$word>::from_le_bytes(exact);
                }
                let mut v = [0 as $word; 16];
                v[..8].copy_from_slice(&self.words);
                v[8..].copy_from_slice(&Self::START);
                v[12] ^= self.count as $word;
                v[13] ^= (self.count >> (8 * $bytes)) as $word;
                if last {
                    v[14] = !v[14];
                    if self.last_node {
                        v[15] = !v[15];
                    }
                }
                let [r1, r2, r3, r4]: [u32; 4] = $rotations;
                for round in 0..$rounds {
                    let order = &SIGMA[round % 10];
                    for (step, &[a, b, c, d]) in LANES.iter().enumerate() {
                        v[a] = v[a].wrapping_add(v[b]).wrapping_add(message[order[2 * step]]);
                        v[d] = (v[d] ^ v[a]).rotate_right(r1);
                        v[c] = v[c].wrapping_add(v[d]);
                        v[b] = (v[b] ^ v[c]).rotate_right(r2);
                        v[a] = v[a].wrapping_add(v[b]).wrapping_add(message[order[2 * step + 1]]);
                        v[d] = (v[d] ^ v[a]).rotate_right(r3);
                        v[c] = v[c].wrapping_add(v[d]);
                        v[b] = (v[b] ^ v[c]).rotate_right(r4);
                    }
                }
                for index in 0..8 {
                    self.words[index] ^= v[index] ^ v[index + 8];
                }
            }
        }
    };
}

blake2!(
    Blake2b,
    u64,
    8,
    12,
    [32, 24, 16, 63],
    [
        0x6A09_E667_F3BC_C908,
        0xBB67_AE85_84CA_A73B,
        0x3C6E_F372_FE94_F82B,
        0xA54F_F53A_5F1D_36F1,
        0x510E_527F_ADE6_82D1,
        0x9B05_688C_2B3E_6C1F,
        0x1F83_D9AB_FB41_BD6B,
        0x5BE0_CD19_137E_2179,
    ]
);
blake2!(
    Blake2s,
    u32,
    4,
    10,
    [16, 12, 8, 7],
    [0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,]
);
