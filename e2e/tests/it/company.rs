//! What journeys begin with: a company, its site, and a file of its bills.

use std::path::PathBuf;

use saxaul_e2e::{Browser, Server, sheet};

/// The password of everyone in these journeys.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Signs up a company with its first person, and waits until the console is there.
pub(crate) async fn sign_up(browser: &Browser, server: &Server, email: &str) {
    let view = browser.view;
    browser.goto(&server.url("/sign-up")).await;
    browser
        .fill(view.say("企业名称", "Company"), "长风精密制造")
        .await;
    browser
        .fill(view.say("您的姓名", "Your name"), "林溪")
        .await;
    browser.fill(view.say("邮箱", "Email"), email).await;
    browser.fill(view.say("密码", "Password"), PASSWORD).await;
    browser
        .press(view.say("注册企业", "Sign up a company"))
        .await;
    browser
        .until("the console opens", async || browser.path().await == "/")
        .await;
}

/// Signs in a person who has an account.
pub(crate) async fn sign_in(browser: &Browser, server: &Server, email: &str) {
    let view = browser.view;
    browser.goto(&server.url("/sign-in")).await;
    browser.fill(view.say("邮箱", "Email"), email).await;
    browser.fill(view.say("密码", "Password"), PASSWORD).await;
    browser.press(view.say("登录", "Sign in")).await;
    browser
        .until("the console opens", async || browser.path().await == "/")
        .await;
}

/// Adds a site in Guangdong to the boundary.
pub(crate) async fn add_site(browser: &Browser, server: &Server, name: &str) {
    let view = browser.view;
    browser.goto(&server.url("/settings/boundary")).await;
    browser.press(view.say("添加单位", "Add a unit")).await;
    let name_label = view.say("名称", "Name");
    browser.fill(name_label, name).await;
    browser
        .choose(view.say("类型", "Kind"), view.say("场所", "Site"))
        .await;
    browser
        .choose(view.say("地区", "Region"), view.say("广东", "Guangdong"))
        .await;
    browser.press(view.say("保存", "Save")).await;
    browser
        .until("the site stands in the tree", async || {
            browser.find_now("button", name).await.is_some()
        })
        .await;
}

/// The year that the console opens with for a company without data: the last one.
pub(crate) async fn last_year(browser: &Browser) -> i64 {
    let answer = browser
        .driver
        .execute("return new Date().getFullYear() - 1", vec![])
        .await
        .unwrap();
    answer.json().as_i64().unwrap()
}

/// Eight bills of a year in a workbook, with headers of the language. Rows 4, 6 and 8 are wrong: an activity spelled
/// wrongly, a unit that does not fit, an amount that is no number.
pub(crate) fn bills_with_three_wrong_rows(
    browser: &Browser,
    server: &Server,
    site: &str,
    year: i64,
) -> PathBuf {
    let view = browser.view;
    let headers: [&str; 7] = match view.say("zh", "en") {
        "zh" => ["场所", "活动", "数量", "单位", "开始", "结束", "单据号"],
        _ => [
            "site",
            "activity",
            "quantity",
            "unit",
            "start",
            "end",
            "reference",
        ],
    };
    let electricity = view.say("外购电力", "Purchased electricity");
    let gas = view.say("天然气", "Natural gas");
    let bills: [(&str, &str, &str, u32); 8] = [
        (electricity, "120000", "kWh", 1),
        (gas, "15000", "Nm3", 1),
        (view.say("天燃汽", "Natural gass"), "14200", "Nm3", 2),
        (electricity, "98000.5", "kWh", 2),
        (electricity, "101000", "m3", 3),
        (gas, "13100", "Nm3", 3),
        (electricity, "about 90000", "kWh", 4),
        (gas, "11000", "Nm3", 4),
    ];
    let rows: Vec<Vec<String>> = (1..)
        .zip(bills)
        .map(|(number, (activity, quantity, unit, month))| {
            vec![
                site.to_owned(),
                activity.to_owned(),
                quantity.to_owned(),
                unit.to_owned(),
                format!("{year}-{month:02}-01"),
                format!("{year}-{month:02}-28"),
                format!("BILL-{number:03}"),
            ]
        })
        .collect();
    sheet::write_workbook(server.folder(), "bills.xlsx", &headers, &rows)
}
