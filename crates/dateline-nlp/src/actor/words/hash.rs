//! How a word of the lists is packed into a number and where it lies in the table. The build script includes this file too.

/// Bytes of a word of a list at most, which fit into a number.
pub(crate) const LONGEST: usize = 16;

/// The word in small letters as a number; none if it is empty or too long.
#[inline]
pub(crate) fn pack(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; LONGEST];
    bytes.get_mut(..word.len()).filter(|b| !b.is_empty())?.copy_from_slice(word);
    bytes.make_ascii_lowercase();
    Some(u128::from_le_bytes(bytes))
}

/// Where a word is looked for first, in a table of a power of two places.
#[inline]
pub(crate) fn place(key: u128, places: usize) -> usize {
    let folded = (key as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ ((key >> 64) as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & (places - 1)
}
