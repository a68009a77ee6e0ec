//! Joins the tables of the employee programme into the two short ones that the browser gets: what is needed to log an
//! action, without the long texts. A row that lacks its rule, its caps or its source stops the build.

use crate::table::{Row, Table};

/// The tables as published and the rules read from them.
pub struct Inputs<'a> {
    pub actions: &'a str,
    pub caps: &'a str,
    pub rules: &'a str,
    pub texts_zh: &'a str,
    pub modes: &'a str,
    pub everyday: &'a str,
}

/// The two short tables.
pub struct Packed {
    pub actions: String,
    pub everyday: String,
}

/// Joins by code.
pub fn pack(inputs: &Inputs<'_>) -> Result<Packed, String> {
    let modes = Table::parse(inputs.modes);
    let mode_of = |code: &str| find(&modes, "code", code).map_or("", |row| row.get("mode"));
    Ok(Packed {
        actions: actions(inputs, mode_of)?,
        everyday: everyday(inputs, mode_of)?,
    })
}

const ACTION_HEADER: &str = "code,zh,en,scene,unit,kg,confidence,on,link,ledger,day,year,back,groups,evidence,number,second,checks,mode\n";

fn actions<'m>(inputs: &Inputs<'_>, mode_of: impl Fn(&str) -> &'m str) -> Result<String, String> {
    let (actions, caps) = (Table::parse(inputs.actions), Table::parse(inputs.caps));
    let (rules, texts) = (Table::parse(inputs.rules), Table::parse(inputs.texts_zh));
    if caps.len() != actions.len() || rules.len() != actions.len() || texts.len() != actions.len() {
        return Err("the employee tables have different numbers of actions".to_owned());
    }
    let mut packed = ACTION_HEADER.to_owned();
    for row in actions.rows() {
        let code = row.get("action_code");
        let cap = find(&caps, "action_code", code).ok_or(format!("{code} has no caps"))?;
        let rule = find(&rules, "action_code", code).ok_or(format!("{code} has no rule"))?;
        find(&texts, "action_code", code).ok_or(format!("{code} has no Chinese text"))?;
        if row.get("source_title").is_empty() || row.get("formula").is_empty() {
            return Err(format!("{code} has no source or no formula"));
        }
        if cap.get("unit") != row.get("unit") {
            return Err(format!("{code}: caps and factor are in different units"));
        }
        line(
            &mut packed,
            &[
                code,
                row.get("name_zh"),
                row.get("name_en"),
                row.get("scene"),
                row.get("unit"),
                row.get("kg_co2e_reduction_per_unit"),
                row.get("confidence"),
                row.get("is_default"),
                row.get("employer_inventory_link"),
                row.get("ledger"),
                cap.get("cap_units_per_day"),
                cap.get("cap_units_per_year"),
                cap.get("max_backdate_days"),
                rule.get("groups"),
                rule.get("evidence"),
                rule.get("number"),
                rule.get("second_number"),
                rule.get("checks"),
                mode_of(code),
            ],
        );
    }
    Ok(packed)
}

fn everyday<'m>(inputs: &Inputs<'_>, mode_of: impl Fn(&str) -> &'m str) -> Result<String, String> {
    let mut packed = "code,zh,en,category,unit,kg,confidence,region,mode\n".to_owned();
    for row in Table::parse(inputs.everyday).rows() {
        let code = row.get("emission_code");
        if row.get("source_title").is_empty() || row.get("formula").is_empty() {
            return Err(format!("{code} has no source or no formula"));
        }
        line(
            &mut packed,
            &[
                code,
                row.get("name_zh"),
                row.get("name_en"),
                row.get("category"),
                row.get("unit"),
                row.get("kg_co2e_per_unit"),
                row.get("confidence"),
                row.get("region"),
                mode_of(code),
            ],
        );
    }
    Ok(packed)
}

fn find<'t, 'a>(table: &'t Table<'a>, column: &str, value: &str) -> Option<Row<'t, 'a>> {
    table.rows().find(|row| row.get(column) == value)
}

fn line(packed: &mut String, cells: &[&str]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            packed.push(',');
        }
        if cell.contains([',', '"', '\n']) {
            packed.push('"');
            packed.push_str(&cell.replace('"', "\"\""));
            packed.push('"');
        } else {
            packed.push_str(cell);
        }
    }
    packed.push('\n');
}
