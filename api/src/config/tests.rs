use super::*;

fn problems(environment: &[(&str, &str)]) -> Vec<(String, String)> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    match Config::from_sources(None, environment, &Overrides::default()) {
        Ok(_) => Vec::new(),
        Err(error) => error
            .problems
            .into_iter()
            .map(|problem| (problem.origin, problem.reason))
            .collect(),
    }
}

#[test]
fn the_defaults_are_usable() {
    let config = Config::with(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url.as_str(), "http://127.0.0.1:8080/");
    assert!(config.redis_url.is_none());
    assert_eq!(config.graphql.body_bytes, 1024 * 1024);
}

#[test]
fn a_bad_variable_is_named_with_the_reason() {
    assert_eq!(
        problems(&[("SAXAUL_LISTEN", "nowhere")]),
        [(
            "SAXAUL_LISTEN".to_owned(),
            "`nowhere`: expected an address and port such as 127.0.0.1:8080".to_owned()
        )]
    );
}

#[test]
fn all_bad_variables_are_named_at_once() {
    let found = problems(&[
        ("SAXAUL_LISTEN", "x"),
        ("SAXAUL_GRAPHQL_DEPTH", "0"),
        ("SAXAUL_GRAPHIQL", "perhaps"),
    ]);
    let mut names: Vec<&str> = found.iter().map(|(origin, _)| origin.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["SAXAUL_GRAPHIQL", "SAXAUL_GRAPHQL_DEPTH", "SAXAUL_LISTEN"]
    );
}

#[test]
fn a_bad_secret_is_named_but_not_repeated() {
    let found = problems(&[("SAXAUL_DATABASE_URL", "mysql://root:hunter2@db/x")]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "SAXAUL_DATABASE_URL");
    assert!(!found[0].1.contains("hunter2"), "{}", found[0].1);
}

#[test]
fn a_flag_wins_over_the_environment() {
    let environment = [("SAXAUL_LISTEN".to_owned(), "127.0.0.1:1".to_owned())];
    let flags = Overrides::from_pairs(&[("listen", "127.0.0.1:2")]);
    let config = Config::from_sources(None, environment.into_iter(), &flags).unwrap();
    assert_eq!(config.listen.port(), 2);
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = std::env::temp_dir().join(format!("saxaul-config-{}.toml", std::process::id()));
    std::fs::write(&file, "listen = \"127.0.0.1:1\"\ngraphql_depth = 9\n").unwrap();
    let environment = [("SAXAUL_LISTEN".to_owned(), "127.0.0.1:3".to_owned())];
    let config = Config::from_sources(Some(&file), environment.into_iter(), &Overrides::default());
    std::fs::remove_file(&file).unwrap();
    let config = config.unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.graphql.depth, 9);
}

#[test]
fn a_key_of_a_file_that_is_no_setting_is_named() {
    let file = std::env::temp_dir().join(format!("saxaul-unknown-{}.toml", std::process::id()));
    std::fs::write(&file, "listn = \"127.0.0.1:1\"\n").unwrap();
    let error =
        Config::from_sources(Some(&file), std::iter::empty(), &Overrides::default()).unwrap_err();
    std::fs::remove_file(&file).unwrap();
    assert!(error.to_string().contains("`listn`"), "{error}");
}

#[test]
fn every_setting_has_a_default() {
    let defaults: toml::Table = include_str!("../../config/default.toml").parse().unwrap();
    let mut defaults: Vec<&str> = defaults.keys().map(String::as_str).collect();
    let mut settings: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    defaults.sort_unstable();
    settings.sort_unstable();
    assert_eq!(defaults, settings);
}

#[test]
fn the_documented_table_is_the_code() {
    let defaults: toml::Table = include_str!("../../config/default.toml").parse().unwrap();
    let mut table = String::from("| Variable | Flag | Default | Meaning |\n|---|---|---|---|\n");
    for setting in SETTINGS {
        let default = defaults[setting.name].as_str().unwrap();
        let default = if default.is_empty() {
            "(empty)".to_owned()
        } else {
            format!("`{default}`")
        };
        let line = format!(
            "| `{}` | `--{}` | {default} | {} |\n",
            setting.variable(),
            setting.flag(),
            setting.help
        );
        table.push_str(&line);
    }
    let document = include_str!("../../../docs/operations.md");
    assert!(
        document.contains(&table),
        "docs/operations.md must hold this table:\n{table}"
    );
}

#[test]
fn networks_hold_their_addresses() {
    let network: Network = "10.1.0.0/16".parse().unwrap();
    assert!(network.contains("10.1.200.3".parse().unwrap()));
    assert!(network.contains("::ffff:10.1.200.3".parse().unwrap()));
    assert!(!network.contains("10.2.0.1".parse().unwrap()));
    assert!(
        "0.0.0.0/0"
            .parse::<Network>()
            .unwrap()
            .contains("8.8.8.8".parse().unwrap())
    );
    assert!("10.0.0.0/33".parse::<Network>().is_err());
}
