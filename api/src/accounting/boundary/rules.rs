//! What a boundary tree must be like. Pure: every problem at once, nothing read or written.

use std::collections::HashSet;

use rust_decimal::Decimal;
use saxaul_shared::{
    accounting::boundary::{OwnershipShare, UnitKind},
    violation::{ErrorCode, Violation},
};

use super::store::{UnitRow, YearFigures};

/// Longest name of a unit, in characters.
const NAME_CHARS_MAX: usize = 200;
/// Units of one company.
const UNITS_MAX: usize = 10_000;
/// Changes of a share over time.
const SHARES_MAX: usize = 100;

/// Everything wrong with `unit` among `others` (which do not hold it).
pub(crate) fn check_unit(unit: &UnitRow, others: &[UnitRow]) -> Vec<Violation> {
    let mut found = Vec::new();
    let name = unit.name.trim();
    if name.is_empty() {
        found.push(Violation::field(
            ErrorCode::Required,
            "name",
            "请填写名称。",
            "Give it a name.",
        ));
    }
    if name.chars().count() > NAME_CHARS_MAX {
        found.push(Violation::field(
            ErrorCode::TooLong,
            "name",
            format!("名称不能超过 {NAME_CHARS_MAX} 个字符。"),
            format!("A name has at most {NAME_CHARS_MAX} characters."),
        ));
    }
    let folded = name.to_lowercase();
    if others
        .iter()
        .any(|other| other.parent_id == unit.parent_id && other.name.to_lowercase() == folded)
    {
        found.push(Violation::field(
            ErrorCode::Taken,
            "name",
            "同一层级已有同名单位。",
            "There is a unit of that name on this level already.",
        ));
    }
    if others.len() >= UNITS_MAX {
        found.push(Violation::whole(
            ErrorCode::LimitExceeded,
            format!("单位数量上限为 {UNITS_MAX}。"),
            format!("A company has at most {UNITS_MAX} units."),
        ));
    }
    check_place(unit, others, &mut found);
    check_shares(&unit.ownership, &mut found);
    found
}

/// A group stands at the root, a company under a group or a company, a site anywhere but under a site; no circles.
fn check_place(unit: &UnitRow, others: &[UnitRow], found: &mut Vec<Violation>) {
    let parent = unit
        .parent_id
        .as_ref()
        .map(|id| others.iter().find(|other| &other.id == id));
    let fits = match (unit.kind, parent) {
        (_, Some(None)) => {
            found.push(Violation::field(
                ErrorCode::NotFound,
                "parentId",
                "上级单位不存在。",
                "There is no such unit above it.",
            ));
            return;
        }
        (_, None) => true,
        (UnitKind::Group, Some(Some(_))) => false,
        (UnitKind::Company | UnitKind::Site, Some(Some(parent))) => parent.kind != UnitKind::Site,
    };
    if !fits {
        found.push(Violation::field(
            ErrorCode::Invalid,
            "parentId",
            "集团只能位于顶层；公司和场所不能隶属于场所。",
            "A group stands at the top; neither companies nor sites stand below a site.",
        ));
    }
    let mut seen = HashSet::from([unit.id.as_str()]);
    let mut above = unit.parent_id.as_deref();
    while let Some(id) = above {
        if !seen.insert(id) {
            found.push(Violation::field(
                ErrorCode::Invalid,
                "parentId",
                "单位不能隶属于自身。",
                "A unit cannot stand below itself.",
            ));
            return;
        }
        above = others
            .iter()
            .find(|other| other.id == id)
            .and_then(|other| other.parent_id.as_deref());
    }
}

fn check_shares(shares: &[OwnershipShare], found: &mut Vec<Violation>) {
    if shares.len() > SHARES_MAX {
        found.push(Violation::field(
            ErrorCode::LimitExceeded,
            "ownership",
            format!("股权变更最多 {SHARES_MAX} 条。"),
            format!("At most {SHARES_MAX} changes of share."),
        ));
    }
    if shares.iter().any(|share| {
        share.share_percent < Decimal::ZERO || share.share_percent > Decimal::ONE_HUNDRED
    }) {
        found.push(Violation::field(
            ErrorCode::OutOfRange,
            "ownership",
            "持股比例应在 0 到 100 之间。",
            "A share lies between 0 and 100 per cent.",
        ));
    }
    if shares
        .iter()
        .any(|share| share.share_percent.normalize().scale() > 4)
    {
        found.push(Violation::field(
            ErrorCode::Invalid,
            "ownership",
            "持股比例最多 4 位小数。",
            "A share has at most four decimal places.",
        ));
    }
    if shares
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.from >= b.from))
    {
        found.push(Violation::field(
            ErrorCode::Invalid,
            "ownership",
            "持股比例应按日期先后排列，且日期不重复。",
            "Shares stand in the order of their dates, each date once.",
        ));
    }
}

/// Everything wrong with a year's figures.
pub(crate) fn check_year_figures(figures: &YearFigures) -> Vec<Violation> {
    let mut found = Vec::new();
    if !(1990..=2100).contains(&figures.year) {
        found.push(Violation::field(
            ErrorCode::OutOfRange,
            "year",
            "年份应在 1990 到 2100 之间。",
            "A year lies between 1990 and 2100.",
        ));
    }
    let numbers = [
        ("revenue", figures.revenue),
        ("output", figures.output),
        ("floorAreaM2", figures.floor_area_m2),
        ("headCount", figures.head_count),
    ];
    for (field, number) in numbers {
        if number.is_some_and(|number| number.0 < Decimal::ZERO) {
            found.push(Violation::field(
                ErrorCode::OutOfRange,
                field,
                "不能为负数。",
                "It cannot be negative.",
            ));
        }
    }
    if figures.revenue.is_some()
        && figures
            .currency
            .as_deref()
            .is_none_or(|code| code.len() != 3)
    {
        found.push(Violation::field(
            ErrorCode::Required,
            "currency",
            "请填写营业收入的币种（如 CNY）。",
            "Say the currency of the revenue (such as CNY).",
        ));
    }
    if figures.output.is_some()
        && figures
            .output_unit
            .as_deref()
            .is_none_or(|unit| unit.trim().is_empty())
    {
        found.push(Violation::field(
            ErrorCode::Required,
            "outputUnit",
            "请填写产量的单位。",
            "Say the unit of the output.",
        ));
    }
    found
}
