//! Sign up → boundary → import a workbook with three wrong rows → mend them → inventory → explanation.

use saxaul_e2e::{Browser, Language, Server, Theme, View};

use crate::company::{add_site, bills_with_three_wrong_rows, last_year, sign_up};

const SITE: &str = "东莞一厂";

/// Hands the file to the wizard and lets it check every row.
async fn upload_and_check(browser: &Browser, server: &Server, file: &std::path::Path) {
    let view = browser.view;
    browser.goto(&server.url("/data/import/new")).await;
    browser.hand_over(file).await;
    browser
        .see(view.say("每一列是什么", "What is in each column"))
        .await;
    browser.picture("3-columns").await;
    browser
        .press(view.say("检查每一行", "Check every row"))
        .await;
    browser.see(view.say("8 行已检查", "8 rows checked")).await;
}

/// Mends the first card of the list and waits until its row has left the list.
async fn mend(browser: &Browser, row: u32, field: Option<(&str, &str)>) {
    let view = browser.view;
    let place = match view.language {
        Language::Chinese => format!("第 {row} 行"),
        Language::English => format!("row {row}"),
    };
    browser.find("heading", &place).await;
    match field {
        // The first suggestion of the first card.
        None => browser.press(view.say("改为", "Use ")).await,
        Some((field, value)) => {
            browser
                .fill(&format!("{}{field}", view.say("修改 ", "Change ")), value)
                .await;
            browser.press(view.say("改好", "Mend")).await;
        }
    }
    browser
        .until(&format!("row {row} is mended"), async || {
            browser.find_now("heading", &place).await.is_none()
        })
        .await;
}

async fn a_first_year(view: View) {
    let server = Server::start("first-year").await;
    let browser = Browser::open("first-year", view).await;
    sign_up(&browser, &server, "linxi@changfeng.example").await;
    browser
        .see(view.say("批账单开始", "Start with the first bills"))
        .await;
    browser.picture("1-empty-overview").await;
    browser.expect_good_manners("the empty overview").await;

    add_site(&browser, &server, SITE).await;
    browser.picture("2-boundary").await;
    browser.expect_good_manners("the boundary").await;

    let year = last_year(&browser).await;
    let file = bills_with_three_wrong_rows(&browser, &server, SITE, year);
    upload_and_check(&browser, &server, &file).await;
    browser.see(view.say("要改的行", "Rows to mend")).await;
    browser.picture("4-rows-to-mend").await;
    browser.expect_good_manners("the rows to mend").await;

    mend(&browser, 4, None).await;
    mend(&browser, 6, Some((view.say("单位", "Unit"), "kWh"))).await;
    mend(&browser, 8, Some((view.say("数量", "Quantity"), "90000"))).await;
    browser.press(view.say("导入 8 行", "Import 8 rows")).await;
    browser.see(view.say("8 行已导入", "8 rows imported")).await;
    browser.picture("5-imported").await;

    browser.goto(&server.url("/inventory")).await;
    browser
        .see(
            &view
                .say("{year} 年清单", "Inventory of {year}")
                .replace("{year}", &year.to_string()),
        )
        .await;
    browser.picture("6-inventory").await;
    browser.expect_good_manners("the inventory").await;

    // A figure taken apart, and one of its records with formula and factor.
    browser.press(view.say("合计", "Total")).await;
    browser
        .see(view.say("数字的来历", "How this figure came about"))
        .await;
    browser.picture("7-figure").await;
    browser.expect_good_manners("the figure taken apart").await;
}

#[tokio::test]
async fn a_first_year_in_chinese_on_a_phone() {
    a_first_year(View::phone(Language::Chinese, Theme::Light)).await;
}

#[tokio::test]
async fn a_first_year_in_english_on_a_phone_in_the_dark() {
    a_first_year(View::phone(Language::English, Theme::Dark)).await;
}

#[tokio::test]
async fn a_first_year_in_chinese_on_a_laptop_in_the_dark() {
    a_first_year(View::laptop(Language::Chinese, Theme::Dark)).await;
}

#[tokio::test]
async fn a_first_year_in_english_on_a_laptop() {
    a_first_year(View::laptop(Language::English, Theme::Light)).await;
}
