//! A day in the circle: join by link → quiz → log → import → the board moves for a colleague → without a network and back
//! → undo.

use saxaul_e2e::{Browser, Language, Server, Theme, View, archive};
use serde_json::json;

use crate::company::{PASSWORD, sign_up};

const OWNER: &str = "linxi@changfeng.example";
const ALIAS: &str = "小树苗";

/// A link by which employees join, made as a program would: the console's page for it has a journey of its own.
async fn join_link(owner: &Browser) -> String {
    let refresh = "mutation { sessionRefresh { session { accessToken } } }";
    let session = owner.ask(refresh, json!({}), None).await;
    let token = session["data"]["sessionRefresh"]["session"]["accessToken"]
        .as_str()
        .unwrap_or_else(|| panic!("no session: {session}"))
        .to_owned();
    let create = "mutation($input: CircleJoinLinkInput!) { circleJoinLinkCreate(input: $input) { joinLink { address } userErrors { message } } }";
    let made = owner
        .ask(create, json!({ "input": {} }), Some(&token))
        .await;
    let address = made["data"]["circleJoinLinkCreate"]["joinLink"]["address"]
        .as_str()
        .unwrap_or_else(|| panic!("no link: {made}"));
    address.to_owned()
}

/// The owner takes a seat too, under the own name, and looks at the board.
async fn watch_the_board(owner: &Browser, server: &Server) {
    let view = owner.view;
    owner.goto(&server.url("/circle/board")).await;
    owner
        .see(view.say("您还没有加入碳圈", "You have not joined the circle yet"))
        .await;
    owner.expect_good_manners("taking a seat").await;
    owner
        .click(
            "field",
            view.say("我已读过并同意", "I have read this and agree"),
        )
        .await;
    owner.press(view.say("加入", "Join")).await;
    owner
        .see(view.say("这段时间还没有人上榜", "Nobody is on the board"))
        .await;
    // A reload would lose this mark.
    owner
        .driver
        .execute("window.notReloaded = true", vec![])
        .await
        .unwrap();
}

async fn join(browser: &Browser, link: &str) {
    let view = browser.view;
    browser.goto(link).await;
    browser.see("长风精密制造").await;
    browser.picture("01-join-consent").await;
    browser.expect_good_manners("the agreement").await;
    let next = view.say("下一步", "Next");
    browser.press(next).await;
    browser
        .see(view.say("请先勾选同意", "Please agree first"))
        .await;
    browser
        .click(
            "field",
            view.say("我已读过并同意", "I have read this and agree"),
        )
        .await;
    browser.press(next).await;
    browser
        .fill(view.say("您的姓名", "Your name"), "陈晨")
        .await;
    browser
        .fill(view.say("邮箱", "Email"), "chenchen@changfeng.example")
        .await;
    browser.fill(view.say("密码", "Password"), PASSWORD).await;
    browser.picture("02-join-you").await;
    browser.expect_good_manners("who one is").await;
    browser.press(next).await;
    browser
        .click("field", view.say("用昵称", "Under an alias"))
        .await;
    browser.fill(view.say("昵称", "Alias"), ALIAS).await;
    browser
        .fill(view.say("家到公司的距离", "From home to the office"), "9")
        .await;
    browser.picture("03-join-visibility").await;
    browser.expect_good_manners("how to be seen").await;
    browser.press(view.say("加入", "Join")).await;
    browser
        .until("the circle opens", async || {
            browser.path().await == "/circle"
        })
        .await;
    browser.see(view.say("今天少排了", "Saved today")).await;
}

async fn answer_the_quiz(browser: &Browser, server: &Server) {
    let view = browser.view;
    browser.goto(&server.url("/circle/quiz")).await;
    for number in 1..=10 {
        let title = view
            .say("第 {n} 题", "Question {n} of")
            .replace("{n}", &number.to_string());
        browser.see(&title).await;
        if number == 1 {
            browser.picture("04-quiz").await;
            browser.expect_good_manners("a question of the quiz").await;
            browser.press(view.say("地铁", "By metro")).await;
        } else {
            browser.press(view.say("不知道", "I don't know")).await;
        }
    }
    browser
        .see(view.say("已保存，只有您自己看得到", "Saved; only you see it"))
        .await;
    browser.picture("05-footprint").await;
    browser.expect_good_manners("the footprint").await;
}

