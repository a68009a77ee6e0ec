//! Archives as phones export them, for the browser to upload.

use std::path::{Path, PathBuf};

/// Polynomial of CRC-32, reversed (PKWARE APPNOTE 4.4.7).
const CRC_POLYNOMIAL: u32 = 0xedb8_8320;

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (CRC_POLYNOMIAL & 0_u32.wrapping_sub(crc & 1));
        }
    }
    !crc
}

/// Writes a zip with one file in it, stored as it is.
pub fn write_zip(folder: &Path, name: &str, inside: &str, content: &[u8]) -> PathBuf {
    let size = u32::try_from(content.len()).expect("a small file");
    let name_length = u16::try_from(inside.len()).expect("a short name");
    // What the local header and the directory have in common: version 2.0, no flags, stored, no date.
    let mut common = Vec::new();
    common.extend(20_u16.to_le_bytes());
    common.extend([0; 4]);
    common.extend([0, 0, 0x21, 0]);
    common.extend(crc32(content).to_le_bytes());
    common.extend(size.to_le_bytes());
    common.extend(size.to_le_bytes());
    common.extend(name_length.to_le_bytes());
    common.extend(0_u16.to_le_bytes());

    let mut zip = b"PK\x03\x04".to_vec();
    zip.extend(&common);
    zip.extend(inside.as_bytes());
    zip.extend(content);
    let directory_at = u32::try_from(zip.len()).expect("a small archive");
    zip.extend(b"PK\x01\x02");
    zip.extend(20_u16.to_le_bytes());
    zip.extend(&common);
    // No comment, first disk, no attributes, the local header at the beginning.
    zip.extend([0; 14]);
    zip.extend(inside.as_bytes());
    let directory_size = u32::try_from(zip.len()).expect("a small archive") - directory_at;
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend(1_u16.to_le_bytes());
    zip.extend(1_u16.to_le_bytes());
    zip.extend(directory_size.to_le_bytes());
    zip.extend(directory_at.to_le_bytes());
    zip.extend(0_u16.to_le_bytes());

    let path = folder.join(name);
    std::fs::write(&path, zip).expect("the archive can be saved");
    path
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
