//! Privacy: who sees one, and what was agreed to.

use leptos::prelude::*;
use saxaul_shared::credits::member::CONSENT_VERSION;
use saxaul_shared::decimal;

use super::join_form::{ConsentPoints, VisibilityFields, filled, visibility_from, visibility_key};
use super::operations::{
    CircleConsent, CircleGroups, ConsentRenew, HealthConsent, Seat, SeatUpdate, circle_consent,
    circle_groups, consent_renew, health_consent, seat_update,
};
use super::parts::ScreenHead;
use super::state::use_circle;
use crate::client::{send, use_load};
use crate::i18n::{self, language, t};
use crate::locales::{circle, circle_me as words, common};
use crate::ui::form::{FormError, UserError, error_at, error_elsewhere, user_errors};
use crate::ui::{
    Button, ButtonKind, CheckField, Choice, Loaded, NumberField, Select, act, toast, use_submit,
};

/// `/circle/me/privacy`.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let circle = use_circle();
    let seat = Memo::new(move |_| circle.seat());
    view! {
        <ScreenHead title=words::PRIVACY_TITLE back="/me" />
        {move || seat.get().map(|seat| view! { <SeatForm seat=seat /> })}
        <Agreed />
    }
}

/// How one is seen, where one belongs, and what else the programme knows.
#[component]
fn SeatForm(seat: Seat) -> impl IntoView {
    let circle = use_circle();
    let groups = use_load(|| async {
        let groups = send::<CircleGroups>(circle_groups::Variables {}).await?;
        let named = |id: String, name: String| (id, name);
        Ok((
            groups
                .departments
                .into_iter()
                .map(|group| named(group.id, group.name))
                .collect::<Vec<_>>(),
            groups
                .teams
                .into_iter()
                .map(|group| named(group.id, group.name))
                .collect::<Vec<_>>(),
        ))
    });
    let text = |value: Option<String>| RwSignal::new(value.unwrap_or_default());
    let visibility = RwSignal::new(visibility_key(seat.visibility).to_owned());
    let alias = text(seat.alias);
    let distance = text(seat.office_distance_km.map(|km| km.normalize().to_string()));
    let (department, team) = (text(seat.department_id), text(seat.team_id));
    let elsewhere = RwSignal::new(seat.declares_elsewhere);
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = filled(distance).map(|text| decimal::parse(&text));
        let Ok(office_distance_km) = typed.transpose() else {
            return submit.errors.set(vec![UserError {
                message: common::NOT_A_NUMBER.get(i18n::current()).to_owned(),
                field: vec!["officeDistanceKm".to_owned()],
            }]);
        };
        let variables = seat_update::Variables {
            visibility: visibility_from(&visibility.get_untracked()),
            alias: filled(alias),
            office_distance_km,
            department_id: filled(department),
            team_id: filled(team),
            declares_elsewhere: elsewhere.get_untracked(),
        };
        submit.run(async move {
            let payload = send::<SeatUpdate>(variables).await?.circle_member_update;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || {
                    toast(common::SAVED.get(i18n::current()));
                    circle.seat.reload();
                }))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    let departments = choices(move || groups.with(|groups| groups.map(|groups| groups.0.clone())));
    let teams = choices(move || groups.with(|groups| groups.map(|groups| groups.1.clone())));
    view! {
        <form class="card stack" on:submit=on_submit novalidate=true>
            <h2>{t(words::SEEN)}</h2>
            <FormError message=error_elsewhere(submit.errors, &["alias", "officeDistanceKm", "departmentId", "teamId"]) />
            <VisibilityFields visibility=visibility alias=alias errors=submit.errors />
            <h3>{t(words::GROUP)}</h3>
            <Select label=circle::DEPARTMENT value=department options=departments optional=true error=error_at(submit.errors, "departmentId") />
            <Select label=circle::TEAM value=team options=teams optional=true error=error_at(submit.errors, "teamId") />
            <NumberField
                label=circle::DISTANCE
                value=distance
                unit=Signal::derive(|| Some("km".to_owned()))
                hint=circle::DISTANCE_HINT
                optional=true
                error=error_at(submit.errors, "officeDistanceKm")
            />
            <CheckField label=circle::ELSEWHERE value=elsewhere hint=circle::ELSEWHERE_HINT />
            <div><Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(common::SAVE)}</Button></div>
        </form>
    }
}

/// None, or one of the groups: id and name.
fn choices(
    groups: impl Fn() -> Option<Vec<(String, String)>> + Send + Sync + 'static,
) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        let mut all = vec![Choice::new("", circle::NO_DEPARTMENT.now())];
        let groups = groups().into_iter().flatten();
        all.extend(groups.map(|(id, name)| Choice::new(id, name)));
        all
    })
}

/// What was agreed to, and taking the part about health back.
#[component]
fn Agreed() -> impl IntoView {
    let circle_now = use_circle();
    let load = use_load(|| {
        language();
        async {
            let consent = send::<CircleConsent>(circle_consent::Variables {}).await?;
            Ok(consent
                .circle_consent
                .into_iter()
                .map(|point| (point.title, point.text))
                .collect::<Vec<_>>())
        }
    });
    let has_health = Memo::new(move |_| {
        circle_now
            .seat()
            .is_some_and(|seat| seat.health_consent_version.is_some())
    });
    let version = Memo::new(move |_| {
        circle_now
            .seat()
            .map_or(CONSENT_VERSION, |seat| seat.consent_version)
    });
    let withdraw = move || {
        act(
            async {
                let payload = send::<HealthConsent>(health_consent::Variables { version: None })
                    .await?
                    .circle_member_update;
                Ok(user_errors(payload.user_errors))
            },
            move || circle_now.seat.reload(),
        );
    };
    let renew = move || {
        act(
            async {
                let version = CONSENT_VERSION;
                let payload = send::<ConsentRenew>(consent_renew::Variables { version })
                    .await?
                    .circle_member_update;
                Ok(user_errors(payload.user_errors))
            },
            move || circle_now.seat.reload(),
        );
    };
    view! {
        <section class="card stack-tight">
            <h2>{t(words::CONSENT)}</h2>
            <Loaded load=load let:points>
                <ConsentPoints points=points version=CONSENT_VERSION />
            </Loaded>
            <Show when=move || version.get() < CONSENT_VERSION>
                <div><Button kind=ButtonKind::Primary on_press=renew>{t(circle::CONSENT_AGREE)}</Button></div>
            </Show>
            <div class="row-between">
                <span>{move || if has_health.get() { words::CONSENT_HEALTH_ON.now() } else { words::CONSENT_HEALTH_OFF.now() }}</span>
                <Show when=move || has_health.get()>
                    <Button on_press=withdraw>{t(words::WITHDRAW)}</Button>
                </Show>
            </div>
        </section>
    }
}
