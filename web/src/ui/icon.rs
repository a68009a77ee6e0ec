//! Small line drawings, each one path on a 24 × 24 grid.

use leptos::prelude::*;

/// A drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon(&'static str);

impl Icon {
    /// The drawing at text size. Hidden from screen readers: the words beside it say the same.
    pub fn view(self) -> impl IntoView {
        self.sized("18")
    }

    /// The drawing at a given size in pixels.
    pub fn sized(self, size: &'static str) -> impl IntoView {
        let path = self.0;
        view! {
            <svg
                class="icon"
                width=size
                height=size
                viewBox="0 0 24 24"
                fill="none"
                stroke="currentColor"
                stroke-width="1.75"
                stroke-linecap="round"
                stroke-linejoin="round"
                aria-hidden="true"
            >
                <path d=path></path>
            </svg>
        }
    }
}

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)+) => { $($(#[$doc])* pub const $name: Icon = Icon($path);)+ };
}

icons! {
    /// Panels of different sizes: the overview.
    OVERVIEW = "M4 4h7v9H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 16h7v4H4z";
    /// Rows of a sheet: activity data.
    DATA = "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14";
    /// A sum: the inventory.
    INVENTORY = "M18 5H6l6 7-6 7h12";
    /// Sliders: settings.
    SETTINGS = "M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M6 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0";
    /// Looking glass.
    SEARCH = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5";
    /// A house: home.
    HOME = "M4 11l8-7 8 7v9h-5.500v-5.500h-5V20H4z";
    /// A leaf.
    LEAF = "M5 19c0-9 5-14 15-14 0 10-5 15-13 14.500M5 21c1-5 4-8.500 8.500-10.500";
    /// Steps of winners: boards.
    PODIUM = "M9 20V6h6v14M3 20v-8h6v8M15 20v-5h6v5M2 20h20";
    /// A person.
    PERSON = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20.500c.8-4 3.800-5.500 7.500-5.500s6.700 1.500 7.500 5.500";
    /// A train: on the way.
    TRAIN = "M7 3.500h10a2 2 0 0 1 2 2V15a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5.500a2 2 0 0 1 2-2zM5 10.500h14M8.500 13.800v.01M15.500 13.800v.01M8.500 17l-2 3.500M15.500 17l2 3.500";
    /// A shoe: sport.
    SHOE = "M3 17.500v-9c2.500 1.500 4.500 1.500 6.500-.5l3 4 6.500 2.200c1.500.5 2 1.600 2 3.300zM3 17.500v2h18v-2M12.500 12l-2 1.500";
    /// Two footprints.
    FOOTPRINT = "M8 4.500c-2 0-3 2-3 4.500 0 2 .8 3 .8 4.500h4.400c0-1.500.8-2.500.8-4.500 0-2.500-1-4.500-3-4.500zM6 16.500h4c0 2-.8 3-2 3s-2-1-2-3zM17 7c-1.600 0-2.500 1.600-2.500 3.700 0 1.700.7 2.600.7 3.800h3.600c0-1.200.7-2.100.7-3.800C19.500 8.600 18.600 7 17 7zM15.400 17.300h3.200c0 1.600-.6 2.500-1.600 2.500s-1.600-.9-1.600-2.500z";
    /// A slip with lines: a statement.
    RECEIPT = "M6 3.500h12v17l-2-1.500-2 1.500-2-1.500-2 1.500-2-1.500-2 1.500zM9 8.500h6M9 12.500h6";
    /// A wrapped box: giving.
    GIFT = "M4 11h16v9.500H4zM3 7.500h18V11H3zM12 7.500v13M12 7.500c-1.500-3.500-5-4-5.500-2S9 7.500 12 7.500zM12 7.500c1.500-3.500 5-4 5.500-2S15 7.500 12 7.500z";
    /// An eye: who sees what.
    EYE = "M2.500 12c2.500-4.500 5.700-6.500 9.500-6.500s7 2 9.500 6.500c-2.500 4.500-5.700 6.500-9.500 6.500S5 16.500 2.500 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z";
    /// Less.
    MINUS = "M5 12h14";
    /// Add.
    PLUS = "M12 5v14M5 12h14";
    /// Close, remove.
    CLOSE = "M6 6l12 12M18 6L6 18";
    /// Done.
    CHECK = "M5 12.5l4.5 4.5L19 7.5";
    /// More below.
    CHEVRON_DOWN = "M6 9l6 6 6-6";
    /// More to the right.
    CHEVRON_RIGHT = "M9 6l6 6-6 6";
    /// Forth.
    ARROW_RIGHT = "M5 12h14M13 6l6 6-6 6";
    /// Upward.
    ARROW_UP = "M12 19V5M6 11l6-6 6 6";
    /// Back.
    ARROW_LEFT = "M19 12H5M11 6l-6 6 6 6";
    /// Downward.
    ARROW_DOWN = "M12 5v14M6 13l6 6 6-6";
    /// Something is wrong.
    ALERT = "M12 4L2.5 20h19zM12 10v4.5M12 17.5v.01";
    /// To know.
    INFO = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.01";
    /// Send up a file.
    UPLOAD = "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4";
    /// Fetch a file.
    DOWNLOAD = "M12 4v12M7 11l5 5 5-5M4 16v4h16v-4";
    /// Copy.
    COPY = "M8 8h12v12H8zM16 8V4H4v12h4";
    /// Change.
    EDIT = "M4 20h4L19.5 8.5l-4-4L4 16zM13.5 6.5l4 4";
    /// Delete.
    TRASH = "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5";
    /// People.
    PEOPLE = "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c.6-3.8 3.5-5 6.5-5s5.9 1.2 6.5 5M16 5.500a3.3 3.3 0 0 1 0 6.300M18 15.300c1.9.7 3.1 2.2 3.5 4.7";
    /// Sun: light.
    SUN = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4";
    /// Moon: dark.
    MOON = "M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z";
    /// Half and half: as the system.
    CONTRAST = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 8h7.500M12 13h8.500M12 18h5";
    /// Languages.
    LANGUAGE = "M4 6h10M9 4v2M12 6c-1 4-4 7-7.5 8.500M6.5 9c1 2.5 3.2 4.4 6 5.500M12.5 20l4.250-10L21 20M14 17h5.5";
    /// A building.
    BUILDING = "M5 21V4h10v17M15 9h4v12M3 21h18M8.5 8h3M8.5 12h3M8.5 16h3";
    /// A tree of units.
    TREE = "M12 3v5M5 16v-3h14v3M12 8v5M9 3h6v5H9zM2.5 16h5v5h-5zM9.5 16h5v5h-5zM12 13v3M16.5 16h5v5h-5z";
    /// A flask: factors.
    FACTOR = "M9 3h6M10 3v6L4.5 19.500a1 1 0 0 0 .9 1.500h13.200a1 1 0 0 0 .9-1.500L14 9V3M7.5 15h9";
    /// A clock going back: history.
    HISTORY = "M4 12a8 8 0 1 0 2.5-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 2";
    /// A device.
    DEVICE = "M3 5h18v11H3zM8 20h8M12 16v4";
    /// A door: sign out.
    SIGN_OUT = "M14 4H5v16h9M10 12h11M17 8l4 4-4 4";
    /// Load again.
    RELOAD = "M20 12a8 8 0 1 1-2.5-5.800L20 8.500M20 4v4.500h-4.5";
    /// No connection.
    OFFLINE = "M3 3l18 18M8.5 15.500a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.400M19 12a10 10 0 0 0-5-2.700M12 19v.01";
    /// A sheet of paper.
    FILE = "M6 3h8l4 4v14H6zM14 3v4h4";
    /// A chart.
    CHART = "M4 4v16h16M8 16v-5M12 16V8M16 16v-8";
    /// The mark: a tree of the desert.
    MARK = "M12 22v-9M12 17l-4-3.500M12 15l4.5-4M12 13C7 13 4.5 10.5 4.5 8S6.5 4 9 4.500C9.5 3 10.7 2 12.3 2c2 0 3.2 1.3 3.6 2.7 2.3-.2 3.9 1.6 3.6 3.900C19.2 11.3 16.5 13 12 13z";
}
