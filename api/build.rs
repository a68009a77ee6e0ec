//! Lists the files built for the browser, so that the binary carries it. Without one (a fresh checkout that has not run
//! `scripts/build-web.sh`) the list is empty and the server says so on its pages.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    // The scripts name the folder; a plain `cargo build` takes it where it stands. Cargo would look at a folder that
    // is not there as changed every time, so it is only watched when it is.
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SAXAUL_CONSOLE");
    let named = env::var_os("SAXAUL_CONSOLE").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| {
        let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        Path::new(&here).join("../web/dist")
    });

    let mut table = String::from("&[\n");
    if folder.join("index.html").is_file() {
        let folder = folder.canonicalize()?;
        println!("cargo:rerun-if-changed={}", folder.display());
        for name in names(&folder, "")? {
            let file = folder.join(&name);
            let compressed = folder.join(format!("{name}.br"));
            let brotli = if compressed.is_file() {
                format!(
                    "Some(include_bytes!({:?}))",
                    compressed.display().to_string()
                )
            } else {
                String::from("None")
            };
            let path = file.display().to_string();
            // Writing to a String cannot fail.
            let _ = writeln!(
                table,
                "    File {{ name: {name:?}, bytes: include_bytes!({path:?}), brotli: {brotli} }},"
            );
        }
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("console.rs"), table)
}

/// Every file below `folder` by its path with slashes, in order; compressed twins and hidden files left out.
fn names(folder: &Path, before: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let whole = format!("{before}{name}");
        if entry.file_type()?.is_dir() {
            names.extend(self::names(&entry.path(), &format!("{whole}/"))?);
        } else if entry.path().extension().is_none_or(|ending| ending != "br") {
            names.push(whole);
        }
    }
    names.sort();
    Ok(names)
}
