//! The first thing anyone sees: the page that the server's own binary serves.

use saxaul_e2e::{Browser, Language, Server, Theme, View};

async fn the_sign_in_page_is_good_in(view: View) {
    let server = Server::start("front-door").await;
    let browser = Browser::open("front-door", view).await;
    browser.goto(&server.url("/")).await;
    browser.find("button", view.say("登录", "Sign in")).await;
    browser.picture("sign-in").await;
    browser.expect_good_manners("the sign-in page").await;
}

#[tokio::test]
async fn a_stranger_sees_a_good_sign_in_page_in_chinese_on_a_phone() {
    the_sign_in_page_is_good_in(View::phone(Language::Chinese, Theme::Light)).await;
}

#[tokio::test]
async fn a_stranger_sees_a_good_sign_in_page_in_english_on_a_laptop_in_the_dark() {
    the_sign_in_page_is_good_in(View::laptop(Language::English, Theme::Dark)).await;
}
