//! The yardstick of the nested list in `make bench`: the same rows by one joined statement, written as JSON by hand in
//! a bare actix handler. No sign-in, no limits, no schema, no transaction of a tenant: only its filter.
//!
//! `bare_list ADDRESS DATABASE_URL ORGANISATION_ID`

use actix_web::{App, HttpResponse, HttpServer, web};
use sea_orm::sqlx::{self, PgPool, Row as _, postgres::PgPoolOptions, postgres::PgRow};
use serde::{Deserialize, Serialize};

/// The same as the server's, so that the two differ in what they do, not in how they come by memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SQL: &str = "
SELECT i.id, i.year, i.version, i.state, l.id, u.name, l.scope, l.category, l.co2e_mg, l.status, f.factor
FROM (SELECT id, year, version, state FROM inventories WHERE organisation_id = $1
      ORDER BY year DESC, version DESC LIMIT 50) AS i
CROSS JOIN LATERAL (SELECT id, site_id, scope, category, co2e_mg, status, factor_id FROM inventory_lines
      WHERE organisation_id = $1 AND inventory_id = i.id AND status <> 'REFUSED' ORDER BY id LIMIT 20) AS l
JOIN boundary_units AS u ON u.organisation_id = $1 AND u.id = l.site_id
LEFT JOIN inventory_factors AS f ON f.organisation_id = $1 AND f.inventory_id = i.id AND f.factor_id = l.factor_id
ORDER BY i.year DESC, i.version DESC, l.id";

#[derive(Serialize)]
struct Answer<'a> {
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    inventories: Edges<Inventory<'a>>,
}

#[derive(Serialize)]
struct Edges<T> {
    edges: Vec<Edge<T>>,
}

#[derive(Serialize)]
struct Edge<T> {
    node: T,
}

#[derive(Serialize)]
struct Inventory<'a> {
    id: &'a str,
    year: i32,
    version: i32,
    state: &'a str,
    lines: Edges<Line<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    id: &'a str,
    site_name: &'a str,
    scope: &'a str,
    category: &'a str,
    #[serde(rename = "co2eKg")]
    co2e_kg: String,
    status: &'a str,
    factor: Option<Factor<'a>>,
}

/// What is asked of a factor, out of the JSON it is kept as.
#[derive(Deserialize, Serialize)]
#[serde(rename_all(serialize = "camelCase"))]
struct Factor<'a> {
    id: &'a str,
    #[serde(rename(deserialize = "name_en", serialize = "name"), borrow)]
    name: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    publisher: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    dataset: std::borrow::Cow<'a, str>,
    version: &'a str,
    year: i32,
    region: &'a str,
    unit: &'a str,
}

fn kg(mg: i64) -> String {
    let sign = if mg < 0 { "-" } else { "" };
    let mg = mg.unsigned_abs();
    format!("{sign}{}.{:06}", mg / 1_000_000, mg % 1_000_000)
}

fn line(row: &PgRow) -> Result<Line<'_>, Box<dyn std::error::Error>> {
    let factor: Option<&str> = row.try_get(10)?;
    Ok(Line {
        id: row.try_get(4)?,
        site_name: row.try_get(5)?,
        scope: row.try_get(6)?,
        category: row.try_get(7)?,
        co2e_kg: kg(row.try_get(8)?),
        status: row.try_get(9)?,
        factor: factor.map(serde_json::from_str).transpose()?,
    })
}

fn body(rows: &[PgRow]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut edges: Vec<Edge<Inventory<'_>>> = Vec::with_capacity(50);
    for row in rows {
        let id: &str = row.try_get(0)?;
        if edges.last().is_none_or(|edge| edge.node.id != id) {
            let lines = Edges {
                edges: Vec::with_capacity(20),
            };
            let node = Inventory {
                id,
                year: row.try_get(1)?,
                version: row.try_get(2)?,
                state: row.try_get(3)?,
                lines,
            };
            edges.push(Edge { node });
        }
        if let Some(inventory) = edges.last_mut() {
            inventory.node.lines.edges.push(Edge { node: line(row)? });
        }
    }
    let inventories = Edges { edges };
    Ok(serde_json::to_vec(&Answer {
        data: Data { inventories },
    })?)
}

async fn list(pool: web::Data<PgPool>, organisation: web::Data<String>) -> HttpResponse {
    let rows = sqlx::query(SQL)
        .bind(organisation.as_str())
        .fetch_all(pool.get_ref())
        .await;
    match rows.map_err(Into::into).and_then(|rows| body(&rows)) {
        Ok(body) => HttpResponse::Ok()
            .content_type("application/json")
            .body(body),
        Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
    }
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, url, organisation] = arguments.as_slice() else {
        return Err("usage: bare_list ADDRESS DATABASE_URL ORGANISATION_ID".into());
    };
    let pool = PgPoolOptions::new()
        .max_connections(10)
        .test_before_acquire(false)
        .connect(url)
        .await?;
    let pool = web::Data::new(pool);
    let organisation = web::Data::new(organisation.clone());
    HttpServer::new(move || {
        App::new()
            .app_data(pool.clone())
            .app_data(organisation.clone())
            .route("/", web::get().to(list))
    })
    .workers(2)
    .bind(address)?
    .run()
    .await?;
    Ok(())
}
