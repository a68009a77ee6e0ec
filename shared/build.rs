//! Packs the published factor tables into one compact file the library embeds. Only with the feature `reference-data`.

#![expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the modules are those of the library, which uses all of them"
)]

use std::error::Error;
#[cfg(feature = "reference-data")]
use std::{fs, path::Path};

#[path = "src/accounting/table.rs"]
mod table;

#[path = "src/accounting/compile/mod.rs"]
mod compile;

#[cfg_attr(
    not(feature = "reference-data"),
    expect(clippy::unnecessary_wraps, reason = "packing can fail")
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=reference");
    println!("cargo:rerun-if-changed=src/accounting/table.rs");
    println!("cargo:rerun-if-changed=src/accounting/compile");
    println!("cargo:rerun-if-changed=build.rs");
    #[cfg(feature = "reference-data")]
    pack(
        &Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("reference"),
        Path::new(&std::env::var("OUT_DIR")?),
    )?;
    Ok(())
}

#[cfg(feature = "reference-data")]
fn pack(reference: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;

    let read = |path: &str| fs::read_to_string(reference.join(path));
    let datasets = read("catalogue/datasets.csv")?;
    let mut paths: Vec<String> = compile::read_datasets(&datasets)?
        .into_iter()
        .flat_map(|dataset| dataset.files)
        .collect();
    paths.sort();
    paths.dedup();
    let texts = paths
        .iter()
        .map(|path| read(path))
        .collect::<Result<Vec<_>, _>>()?;
    let tables: Vec<compile::Source<'_>> = paths
        .iter()
        .zip(&texts)
        .map(|(path, text)| compile::Source { path, text })
        .collect();
    let packed = compile::compile(&compile::Inputs {
        datasets: &datasets,
        rules: &read("catalogue/activity_factors.csv")?,
        units: &read("catalogue/source_units.csv")?,
        regions: &read("catalogue/grid_regions.csv")?,
        tables: &tables,
    })?;
    let mut hash = String::new();
    for byte in Sha256::digest(&packed) {
        write!(hash, "{byte:02x}")?;
    }
    fs::write(out.join("factors.bin"), packed)?;
    fs::write(out.join("factors.sha256"), hash)?;
    Ok(())
}
