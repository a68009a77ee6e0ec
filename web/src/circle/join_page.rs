//! Joining by the company's link: the agreement, then who one is, then how to be seen.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use saxaul_shared::decimal;

use super::join_form::{Agreement, ConsentPoints, Taking, TakingFields};
use super::operations::{CircleJoin, CircleJoinOffer, circle_join, circle_join_offer};
use crate::client::operation::send_once;
use crate::client::session;
use crate::client::use_load;
use crate::i18n::{self, language, t, tf};
use crate::identity::{Gate, leave_when_signed_in};
use crate::locales::{circle as words, common, identity};
use crate::ui::form::{FormError, UserError, error_at, error_elsewhere, user_errors};
use crate::ui::{Button, ButtonKind, EmptyState, Loaded, Stepper, TextField, icon, use_submit};

type Offer = circle_join_offer::CircleJoinOfferCircleJoinOffer;

/// `/circle/join/:token`.
#[component]
pub fn JoinPage() -> impl IntoView {
    leave_when_signed_in();
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let load = use_load(move || {
        language();
        let token = token.get();
        async move {
            Ok(
                send_once::<CircleJoinOffer>(circle_join_offer::Variables { token })
                    .await?
                    .circle_join_offer,
            )
        }
    });
    // The form stays while the offer is loaded again in another language.
    let form = JoinForm::new();
    view! {
        <Gate title=words::JOIN_TITLE lead=words::JOIN_LEAD>
            <Loaded load=load let:offer>
                {match offer {
                    Some(offer) => view! { <Steps offer=offer token=token.get_untracked() form=form /> }.into_any(),
                    None => view! { <EmptyState icon=icon::ALERT words=words::JOIN_GONE /> }.into_any(),
                }}
            </Loaded>
        </Gate>
    }
}

/// What is typed, step by step.
#[derive(Clone, Copy)]
struct JoinForm {
    step: RwSignal<usize>,
    agreed: RwSignal<bool>,
    missing: RwSignal<bool>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
    taking: Taking,
}

impl JoinForm {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            step: RwSignal::new(0),
            agreed: RwSignal::new(false),
            missing: RwSignal::new(false),
            name: text(),
            email: text(),
            password: text(),
            taking: Taking::new(),
        }
    }
}

/// Fields of the second step: a refusal of one of them leads back there.
const ABOUT_YOU: [&str; 3] = ["name", "email", "password"];

#[component]
fn Steps(offer: Offer, token: String, form: JoinForm) -> impl IntoView {
    let submit = use_submit();
    let version = offer.consent_version;
    let points: Vec<(String, String)> = offer
        .consent
        .into_iter()
        .map(|point| (point.title, point.text))
        .collect();
    let departments: Vec<(String, String)> = if offer.department_id.is_some() {
        Vec::new()
    } else {
        offer
            .departments
            .into_iter()
            .map(|department| (department.id, department.name))
            .collect()
    };
    let (points, departments) = (StoredValue::new(points), StoredValue::new(departments));
    let company = offer.organisation_name;
    let domain = offer.email_domain;
    let email_hint = Signal::derive(move || {
        domain
            .as_ref()
            .map(|domain| words::DOMAIN_HINT.fill(language(), &[("domain", domain)]))
    });
    let token = StoredValue::new(token);
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match form.step.get_untracked() {
            0 if !form.agreed.get_untracked() => return form.missing.set(true),
            step @ (0 | 1) => return form.step.set(step + 1),
            _ => {}
        }
        let distance = super::join_form::filled(form.taking.distance);
        let typed = distance.map(|text| decimal::parse(&text));
        let Ok(office_distance_km) = typed.transpose() else {
            return submit.errors.set(vec![UserError {
                message: common::NOT_A_NUMBER.get(i18n::current()).to_owned(),
                field: vec!["officeDistanceKm".to_owned()],
            }]);
        };
        let input = circle_join::CircleJoinInput {
            token: token.get_value(),
            email: form.email.get_untracked(),
            name: form.name.get_untracked(),
            password: form.password.get_untracked(),
            locale: i18n::current(),
            consent_version: version,
            department_id: form.taking.chosen_department(),
            visibility: Some(form.taking.chosen_visibility()),
            alias: form.taking.typed_alias(),
            office_distance_km,
            declares_elsewhere: Some(form.taking.elsewhere.get_untracked()),
        };
        submit.run(async move {
            let payload = send_once::<CircleJoin>(circle_join::Variables { input })
                .await?
                .circle_join;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || {
                    if let Some(session) = payload.session {
                        session::enter(session.into());
                    }
                }))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    // What was refused is shown where it was typed.
    Effect::new(move |_| {
        let is_about_you = submit.errors.with(|errors| {
            errors.iter().any(|error| {
                error
                    .field
                    .last()
                    .is_some_and(|field| ABOUT_YOU.contains(&field.as_str()))
            })
        });
        if is_about_you {
            form.step.set(1);
        }
    });
    let steps = Signal::derive(|| {
        [
            words::JOIN_STEP_CONSENT,
            words::JOIN_STEP_YOU,
            words::JOIN_STEP_SEEN,
        ]
        .map(|step| step.now().to_owned())
        .to_vec()
    });
    let at = move |step: usize| form.step.get() == step;
    let company_now = company.clone();
    view! {
        <p class="join-company">{icon::BUILDING.view()} <strong>{tf(words::JOIN_OF, move || [("company", company_now.clone())])}</strong></p>
        <Stepper steps=steps current=form.step />
        <form class="stack circle-form" on:submit=on_submit novalidate=true>
            <FormError message=error_elsewhere(submit.errors, &["name", "email", "password", "departmentId", "alias", "officeDistanceKm"]) />
            <Show when=move || at(0)>
                <h2>{t(words::JOIN_CONSENT_TITLE)}</h2>
                <ConsentPoints points=points.get_value() version=version />
                <Agreement agreed=form.agreed missing=form.missing />
            </Show>
            <Show when=move || at(1)>
                <TextField label=identity::YOUR_NAME value=form.name autocomplete="name" autofocus=true error=error_at(submit.errors, "name") />
                <TextField label=identity::EMAIL value=form.email kind="email" autocomplete="username" hint=email_hint error=error_at(submit.errors, "email") />
                <TextField
                    label=identity::PASSWORD
                    value=form.password
                    kind="password"
                    autocomplete="new-password"
                    hint=identity::PASSWORD_HINT
                    error=error_at(submit.errors, "password")
                />
            </Show>
            <Show when=move || at(2)>
                <TakingFields taking=form.taking departments=departments.get_value() errors=submit.errors />
            </Show>
            <div class="form-foot">
                <Show when=move || !at(0)>
                    <Button icon=icon::ARROW_LEFT on_press=move || form.step.update(|step| *step -= 1)>{t(words::BACK)}</Button>
                </Show>
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>
                    {move || if at(2) { words::JOIN_SUBMIT.now() } else { words::JOIN_NEXT.now() }}
                </Button>
            </div>
        </form>
    }
}
