//! Forms: what was refused, and at which field.

use std::cell::Cell;

use leptos::prelude::*;

/// One thing the server refused about what was entered, already in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserError {
    /// For people.
    pub message: String,
    /// Path of the input field, outermost first; empty: the whole form.
    pub field: Vec<String>,
}

/// Everything refused about a form.
pub type FormErrors = RwSignal<Vec<UserError>>;

/// Turns a generated `userErrors` type into [`UserError`].
macro_rules! user_error_from {
    ($module:ident, $error:ident) => {
        impl From<$module::$error> for $crate::ui::form::UserError {
            fn from(error: $module::$error) -> Self {
                Self {
                    message: error.message,
                    field: error.field.unwrap_or_default(),
                }
            }
        }
    };
}
pub(crate) use user_error_from;

/// Turns a generated list of `userErrors` into ours.
pub fn user_errors<E: Into<UserError>>(errors: Vec<E>) -> Vec<UserError> {
    errors.into_iter().map(Into::into).collect()
}

/// What was refused at the field whose path ends in `name`.
pub fn error_at(errors: FormErrors, name: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| {
            let at = errors
                .iter()
                .find(|error| error.field.last().is_some_and(|field| field == name));
            at.map(|error| error.message.clone())
        })
    })
}

/// What was refused about the form as a whole, or at fields that are not among `shown`.
pub fn error_elsewhere(
    errors: FormErrors,
    shown: &'static [&'static str],
) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| {
            let elsewhere = |error: &&UserError| {
                error
                    .field
                    .last()
                    .is_none_or(|field| !shown.contains(&field.as_str()))
            };
            errors
                .iter()
                .find(elsewhere)
                .map(|error| error.message.clone())
        })
    })
}

/// An element id no other element of the page has.
pub fn fresh_id(stem: &str) -> String {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(0) };
    }
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    format!("{stem}-{number}")
}

/// The message above a form that was refused as a whole.
#[component]
pub fn FormError(#[prop(into)] message: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                message.get().map(|message| {
                    view! { <p class="form-error">{super::icon::ALERT.view()} <span>{message}</span></p> }
                })
            }}
        </div>
    }
}
