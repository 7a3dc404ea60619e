//! Any bytes are read to an end: no panic, no endless loop, errors within the input, and nothing larger than the cap.
#![no_main]

use dateline_input::{Limits, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { record: 1 << 16 };
    let mut items = 0usize;
    for item in read("fuzz", bytes, &limits) {
        items += 1;
        if let Err(error) = item {
            let _ = error.to_string();
        }
    }
    // Two items a byte would mean that something is read twice.
    assert!(items <= 2 * bytes.len() + 2, "{items} items of {} bytes", bytes.len());
});
