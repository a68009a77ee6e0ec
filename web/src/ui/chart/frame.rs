//! What every chart has around it: legend, tooltip, keyboard, the table twin, the exports.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::KeyboardEvent;

use super::scene::{Hit, LegendEntry, Scene, Shape};
use super::table::ChartTable;
use crate::i18n::{t, tf};
use crate::locales::charts as words;
use crate::ui::download;

/// What a chart must be able to do; the frame does the rest.
pub trait ChartModel: Clone + Send + Sync + 'static {
    /// Height in pixels, the same for every width, so that nothing jumps when the width is known.
    fn height(&self) -> f64;
    /// The picture for a width in pixels.
    fn layout(&self, width: f64) -> Scene;
    /// The same as a table.
    fn table(&self) -> ChartTable;
    /// Names of the colours.
    fn legend(&self) -> Vec<LegendEntry>;
    /// How many marks the arrow keys pass when going up or down.
    fn stride(&self) -> usize {
        1
    }
}

static NEXT_ID: AtomicUsize = AtomicUsize::new(0);

/// A chart in its frame.
#[component]
pub fn Chart<M: ChartModel>(
    /// Heading, also the name of the picture for those who hear it.
    #[prop(into)]
    title: Signal<String>,
    /// What is shown.
    model: Signal<M>,
    /// Name of exported files, without ending.
    #[prop(into)]
    file: Signal<String>,
    /// Called with the key of a mark that was chosen.
    #[prop(optional, into)]
    on_pick: Option<Callback<String>>,
    /// Controls beside the heading.
    #[prop(optional, into)]
    controls: Option<ViewFn>,
) -> impl IntoView {
    let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    let as_table = RwSignal::new(false);
    let stage = NodeRef::<leptos::html::Div>::new();
    let width = use_width(stage);
    let scene = Memo::new_with_compare(
        move |_| model.with(|model| model.layout(width.get())),
        |before, after| before != after,
    );
    let legend = move || model.with(ChartModel::legend);
    let save_svg = move |_| {
        let svg = scene.with_untracked(|scene| {
            scene.to_svg(
                &title.get_untracked(),
                &model.with_untracked(ChartModel::legend),
            )
        });
        download::save(
            &format!("{}.svg", file.get_untracked()),
            "image/svg+xml",
            &svg,
        );
    };
    let save_csv = move |_| {
        let csv = model.with_untracked(ChartModel::table).to_csv();
        download::save(
            &format!("{}.csv", file.get_untracked()),
            "text/csv;charset=utf-8",
            &csv,
        );
    };
    view! {
        <figure class="chart">
            <figcaption class="chart-head">
                <h2 class="chart-title">{title}</h2>
                {controls.map(|controls| controls.run())}
                <div class="chart-tools">
                    <button type="button" class="chart-tool" aria-pressed=move || if as_table.get() { "true" } else { "false" } on:click=move |_| as_table.update(|on| *on = !*on)>
                        {move || if as_table.get() { words::AS_PICTURE.now() } else { words::AS_TABLE.now() }}
                    </button>
                    <button type="button" class="chart-tool" aria-label=t(words::SAVE_SVG) on:click=save_svg>"SVG"</button>
                    <button type="button" class="chart-tool" aria-label=t(words::SAVE_CSV) on:click=save_csv>"CSV"</button>
                </div>
            </figcaption>
            <Show when=move || !as_table.get() && !legend().is_empty()>
                <ul class="chart-legend" aria-hidden="true">
                    {move || legend().into_iter().map(|entry| view! {
                        <li><span class=format!("swatch {}", entry.paint.class())></span>{entry.name}</li>
                    }).collect_view()}
                </ul>
            </Show>
            <div
                class="chart-stage"
                node_ref=stage
                style:min-height=move || format!("{:.0}px", model.with(ChartModel::height))
            >
                <Show
                    when=move || as_table.get()
                    fallback=move || view! { <Picture id scene title on_pick stride=Signal::derive(move || model.with(ChartModel::stride)) /> }
                >
                    <Twin table=Signal::derive(move || model.with(ChartModel::table)) title />
                </Show>
            </div>
        </figure>
    }
}

