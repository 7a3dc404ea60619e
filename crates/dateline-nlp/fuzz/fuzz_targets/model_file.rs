//! Any bytes are a model or an error. The hash is put right, so that what lies behind it is reached.
#![no_main]

use dateline_nlp::encoder::Model;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut bytes = bytes.to_vec();
    if bytes.len() >= 24 {
        let header = u32::from_le_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]) as usize;
        let blob = 24usize.saturating_add(header).next_multiple_of(64).min(bytes.len());
        let hash = xxhash_rust::xxh3::xxh3_64(&bytes[blob..]).to_le_bytes();
        bytes[16..24].copy_from_slice(&hash);
    }
    let _ = Model::from_bytes(bytes.into());
});
