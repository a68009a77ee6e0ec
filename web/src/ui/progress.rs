//! How far something is, and figures that stand alone.

use leptos::prelude::*;

/// A bar with the name of the stage. `fraction` is between 0 and 1; nothing means: not known yet.
#[component]
pub fn Progress(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] fraction: Signal<Option<f64>>,
    /// At the right: `1 200 of 5 000 rows`.
    #[prop(optional, into)]
    detail: MaybeProp<String>,
) -> impl IntoView {
    let percent = move || {
        fraction
            .get()
            .map(|fraction| (fraction.clamp(0.0, 1.0) * 100.0).round())
    };
    view! {
        <div class="progress" class:progress-unknown=move || fraction.get().is_none()>
            <div class="progress-words">
                <span>{move || label.get()}</span>
                <span>{move || detail.get().or_else(|| percent().map(|percent| format!("{percent} %")))}</span>
            </div>
            <div
                class="progress-track"
                role="progressbar"
                aria-label=move || label.get()
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || percent().map(|percent| percent.to_string())
            >
                <div
                    class="progress-bar"
                    style:transform=move || fraction.get().map(|fraction| format!("scaleX({})", fraction.clamp(0.0, 1.0)))
                ></div>
            </div>
        </div>
    }
}

/// One figure with its label and unit. With `on_press` it opens its explanation.
#[component]
pub fn Stat(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] unit: MaybeProp<String>,
    /// Below: a change, a share, what it means.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    #[prop(optional)] large: bool,
    #[prop(optional, into)] on_press: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let inner = view! {
        <span class="stat-label">{move || label.get()}</span>
        <span class="stat-value">
            {move || value.get()} {move || unit.get().map(|unit| view! { <span class="stat-unit">{unit}</span> })}
        </span>
        {move || note.get().map(|note| view! { <span class="stat-note">{note}</span> })}
    };
    match on_press {
        Some(on_press) => {
            view! { <button class="stat" class:stat-large=large type="button" on:click=move |_| on_press.run(())>{inner}</button> }
                .into_any()
        }
        None => view! { <div class="stat" class:stat-large=large>{inner}</div> }.into_any(),
    }
}
