//! What is built in: every crate under a licence that `deny.toml` allows, none that it bans, none that a known advisory
//! names. `cargo deny check` asks the whole advisory database; this asks what can be asked without it, on every run.

use std::{collections::BTreeSet, path::Path, process::Command};

use serde_json::Value;

/// A crate below these versions has an advisory; `never` where no version is free of it.
const ADVISORIES: &[(&str, &str, &str)] = &[
    ("h2", "0.4.16", "RUSTSEC-2026-0258"),
    ("lru", "never", "RUSTSEC-2026-0253"),
    (
        "quick-xml",
        "0.41.0",
        "RUSTSEC-2026-0194, RUSTSEC-2026-0195",
    ),
];

/// The dependency graph as it is built for the server and for the browser, without the network.
fn metadata() -> Value {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .args(["--filter-platform", "wasm32-unknown-unknown"])
        .current_dir(workspace)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Name, version and licence of every crate that is built, the workspace's own included.
fn built(metadata: &Value) -> Vec<(&str, &str, String)> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let ids: BTreeSet<&str> = nodes
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let packages = metadata["packages"].as_array().unwrap();
    let built: Vec<_> = packages
        .iter()
        .filter(|package| ids.contains(package["id"].as_str().unwrap()))
        .map(|package| {
            let text = |name: &str| package[name].as_str().unwrap_or_default();
            let licence = match text("license") {
                "" => licence_of_file(text("manifest_path"), text("license_file")),
                licence => licence.to_owned(),
            };
            (text("name"), text("version"), licence)
        })
        .collect();
    assert!(built.len() > 300, "the graph was not understood");
    built
}

/// The licence of a crate that only has its text: MIT when it is that text, else nothing.
fn licence_of_file(manifest: &str, file: &str) -> String {
    let text = Path::new(manifest)
        .parent()
        .map(|folder| std::fs::read_to_string(folder.join(file)).unwrap_or_default())
        .unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let is_mit = text.contains("Permission is hereby granted, free of charge, to any person")
        && text
            .contains("to use, copy, modify, merge, publish, distribute, sublicense, and/or sell")
        && text.contains("THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND");
    if is_mit {
        "MIT".to_owned()
    } else {
        String::new()
    }
}

fn rules() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deny.toml");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Whether an SPDX expression can be kept with these licences: one side of each OR, both of each AND.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    // What older crates write between alternatives.
    let expression = expression.replace('/', " OR ");
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let mut tokens = spaced.split_whitespace().peekable();
    let met = any_of(&mut tokens, allowed);
    assert_eq!(tokens.next(), None, "{expression:?} was not understood");
    met
}

type Tokens<'t> = std::iter::Peekable<std::str::SplitWhitespace<'t>>;

fn any_of(tokens: &mut Tokens<'_>, allowed: &[&str]) -> bool {
    let mut met = all_of(tokens, allowed);
    while tokens.next_if_eq(&"OR").is_some() {
        met |= all_of(tokens, allowed);
    }
    met
}

fn all_of(tokens: &mut Tokens<'_>, allowed: &[&str]) -> bool {
    let mut met = one(tokens, allowed);
    while tokens.next_if_eq(&"AND").is_some() {
        met &= one(tokens, allowed);
    }
    met
}

fn one(tokens: &mut Tokens<'_>, allowed: &[&str]) -> bool {
    match tokens.next() {
        Some("(") => {
            let met = any_of(tokens, allowed);
            assert_eq!(tokens.next(), Some(")"));
            met
        }
        Some(licence) => {
            let licence = match tokens.next_if_eq(&"WITH") {
                Some(_) => format!("{licence} WITH {}", tokens.next().unwrap_or_default()),
                None => licence.to_owned(),
            };
            allowed.contains(&licence.as_str())
        }
        None => false,
    }
}

#[test]
fn every_crate_has_a_licence_that_may_be_combined_with_ours() {
    let rules = rules();
    let allowed: Vec<&str> = rules["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|licence| licence.as_str().unwrap())
        .collect();
    let metadata = metadata();
    let refused: Vec<_> = built(&metadata)
        .into_iter()
        .filter(|(_, _, licence)| !is_allowed(licence, &allowed))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn expressions_of_licences_are_read_as_spdx_means_them() {
    let allowed = ["MIT", "Apache-2.0 WITH LLVM-exception", "ISC"];
    for (expression, met) in [
        ("MIT OR GPL-3.0-only", true),
        ("MIT/Apache-2.0", true),
        ("MIT AND GPL-3.0-only", false),
        ("(GPL-3.0-only OR ISC) AND MIT", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), met, "{expression}");
    }
}

#[test]
fn nothing_that_is_banned_or_named_by_an_advisory_is_built_in() {
    let metadata = metadata();
    let built = built(&metadata);
    let rules = rules();
    let banned: Vec<&str> = rules["bans"]["deny"]
        .as_array()
        .unwrap()
        .iter()
        // What may come in behind a wrapper is for cargo-deny, which knows the way it came.
        .filter(|ban| ban.get("wrappers").is_none())
        .map(|ban| ban["crate"].as_str().unwrap())
        .collect();
    let found: Vec<_> = built
        .iter()
        .filter(|(name, _, _)| banned.contains(name))
        .collect();
    assert!(found.is_empty(), "{found:?}");
    for (name, free_from, advisory) in ADVISORIES {
        for (_, version, _) in built.iter().filter(|(built, _, _)| built == name) {
            assert!(
                *free_from != "never" && numbers(version) >= numbers(free_from),
                "{name} {version} is named by {advisory}"
            );
        }
    }
}

/// A version as numbers that compare.
fn numbers(version: &str) -> Vec<u64> {
    version
        .split(['.', '-', '+'])
        .map_while(|part| part.parse().ok())
        .collect()
}
