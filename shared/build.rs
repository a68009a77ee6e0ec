//! Packs the published tables: those of the employee programme into the short form that the browser gets, and, with the
//! feature `reference-data`, the emission factors into one compact file.

#![expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the modules are those of the library, which uses all of them"
)]

use std::{error::Error, fs, path::Path};

#[path = "src/accounting/table.rs"]
mod table;

#[path = "src/accounting/compile/mod.rs"]
mod compile;

#[path = "build/employee.rs"]
mod employee;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=reference");
    println!("cargo:rerun-if-changed=src/accounting/table.rs");
    println!("cargo:rerun-if-changed=src/accounting/compile");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build/employee.rs");
    let reference = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("reference");
    let out = std::env::var("OUT_DIR")?;
    pack_employee(&reference.join("employee"), Path::new(&out))?;
    #[cfg(feature = "reference-data")]
    pack(&reference, Path::new(&out))?;
    Ok(())
}

fn pack_employee(tables: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let read = |name: &str| fs::read_to_string(tables.join(name));
    let packed = employee::pack(&employee::Inputs {
        actions: &read("actions.csv")?,
        caps: &read("action_caps.csv")?,
        rules: &read("action_rules.csv")?,
        texts_zh: &read("action_texts_zh.csv")?,
        modes: &read("travel_modes.csv")?,
        everyday: &read("everyday_emissions.csv")?,
    })?;
    fs::write(out.join("employee_actions.csv"), packed.actions)?;
    fs::write(out.join("employee_everyday.csv"), packed.everyday)?;
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
