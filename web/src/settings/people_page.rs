//! Who works here, what they may do, and who has been invited.

use leptos::prelude::*;

use super::frame::PageHead;
use super::operations::{
    InvitationCreate, InvitationRevoke, People, PersonUpdate, invitation_create, invitation_revoke,
    people, person_update,
};
use super::words as names;
use crate::client::enums::{Role, UnitKind};
use crate::client::{Load, send, session, use_load};
use crate::i18n::{self, t, tf};
use crate::locales::{common, settings as words};
use crate::ui::form::{FormError, error_at, error_elsewhere, user_errors};
use crate::ui::{
    Avatar, Badge, Button, ButtonKind, CheckField, Choice, Dialog, IconButton, Loaded, SideSheet,
    SkeletonKind, TextField, Tone, act, browser, close_sheet, format, icon, open_sheet, toast,
    toast_undo, use_submit,
};

type Person = people::PeoplePeopleEdgesNode;
type Invitation = people::PeopleInvitations;

/// Name of the sheet in the address.
const SHEET: &str = "person";

/// `/settings/people`.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let load = use_load(|| send::<People>(people::Variables { after: None }));
    let inviting = RwSignal::new(false);
    let open = StoredValue::new_local(open_sheet(SHEET));
    let open = UnsyncCallback::new(move |id: String| open.with_value(|open| open(&id)));
    let sites = Signal::derive(move || {
        load.with(|data| {
            let units = data
                .map(|data| data.boundary.as_slice())
                .unwrap_or_default();
            units
                .iter()
                .filter(|unit| unit.kind == UnitKind::Site)
                .map(|unit| Choice::new(unit.id.clone(), unit.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <PageHead title=words::PEOPLE>
            <Button kind=ButtonKind::Primary icon=icon::PLUS on_press=move || inviting.set(true)>{t(words::INVITE)}</Button>
        </PageHead>
        <Loaded load=load skeleton=SkeletonKind::Tall children=move |data: people::ResponseData| {
            let people: Vec<Person> = data.people.edges.into_iter().map(|edge| edge.node).collect();
            view! {
                <ul class="list card card-flush">
                    {people.into_iter().map(|person| view! { <PersonRow person=person open=open /> }).collect_view()}
                </ul>
                <Invitations invitations=data.invitations load=load />
            }
        } />
        <Dialog title=words::INVITE open=inviting>
            <Invite sites=sites load=load />
        </Dialog>
        <SideSheet key=SHEET title=words::PEOPLE children=move |id: String| {
            move || {
                let found = load.with(|data| {
                    data.and_then(|data| data.people.edges.iter().find(|edge| edge.node.id == id).map(|edge| edge.node.clone()))
                });
                found.map(|person| view! { <PersonForm person=person sites=sites load=load /> })
            }
        } />
    }
}

#[component]
fn PersonRow(person: Person, open: UnsyncCallback<String>) -> impl IntoView {
    let id = person.id.clone();
    let is_me = session::viewer_now().is_some_and(|viewer| viewer.id == person.id);
    view! {
        <li class="list-row">
            <Avatar name=person.name.clone() />
            <button class="tree-name" type="button" on:click=move |_| open.run(id.clone())>
                <strong>{person.name} {is_me.then(|| view! { " " {t(words::YOU)} })}</strong>
                <span class="muted">{person.email}</span>
            </button>
            <span class="row">
                {person.roles.into_iter().map(|role| view! { <Badge>{t(names::role(role))}</Badge> }).collect_view()}
                {(!person.active).then(|| view! { <Badge tone=Tone::Warning>{t(words::INACTIVE)}</Badge> })}
            </span>
        </li>
    }
}

/// Which roles are ticked, and which sites.
#[derive(Clone, Copy)]
struct Rights {
    roles: RwSignal<Vec<Role>>,
    sites: RwSignal<Vec<String>>,
}

#[component]
fn RightsFields(rights: Rights, sites: Signal<Vec<Choice>>) -> impl IntoView {
    let role_fields = Role::ALL
        .iter()
        .map(|&role| {
            let checked = RwSignal::new(rights.roles.with_untracked(|roles| roles.contains(&role)));
            let on_change = UnsyncCallback::new(move |on: bool| {
                rights.roles.update(|roles| set_member(roles, role, on));
            });
            view! { <CheckField label=names::role(role) value=checked on_change=on_change /> }
        })
        .collect_view();
    let site_fields = move || {
        sites
            .get()
            .into_iter()
            .map(|site| {
                let checked = RwSignal::new(
                    rights
                        .sites
                        .with_untracked(|sites| sites.contains(&site.value)),
                );
                let id = site.value;
                let on_change = UnsyncCallback::new(move |on: bool| {
                    rights
                        .sites
                        .update(|sites| set_member(sites, id.clone(), on));
                });
                view! { <CheckField label=site.label value=checked on_change=on_change /> }
            })
            .collect_view()
    };
    view! {
        <fieldset class="stack-tight">
            <legend class="field-label">{t(words::ROLES)}</legend>
            <div class="checks">{role_fields}</div>
        </fieldset>
        <fieldset class="stack-tight" hidden=move || !rights.roles.with(|roles| roles.contains(&Role::DataOwner))>
            <legend class="field-label">{t(words::SITES)}</legend>
            <p class="field-hint">{t(words::SITES_HINT)}</p>
            <div class="checks">{site_fields}</div>
        </fieldset>
    }
}

fn set_member<T: PartialEq>(members: &mut Vec<T>, member: T, on: bool) {
    members.retain(|other| *other != member);
    if on {
        members.push(member);
    }
}

#[component]
fn Invite(sites: Signal<Vec<Choice>>, load: Load<people::ResponseData>) -> impl IntoView {
    let email = RwSignal::new(String::new());
    let rights = Rights {
        roles: RwSignal::new(vec![Role::DataOwner]),
        sites: RwSignal::new(Vec::new()),
    };
    let made = RwSignal::new(None::<(String, String)>);
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = invitation_create::InvitationCreateInput {
            email: email.get_untracked(),
            roles: rights.roles.get_untracked(),
            site_ids: rights.sites.get_untracked(),
        };
        submit.run(async move {
            let payload = send::<InvitationCreate>(invitation_create::Variables { input })
                .await?
                .invitation_create;
            if !payload.user_errors.is_empty() {
                return Ok(Err(user_errors(payload.user_errors)));
            }
            Ok(Ok(move || {
                made.set(
                    payload
                        .invitation
                        .and_then(|invitation| Some((invitation.email, invitation.link?))),
                );
                load.reload();
            }))
        });
    };
    let form = move || {
        view! {
            <form class="stack" on:submit=on_submit novalidate=true>
                <FormError message=error_elsewhere(submit.errors, &["email"]) />
                <TextField label=words::EMAIL value=email kind="email" autofocus=true error=error_at(submit.errors, "email") />
                <RightsFields rights=rights sites=sites />
                <div class="panel-foot"><Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::INVITE_SUBMIT)}</Button></div>
            </form>
        }
    };
    let ready = move |email: String, link: String| {
        let shown = link.clone();
        let copy = move || {
            let link = link.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let said = if browser::copy(&link).await {
                    common::COPIED
                } else {
                    common::COPY_FAILED
                };
                toast(said.get(i18n::current()));
            });
        };
        view! {
            <p>{tf(words::INVITE_READY, move || [("email", email.clone())])}</p>
            <code class="link-box">{shown}</code>
            <div class="panel-foot"><Button kind=ButtonKind::Primary icon=icon::COPY on_press=copy>{t(common::COPY)}</Button></div>
        }
    };
    move || match made.get() {
        Some((email, link)) => ready(email, link).into_any(),
        None => form().into_any(),
    }
}