/// Logs an action from its tile and waits until it is done.
async fn log(
    browser: &Browser,
    server: &Server,
    tile: &str,
    amount: &str,
    number: Option<(&str, &str)>,
) {
    let view = browser.view;
    browser.goto(&server.url("/circle/log")).await;
    browser.press(tile).await;
    browser.fill(view.say("数量", "How much"), amount).await;
    if let Some((label, value)) = number {
        browser.fill(label, value).await;
    }
}

async fn a_day_in_the_circle(view: View) {
    let mut server = Server::start("circle").await;
    let owner = Browser::open("circle-owner", View::laptop(view.language, view.theme)).await;
    sign_up(&owner, &server, OWNER).await;
    let link = join_link(&owner).await;
    watch_the_board(&owner, &server).await;

    let browser = Browser::open("circle", view).await;
    join(&browser, &link).await;
    browser.picture("06-home-empty").await;
    browser.expect_good_manners("home without entries").await;
    answer_the_quiz(&browser, &server).await;

    // Metro: within the registered distance, there and back.
    let metro = view.say("乘地铁替代私家车", "Metro instead of private car");
    log(&browser, &server, metro, "18", None).await;
    browser.see("3.79").await;
    browser.picture("07-log-preview").await;
    browser.expect_good_manners("logging an action").await;
    browser.press(view.say("记一笔", "Log it")).await;
    browser.see(view.say("记好了", "Logged")).await;
    browser.picture("08-log-done").await;
    browser
        .expect_good_manners("an action that was logged")
        .await;

    // The colleague's board moved, without a reload.
    owner.see(ALIAS).await;
    owner
        .see(&view.say("3,788 分", "3,788 pts").replace(',', "\u{202f}"))
        .await;
    let mark = owner
        .driver
        .execute("return window.notReloaded === true", vec![])
        .await
        .unwrap();
    assert_eq!(
        mark.json(),
        &json!(true),
        "the colleague's page was reloaded"
    );
    owner.picture("09-board-moved").await;
    owner.expect_good_manners("the board").await;

    // Cycling needs the number of its ride.
    let bicycle = view.say("骑自行车出行", "Shared or own bicycle ride");
    let ride = view.say("乘车码、交通卡记录号或骑行单号", "Ride code or record id");
    log(
        &browser,
        &server,
        bicycle,
        "7.2",
        Some((ride, "BIKE-2026-0001")),
    )
    .await;
    browser.see("351").await;
    browser.press(view.say("记一笔", "Log it")).await;
    browser.see(view.say("记好了", "Logged")).await;

    import_steps(&browser, &server).await;
    without_a_network(&browser, &mut server).await;

    for (path, step) in [
        ("/circle", "13-home"),
        ("/circle/log", "14-log"),
        ("/circle/log/everyday", "15-everyday"),
        ("/circle/board", "16-board"),
        ("/circle/statement", "17-statement"),
        ("/circle/me", "18-me"),
        ("/circle/me/points", "19-points"),
        ("/circle/me/give", "20-give"),
        ("/circle/me/privacy", "21-privacy"),
    ] {
        browser.goto(&server.url(path)).await;
        browser
            .until("the screen is loaded", async || {
                browser.find_now("heading", "").await.is_some()
                    && !browser.text().await.contains(view.say("加载中", "Loading"))
            })
            .await;
        browser.picture(step).await;
        browser.expect_good_manners(path).await;
    }

    undo(&browser, &server).await;
}

