//! Where one stands in a task of several steps.

use leptos::prelude::*;

use super::icon;

/// The steps of a task; `current` counts from zero.
#[component]
pub fn Stepper(
    #[prop(into)] steps: Signal<Vec<String>>,
    #[prop(into)] current: Signal<usize>,
) -> impl IntoView {
    view! {
        <ol class="stepper">
            {move || {
                steps
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, step)| {
                        let mark = move || {
                            if index < current.get() {
                                icon::CHECK.sized("14").into_any()
                            } else {
                                (index + 1).to_string().into_any()
                            }
                        };
                        view! {
                            <li
                                class="step"
                                class:step-done=move || index < current.get()
                                aria-current=move || (index == current.get()).then_some("step")
                            >
                                <span class="step-mark" aria-hidden="true">{mark}</span>
                                <span>{step}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ol>
    }
}
