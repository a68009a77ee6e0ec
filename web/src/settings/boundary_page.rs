//! The tree of group, companies and sites.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::boundary_unit::UnitForm;
use super::frame::PageHead;
use super::operations::{Boundary, boundary};
use super::words as names;
use crate::client::enums::UnitKind;
use crate::client::{send, use_load};
use crate::i18n::{self, t};
use crate::locales::settings as words;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, EmptyState, IconButton, Loaded, SideSheet, SkeletonKind,
    Tone, icon, open_sheet,
};

/// One unit as the server gives it.
pub type Unit = boundary::BoundaryBoundary;

/// Name of the sheet in the address.
const SHEET: &str = "unit";
/// Before the id of the unit to add below, in the address; alone: a new one at the top.
const NEW: &str = "new:";

/// `/settings/boundary`.
#[component]
pub fn BoundaryPage() -> impl IntoView {
    let load = use_load(|| send::<Boundary>(boundary::Variables));
    let open = StoredValue::new_local(open_sheet(SHEET));
    let open = UnsyncCallback::new(move |value: String| open.with_value(|open| open(&value)));
    view! {
        <PageHead title=words::BOUNDARY lead=words::BOUNDARY_LEAD>
            <Button kind=ButtonKind::Primary icon=icon::PLUS on_press=move || open.run(NEW.to_owned())>{t(words::UNIT_NEW)}</Button>
        </PageHead>
        <Loaded load=load skeleton=SkeletonKind::Tall children=move |data: boundary::ResponseData| {
            if data.boundary.is_empty() {
                return view! {
                    <EmptyState icon=icon::TREE words=words::BOUNDARY_EMPTY>
                        <Button on_press=move || open.run(NEW.to_owned())>{t(words::UNIT_NEW)}</Button>
                    </EmptyState>
                }
                .into_any();
            }
            view! { <Tree units=data.boundary regions=data.regions open=open /> }.into_any()
        } />
        <SideSheet key=SHEET title=words::UNIT_EDIT children=move |value: String| {
            move || {
                let value = value.clone();
                load.get().map(|data| view! { <UnitSheet data=data value=value on_saved=move || load.reload() /> })
            }
        } />
    }
}

#[component]
fn UnitSheet(
    data: boundary::ResponseData,
    value: String,
    #[prop(into)] on_saved: UnsyncCallback<()>,
) -> impl IntoView {
    let (unit, parent) = match value.strip_prefix(NEW) {
        Some(parent) => (
            None,
            Some(parent.to_owned()).filter(|parent| !parent.is_empty()),
        ),
        None => (
            data.boundary.iter().find(|unit| unit.id == value).cloned(),
            None,
        ),
    };
    let parents = data
        .boundary
        .iter()
        .filter(|other| other.kind != UnitKind::Site && other.id != value);
    let parents = parents
        .map(|unit| Choice::new(unit.id.clone(), unit.name.clone()))
        .collect();
    let industries = data
        .industries
        .into_iter()
        .map(|industry| Choice::new(industry.code.clone(), industry.name).with_note(industry.code))
        .collect();
    let regions = data
        .regions
        .into_iter()
        .map(|region| Choice::new(region.code.clone(), region.name).with_note(region.code))
        .collect();
    view! { <UnitForm unit=unit parent=parent parents=parents industries=industries regions=regions on_saved=on_saved sheet=SHEET /> }
}

#[component]
fn Tree(
    units: Vec<Unit>,
    regions: Vec<boundary::BoundaryRegions>,
    open: UnsyncCallback<String>,
) -> impl IntoView {
    let region_name = |code: &String| {
        let known = regions.iter().find(|region| region.code == *code);
        known.map_or_else(|| code.clone(), |region| region.name.clone())
    };
    let rows = in_tree_order(units)
        .into_iter()
        .map(|(depth, unit)| {
            let (id, name) = (unit.id.clone(), unit.name.clone());
            let can_hold = unit.kind != UnitKind::Site;
            let below = format!("{NEW}{}", unit.id);
            let share = unit.ownership.last().map(|share| format!("{} %", share.share_percent.normalize()));
            let facts = [unit.region.as_ref().map(region_name), unit.industry.as_ref().map(|industry| industry.name.clone()), share];
            let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            let add_label = Signal::derive(move || words::UNIT_ADD_BELOW.fill(i18n::language(), &[("name", &name)]));
            view! {
                <li class="tree-row" style:padding-inline-start=move || format!("{}px", 12 + depth * 28)>
                    <button class="tree-name" type="button" on:click=move |_| open.run(id.clone())>
                        <strong>{unit.name}</strong> <span class="muted">{facts}</span>
                    </button>
                    <Badge tone=if can_hold { Tone::Neutral } else { Tone::Good }>{t(names::unit_kind(unit.kind))}</Badge>
                    {can_hold.then(|| view! { <IconButton icon=icon::PLUS label=add_label on_press=move || open.run(below.clone()) /> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tree card card-flush">{rows}</ul> }
}

/// Every unit after the one it belongs to, with how deep it stands. Units whose parent is not there stand at the top.
fn in_tree_order(units: Vec<Unit>) -> Vec<(usize, Unit)> {
    let known: Vec<String> = units.iter().map(|unit| unit.id.clone()).collect();
    let mut below: BTreeMap<Option<String>, Vec<Unit>> = BTreeMap::new();
    for unit in units {
        below
            .entry(
                unit.parent_id
                    .clone()
                    .filter(|parent| known.contains(parent)),
            )
            .or_default()
            .push(unit);
    }
    let mut ordered = Vec::new();
    // Last in, first out: children are pushed in reverse so that they come out in order.
    let mut waiting: Vec<(usize, Unit)> = below
        .remove(&None)
        .unwrap_or_default()
        .into_iter()
        .rev()
        .map(|unit| (0, unit))
        .collect();
    while let Some((depth, unit)) = waiting.pop() {
        let children = below.remove(&Some(unit.id.clone())).unwrap_or_default();
        waiting.extend(children.into_iter().rev().map(|child| (depth + 1, child)));
        ordered.push((depth, unit));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::enums::FinancialTie;

    fn unit(id: &str, parent: Option<&str>) -> Unit {
        Unit {
            id: id.to_owned(),
            kind: UnitKind::Company,
            name: id.to_owned(),
            parent_id: parent.map(str::to_owned),
            region: None,
            industry: None,
            operational_control: true,
            financial_tie: FinancialTie::Subsidiary,
            ownership: Vec::new(),
            year_figures: Vec::new(),
            version: 1,
        }
    }

    #[test]
    fn children_follow_their_parent_and_orphans_are_not_lost() {
        let units = vec![
            unit("b", Some("a")),
            unit("a", None),
            unit("c", Some("b")),
            unit("d", Some("gone")),
        ];
        let ordered: Vec<(usize, String)> = in_tree_order(units)
            .into_iter()
            .map(|(depth, unit)| (depth, unit.id))
            .collect();
        assert_eq!(
            ordered,
            [
                (0, "a".to_owned()),
                (1, "b".to_owned()),
                (2, "c".to_owned()),
                (0, "d".to_owned())
            ]
        );
    }
}
