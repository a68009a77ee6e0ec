//! A second person of the company sees an import move the figures, without reloading, also on another instance.

use saxaul_e2e::{Browser, Language, Server, Theme, View};

use crate::company::{add_site, bills_with_three_wrong_rows, last_year, sign_in, sign_up};

const SITE: &str = "东莞一厂";
const EMAIL: &str = "linxi@changfeng.example";

/// One person imports on `here` while another looks at the overview on `there`.
async fn an_import_moves_the_overview_of_another(here: &Server, there: &Server) {
    let first = Browser::open("live-first", View::laptop(Language::English, Theme::Light)).await;
    sign_up(&first, here, EMAIL).await;
    add_site(&first, here, SITE).await;

    // The same person on a phone: the account, not the browser, says the language.
    let second = Browser::open("live-second", View::phone(Language::English, Theme::Dark)).await;
    sign_in(&second, there, EMAIL).await;
    second.goto(&there.url("/")).await;
    second.see("Start with the first bills").await;
    // A reload would lose this mark.
    second
        .driver
        .execute("window.notReloaded = true", vec![])
        .await
        .unwrap();

    let year = last_year(&first).await;
    let file = bills_with_three_wrong_rows(&first, here, SITE, year);
    first.goto(&here.url("/data/import/new")).await;
    first.hand_over(&file).await;
    first.press("Check every row").await;
    first.see("8 rows checked").await;
    first.press("Import 5 rows, leave out 3").await;
    first.see("5 rows imported").await;

    second
        .until("the total is there and is not zero", async || {
            let text = second.text().await;
            text.contains("tCO") && !text.contains("Start with the first bills")
        })
        .await;
    let mark = second
        .driver
        .execute("return window.notReloaded === true", vec![])
        .await
        .unwrap();
    assert_eq!(
        mark.json(),
        true,
        "the page of the second browser was reloaded"
    );
    second.picture("moved").await;
}

#[tokio::test]
async fn an_import_is_seen_live_in_a_second_browser() {
    let server = Server::start("live").await;
    an_import_moves_the_overview_of_another(&server, &server).await;
}

/// A database of this test's own on the throw-away PostgreSQL.
fn fresh_database() -> String {
    let url = std::env::var("SAXAUL_TEST_POSTGRES_URL")
        .expect("SAXAUL_TEST_POSTGRES_URL: run through scripts/with-test-services.sh");
    let name = format!("e2e_{}", std::process::id());
    let made = std::process::Command::new("psql")
        .args([&url, "-q", "-c", &format!("CREATE DATABASE {name}")])
        .status()
        .unwrap();
    assert!(made.success(), "psql makes a database");
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

#[tokio::test]
async fn an_import_is_seen_live_on_another_instance() {
    let database = fresh_database();
    let redis = std::env::var("SAXAUL_TEST_REDIS_URL")
        .expect("SAXAUL_TEST_REDIS_URL: run through scripts/with-test-services.sh");
    let files = std::env::temp_dir().join(format!("saxaul-e2e-files-{}", std::process::id()));
    let files_url = format!("file:{}", files.display());
    let settings = [
        ("SAXAUL_DATABASE_URL", database.as_str()),
        ("SAXAUL_REDIS_URL", redis.as_str()),
        ("SAXAUL_FILES_URL", files_url.as_str()),
        ("SAXAUL_SECRET", "the same secret for both instances"),
    ];
    // One after the other: the first makes the tables.
    let here = Server::start_with("instance-a", &settings).await;
    let there = Server::start_with("instance-b", &settings).await;
    an_import_moves_the_overview_of_another(&here, &there).await;
    let _ = std::fs::remove_dir_all(files);
}