/// Width of an element, followed as it changes; a usual one until it is known.
fn use_width(element: NodeRef<leptos::html::Div>) -> ReadSignal<f64> {
    let (width, set_width) = signal(640.0);
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let measured = element.clone();
        let measure = move || {
            let found = f64::from(measured.client_width());
            if found > 0.0
                && width
                    .try_get_untracked()
                    .is_some_and(|known| (known - found).abs() > 0.5)
            {
                set_width.set(found);
            }
        };
        measure();
        let resized = Closure::<dyn FnMut()>::new(measure);
        let Ok(observer) = web_sys::ResizeObserver::new(resized.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&element);
        let held = StoredValue::new_local((observer, resized));
        on_cleanup(move || {
            held.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
    width
}

#[component]
fn Picture(
    id: usize,
    scene: Memo<Scene>,
    title: Signal<String>,
    on_pick: Option<Callback<String>>,
    stride: Signal<usize>,
) -> impl IntoView {
    // The mark with the tooltip, and the one the tab key comes to.
    let shown = RwSignal::new(None::<usize>);
    let stop = RwSignal::new(0_usize);
    let name = move |index: usize| format!("chart-{id}-{index}");
    let pick = move |index: usize| {
        let key =
            scene.with_untracked(|scene| scene.hits.get(index).and_then(|hit| hit.key.clone()));
        if let (Some(key), Some(on_pick)) = (key, on_pick) {
            on_pick.run(key);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let last = scene
            .with_untracked(|scene| scene.hits.len())
            .saturating_sub(1);
        let (at, row) = (stop.get_untracked(), stride.get_untracked());
        let to = match event.key().as_str() {
            "ArrowRight" => at.saturating_add(1),
            "ArrowLeft" => at.saturating_sub(1),
            "ArrowDown" => at.saturating_add(row),
            "ArrowUp" => at.saturating_sub(row),
            "Home" => 0,
            "End" => last,
            "Enter" | " " => {
                event.prevent_default();
                return pick(at);
            }
            "Escape" => return shown.set(None),
            _ => return,
        };
        event.prevent_default();
        focus(&name(to.min(last)));
    };
    view! {
        <svg
            class="chart-picture"
            role="group"
            aria-label=title
            width=move || format!("{:.0}", scene.with(|scene| scene.width))
            height=move || format!("{:.0}", scene.with(|scene| scene.height))
            on:keydown=on_key
        >
            <g aria-hidden="true">{move || scene.with(draw)}</g>
            <For each=move || 0..scene.with(|scene| scene.hits.len()) key=|index| *index let:index>
                {
                    let hit = Memo::new(move |_| scene.with(|scene| scene.hits.get(index).cloned()));
                    let of = move |read: fn(&Hit) -> f64| move || hit.with(|hit| hit.as_ref().map_or(0.0, read)).to_string();
                    let can_pick = move || on_pick.is_some() && hit.with(|hit| hit.as_ref().is_some_and(|hit| hit.key.is_some()));
                    view! {
                        <rect
                            id=name(index)
                            class="chart-hit"
                            class:is-choice=can_pick
                            rx="3"
                            x=of(|hit| hit.x)
                            y=of(|hit| hit.y)
                            width=of(|hit| hit.w)
                            height=of(|hit| hit.h)
                            role=move || if can_pick() { "button" } else { "img" }
                            tabindex=move || if stop.get() == index { "0" } else { "-1" }
                            aria-label=move || hit.with(|hit| hit.as_ref().map(Hit::spoken))
                            on:focus=move |_| { stop.set(index); shown.set(Some(index)); }
                            on:blur=move |_| shown.set(None)
                            on:pointerenter=move |_| shown.set(Some(index))
                            on:pointerleave=move |_| shown.set(None)
                            on:click=move |_| pick(index)
                        />
                    }
                }
            </For>
        </svg>
        {move || {
            let hit = shown.get().and_then(|index| scene.with(|scene| scene.hits.get(index).cloned()))?;
            let room = scene.with(|scene| scene.width);
            Some(view! { <Tip hit room /> })
        }}
    }
}

#[component]
fn Tip(hit: Hit, room: f64) -> impl IntoView {
    const HALF: f64 = 120.0;
    let middle = hit.x + hit.w / 2.0;
    let left = if room < HALF * 2.0 {
        room / 2.0
    } else {
        middle.clamp(HALF, room - HALF)
    };
    view! {
        <div class="chart-tip" aria-hidden="true" style:left=format!("{left:.0}px") style:top=format!("{:.0}px", hit.y)>
            <strong>{hit.title}</strong>
            {hit.lines.into_iter().map(|line| view! {
                <span class="chart-tip-line">
                    {line.paint.map(|paint| view! { <span class=format!("swatch {}", paint.class())></span> })}
                    <span class="chart-tip-name">{line.name}</span>
                    <span class="number">{line.value}</span>
                </span>
            }).collect_view()}
        </div>
    }
}

#[component]
fn Twin(table: Signal<ChartTable>, title: Signal<String>) -> impl IntoView {
    let caption = tf(words::TABLE_OF, move || [("title", title.get())]);
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=title>
            <table class="table chart-table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        {move || table.with(|table| table.head.iter().enumerate().map(|(index, cell)| view! {
                            <th scope="col" class:number={index > 0}>{cell.clone()}</th>
                        }).collect_view())}
                    </tr>
                </thead>
                <tbody>
                    {move || table.with(|table| table.rows.iter().map(|row| view! {
                        <tr>
                            {row.iter().enumerate().map(|(index, cell)| if index == 0 {
                                view! { <th scope="row">{cell.clone()}</th> }.into_any()
                            } else {
                                view! { <td class="number">{cell.clone()}</td> }.into_any()
                            }).collect_view()}
                        </tr>
                    }).collect_view())}
                </tbody>
            </table>
        </div>
    }
}

fn draw(scene: &Scene) -> impl IntoView + use<> {
    let at = |value: f64| format!("{value:.1}");
    scene
        .drawn
        .iter()
        .map(|drawn| {
            let class = drawn.paint.class();
            match drawn.shape.clone() {
                Shape::Rect { x, y, w, h, radius } => {
                    view! { <rect class=class x=at(x) y=at(y) width=at(w) height=at(h) rx=at(radius) /> }.into_any()
                }
                Shape::Line { x1, y1, x2, y2 } => {
                    view! { <line class=format!("{class} is-stroke") x1=at(x1) y1=at(y1) x2=at(x2) y2=at(y2) /> }.into_any()
                }
                Shape::Ribbon { d } => view! { <path class=format!("{class} is-ribbon") d=d /> }.into_any(),
                Shape::Text { x, y, anchor, text, size } => view! {
                    <text class=class x=at(x) y=at(y) text-anchor=anchor.name() font-size=at(size)>{text}</text>
                }
                .into_any(),
            }
        })
        .collect_view()
}

fn focus(id: &str) {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::SvgElement>().ok())
    {
        drop(element.focus());
    }
}