/// Steps of an iPhone and a watch, and some typed by hand: the watch's 1,010 count.
async fn import_steps(browser: &Browser, server: &Server) {
    let view = browser.view;
    let yesterday = browser
        .driver
        .execute(
            "return new Date(Date.now() - 86400000 + 28800000).toISOString().slice(0, 10)",
            vec![],
        )
        .await
        .unwrap();
    let day = yesterday.json().as_str().unwrap().to_owned();
    let steps = |source: &str, from: &str, to: &str, count: u32, entered: bool| {
        let entry = if entered {
            r#"<MetadataEntry key="HKWasUserEntered" value="1"/>"#
        } else {
            ""
        };
        format!(
            r#"<Record type="HKQuantityTypeIdentifierStepCount" sourceName="{source}" unit="count" startDate="{day} {from} +0800" endDate="{day} {to} +0800" value="{count}">{entry}</Record>"#
        )
    };
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE HealthData [ <!ELEMENT HealthData (ExportDate,Record*)> ]><HealthData locale="zh_CN"><ExportDate value="{day} 23:00:00 +0800"/>{}{}{}</HealthData>"#,
        steps("iPhone", "08:00:00", "08:10:00", 920, false),
        steps("Watch", "08:01:00", "08:10:00", 1010, false),
        steps("Health", "22:00:00", "22:00:00", 30000, true),
    );
    let file = archive::write_zip(
        server.folder(),
        "export.zip",
        "apple_health_export/export.xml",
        xml.as_bytes(),
    );
    browser.goto(&server.url("/circle/import")).await;
    browser
        .click(
            "field",
            view.say(
                "我同意解析这份健康数据",
                "I agree that this health data is read",
            ),
        )
        .await;
    browser.hand_over(&file).await;
    browser.see("1\u{202f}010").await;
    browser.picture("10-import").await;
    browser.expect_good_manners("the import").await;
}

/// What is logged without a network is kept, over a reload too, and sent once.
async fn without_a_network(browser: &Browser, server: &mut Server) {
    let view = browser.view;
    let cup = view.say("自带杯", "Own cup");
    browser.goto(&server.url("/circle/log")).await;
    browser
        .until("the app can start without a network", async || {
            let ready = "return navigator.serviceWorker.controller !== null";
            let answer = browser.driver.execute(ready, vec![]).await;
            answer.is_ok_and(|answer| answer.json() == &json!(true))
        })
        .await;
    browser.cut_off(true).await;
    // The service worker has a connection of its own, which only a server that is gone cuts.
    server.go_away();
    browser.press(cup).await;
    browser.fill(view.say("数量", "How much"), "1").await;
    browser.press(view.say("记一笔", "Log it")).await;
    browser.see(view.say("先存下了", "Kept for later")).await;
    browser.goto(&server.url("/circle")).await;
    browser
        .see(view.say("1 条等待发送", "1 waiting to be sent"))
        .await;
    browser.picture("11-offline").await;

    server.come_back().await;
    browser.cut_off(false).await;
    browser
        .until("nothing waits any more", async || {
            !browser
                .text()
                .await
                .contains(view.say("等待发送", "waiting to be sent"))
        })
        .await;
    browser.goto(&server.url("/circle/me/claims")).await;
    browser.see(cup).await;
    browser.picture("12-claims").await;
    browser.expect_good_manners("what was logged").await;
    let times = browser.text().await.matches(cup).count();
    assert_eq!(times, 1, "the entry was sent more than once");
}

async fn undo(browser: &Browser, server: &Server) {
    let view = browser.view;
    browser.goto(&server.url("/circle/me/claims")).await;
    browser.click("button", view.say("自带杯", "Own cup")).await;
    browser
        .press(view.say("撤销这条记录", "Undo this entry"))
        .await;
    browser
        .see(view.say("已撤销：自带杯", "Undone: Own cup"))
        .await;
    browser.goto(&server.url("/circle/me/claims")).await;
    browser.find("button", view.say("自带杯", "Own cup")).await;
    browser.see(view.say("已撤销", "Undone")).await;
}

#[tokio::test]
async fn a_day_in_the_circle_in_chinese_on_a_phone() {
    a_day_in_the_circle(View::phone(Language::Chinese, Theme::Light)).await;
}

#[tokio::test]
async fn a_day_in_the_circle_in_english_on_a_phone_in_the_dark() {
    a_day_in_the_circle(View::phone(Language::English, Theme::Dark)).await;
}
