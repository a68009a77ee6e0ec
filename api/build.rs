//! Lists the built console, so that the binary carries it. Without one (a fresh checkout that has not run
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
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        files.sort();
        for file in files.iter().filter(|file| file.is_file()) {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_compressed = Path::new(&name)
                .extension()
                .is_some_and(|extension| extension == "br");
            if is_compressed || name.starts_with('.') {
                continue;
            }
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