#[component]
fn Invitations(invitations: Vec<Invitation>, load: Load<people::ResponseData>) -> impl IntoView {
    let zone = session::viewer_now()
        .map(|viewer| viewer.organisation.time_zone)
        .unwrap_or_default();
    let open: Vec<Invitation> = invitations
        .into_iter()
        .filter(|invitation| invitation.accepted_at.is_none())
        .collect();
    (!open.is_empty()).then(|| {
        let rows = open
            .into_iter()
            .map(|invitation| {
                let id = StoredValue::new(invitation.id);
                let revoke = move || {
                    let variables = invitation_revoke::Variables { id: id.get_value() };
                    act(
                        async move { Ok(user_errors(send::<InvitationRevoke>(variables).await?.invitation_revoke.user_errors)) },
                        move || {
                            toast(words::INVITATION_REVOKED.get(i18n::current()));
                            load.reload();
                        },
                    );
                };
                view! {
                    <li class="list-row">
                        <div class="tree-name">
                            <strong>{invitation.email}</strong>
                            <span class="muted">{t(words::INVITATION_EXPIRES)} " " {format::moment(&invitation.expires_at, &zone)}</span>
                        </div>
                        <span class="row">
                            {invitation.roles.into_iter().map(|role| view! { <Badge>{t(names::role(role))}</Badge> }).collect_view()}
                            <IconButton icon=icon::TRASH label=words::INVITATION_REVOKE on_press=revoke />
                        </span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="stack-tight">
                <h2>{t(words::INVITATIONS)}</h2>
                <ul class="list card card-flush">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn PersonForm(
    person: Person,
    sites: Signal<Vec<Choice>>,
    load: Load<people::ResponseData>,
) -> impl IntoView {
    let rights = Rights {
        roles: RwSignal::new(person.roles.clone()),
        sites: RwSignal::new(person.site_ids.clone()),
    };
    let name = RwSignal::new(person.name.clone());
    let submit = use_submit();
    let close = StoredValue::new_local(close_sheet(SHEET));
    let id = StoredValue::new(person.id.clone());
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = person_update::PersonUpdateInput {
            name: Some(name.get_untracked()),
            roles: Some(rights.roles.get_untracked()),
            site_ids: Some(rights.sites.get_untracked()),
            active: None,
        };
        submit.run(async move {
            let errors = user_errors(update(id.get_value(), input).await?);
            if !errors.is_empty() {
                return Ok(Err(errors));
            }
            Ok(Ok(move || {
                toast(common::SAVED.get(i18n::current()));
                load.reload();
                close.with_value(|close| close());
            }))
        });
    };
    let is_active = person.active;
    let set_active = move |active: bool| {
        act(
            async move { Ok(user_errors(update(id.get_value(), activity(active)).await?)) },
            move || {
                load.reload();
                if active {
                    toast(common::SAVED.get(i18n::current()));
                } else {
                    let said = words::DEACTIVATED
                        .fill(i18n::current(), &[("name", &name.get_untracked())]);
                    toast_undo(said, move || {
                        let id = id.get_value();
                        act(
                            async move { Ok(user_errors(update(id, activity(true)).await?)) },
                            move || load.reload(),
                        );
                    });
                }
            },
        );
    };
    let is_me = session::viewer_now().is_some_and(|viewer| viewer.id == person.id);
    view! {
        <form class="stack" on:submit=on_submit novalidate=true>
            <FormError message=error_elsewhere(submit.errors, &["name"]) />
            <TextField label=words::NAME value=name error=error_at(submit.errors, "name") />
            <p class="muted">{person.email}</p>
            <RightsFields rights=rights sites=sites />
            <div class="panel-foot">
                {(!is_me).then(|| {
                    if is_active {
                        view! { <Button kind=ButtonKind::Danger on_press=move || set_active(false)>{t(words::DEACTIVATE)}</Button> }
                    } else {
                        view! { <Button kind=ButtonKind::Secondary on_press=move || set_active(true)>{t(words::REACTIVATE)}</Button> }
                    }
                })}
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(common::SAVE)}</Button>
            </div>
        </form>
    }
}

const fn activity(active: bool) -> person_update::PersonUpdateInput {
    person_update::PersonUpdateInput {
        name: None,
        roles: None,
        site_ids: None,
        active: Some(active),
    }
}

async fn update(
    id: String,
    input: person_update::PersonUpdateInput,
) -> Result<Vec<person_update::PersonUpdatePersonUpdateUserErrors>, crate::client::ClientError> {
    Ok(send::<PersonUpdate>(person_update::Variables { id, input })
        .await?
        .person_update
        .user_errors)
}
