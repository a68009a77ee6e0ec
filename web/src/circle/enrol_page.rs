//! Taking a seat with the account one has already: the console's people may take part too.

use leptos::prelude::*;
use saxaul_shared::credits::member::CONSENT_VERSION;
use saxaul_shared::decimal;

use super::join_form::{Agreement, ConsentPoints, Taking, TakingFields, filled};
use super::operations::{
    CircleConsent, CircleEnrol, CircleGroups, circle_consent, circle_enrol, circle_groups,
};
use super::state::{self, SeatLoad};
use crate::client::{send, use_load};
use crate::i18n::{self, language, t};
use crate::locales::{circle as words, common};
use crate::ui::form::{FormError, UserError, error_elsewhere, user_errors};
use crate::ui::{Button, ButtonKind, Loaded, toast, use_submit};

/// Stands in the place of every screen until there is a seat.
#[component]
pub fn EnrolPage(seat: SeatLoad) -> impl IntoView {
    super::parts::name_page(words::JOIN_TITLE);
    let load = use_load(|| {
        language();
        async {
            let consent = send::<CircleConsent>(circle_consent::Variables {}).await?;
            let groups = send::<CircleGroups>(circle_groups::Variables {}).await?;
            let points: Vec<_> = consent
                .circle_consent
                .into_iter()
                .map(|point| (point.title, point.text))
                .collect();
            let departments: Vec<_> = groups
                .departments
                .into_iter()
                .map(|department| (department.id, department.name))
                .collect();
            Ok((points, departments))
        }
    });
    let (taking, agreed) = (Taking::new(), RwSignal::new(false));
    view! {
        <div class="stack-tight">
            <h1>{t(words::ENROL_TITLE)}</h1>
            <p class="muted">{t(words::ENROL_LEAD)}</p>
        </div>
        <Loaded load=load let:found>
            <EnrolForm seat=seat points=found.0 departments=found.1 taking=taking agreed=agreed />
        </Loaded>
    }
}

#[component]
fn EnrolForm(
    seat: SeatLoad,
    points: Vec<(String, String)>,
    departments: Vec<(String, String)>,
    taking: Taking,
    agreed: RwSignal<bool>,
) -> impl IntoView {
    let submit = use_submit();
    let missing = RwSignal::new(false);
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !agreed.get_untracked() {
            return missing.set(true);
        }
        let distance = filled(taking.distance).map(|text| decimal::parse(&text));
        let Ok(office_distance_km) = distance.transpose() else {
            return submit.errors.set(vec![UserError {
                message: common::NOT_A_NUMBER.get(i18n::current()).to_owned(),
                field: vec!["officeDistanceKm".to_owned()],
            }]);
        };
        let input = circle_enrol::CircleEnrolInput {
            consent_version: CONSENT_VERSION,
            department_id: taking.chosen_department(),
            visibility: Some(taking.chosen_visibility()),
            alias: taking.typed_alias(),
            office_distance_km,
            declares_elsewhere: Some(taking.elsewhere.get_untracked()),
        };
        submit.run(async move {
            let payload = send::<CircleEnrol>(circle_enrol::Variables { input })
                .await?
                .circle_enrol;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || {
                    toast(words::WELCOME.get(i18n::current()));
                    state::note_change();
                    seat.reload();
                }))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    view! {
        <form class="card stack" on:submit=on_submit novalidate=true>
            <FormError message=error_elsewhere(submit.errors, &["departmentId", "alias", "officeDistanceKm"]) />
            <h2>{t(words::JOIN_CONSENT_TITLE)}</h2>
            <ConsentPoints points=points version=CONSENT_VERSION />
            <Agreement agreed=agreed missing=missing />
            <TakingFields taking=taking departments=departments errors=submit.errors />
            <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::JOIN_SUBMIT)}</Button>
        </form>
    }
}
