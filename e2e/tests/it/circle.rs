//! The employees' circle: its own program, below its own address.

use saxaul_e2e::{Browser, Language, Server, Theme, View};

use crate::company::{PASSWORD, sign_up};

async fn an_employee_gets_in(view: View) {
    let server = Server::start("circle").await;
    let browser = Browser::open("circle", view).await;
    sign_up(&browser, &server, "lin@changfeng.example").await;
    browser.goto(&server.url("/circle")).await;
    browser
        .find("heading", view.say("林溪，您好", "Hello, 林溪"))
        .await;
    browser.picture("circle-home").await;
    browser.expect_good_manners("home of the circle").await;

    browser.press(view.say("账户", "Account")).await;
    browser.press(view.say("退出登录", "Sign out")).await;
    browser
        .until("the circle asks who it is", async || {
            browser.path().await == "/circle/sign-in"
        })
        .await;
    browser
        .expect_good_manners("the circle's sign-in page")
        .await;
    browser
        .fill(view.say("邮箱", "Email"), "lin@changfeng.example")
        .await;
    browser.fill(view.say("密码", "Password"), PASSWORD).await;
    browser.press(view.say("登录", "Sign in")).await;
    browser
        .until("the circle opens again", async || {
            browser.path().await == "/circle"
        })
        .await;
}

#[tokio::test]
async fn an_employee_gets_into_the_circle_in_chinese_on_a_phone() {
    an_employee_gets_in(View::phone(Language::Chinese, Theme::Light)).await;
}

#[tokio::test]
async fn an_employee_gets_into_the_circle_in_english_on_a_phone_in_the_dark() {
    an_employee_gets_in(View::phone(Language::English, Theme::Dark)).await;
}
