//! `/graphql`.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::{HttpRequest, HttpResponse, http::header, web};

use super::{
    locale::Locale,
    request_context::{RequestContext, ResponseCookies},
};
use crate::graphql::schema::Schema;

/// `POST /graphql` with a JSON body.
pub(super) async fn post(
    request: HttpRequest,
    schema: web::Data<Schema>,
    body: web::Json<async_graphql::Request>,
) -> HttpResponse {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let cookies = ResponseCookies::default();
    let context = RequestContext {
        request_id: uuid::Uuid::now_v7().to_string(),
        client_address: request
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.ip()),
        user_agent: header(header::USER_AGENT).map(str::to_owned),
        locale: Locale::negotiate(header(header::ACCEPT_LANGUAGE)),
        refresh_cookie: None,
        cookies: cookies.clone(),
    };
    let answer = schema.execute(body.into_inner().data(context)).await;
    let mut response = HttpResponse::Ok();
    for cookie in cookies.take() {
        response.append_header((header::SET_COOKIE, cookie.to_string()));
    }
    response.json(answer)
}
