//! What a chart looks like, as data: shapes with a paint, and the areas that can be pointed at or focused.
//! The screen draws it with CSS classes, a file with literal colours.

use std::fmt::Write as _;

use saxaul_shared::decimal::Decimal;

/// What a shape means; the style sheet gives it its colour in each theme, and [`Paint::hex`] in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Direct emissions.
    Scope1,
    /// Purchased energy.
    Scope2,
    /// Value chain.
    Scope3,
    /// Biogenic CO2 and whatever stands outside the scopes.
    Biogenic,
    /// A reduction, or a plain positive measure.
    Reduction,
    /// Further series, told apart in greyscale too.
    Other(u8),
    /// Steps of a sequential scale, 0 (nothing) to 4 (complete).
    Heat(u8),
    /// Lines of the grid.
    Grid,
    /// Text of full strength.
    Ink,
    /// Text and lines of less weight.
    Muted,
    /// Text on a filled mark.
    OnMark,
}

impl Paint {
    /// Class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Scope1 => "paint-scope-1",
            Self::Scope2 => "paint-scope-2",
            Self::Scope3 => "paint-scope-3",
            Self::Biogenic => "paint-biogenic",
            Self::Reduction => "paint-reduction",
            Self::Other(n) => {
                ["paint-other-0", "paint-other-1", "paint-other-2"][usize::from(n) % 3]
            }
            Self::Heat(n) => [
                "paint-heat-0",
                "paint-heat-1",
                "paint-heat-2",
                "paint-heat-3",
                "paint-heat-4",
            ][usize::from(n.min(4))],
            Self::Grid => "paint-grid",
            Self::Ink => "paint-ink",
            Self::Muted => "paint-muted",
            Self::OnMark => "paint-on-mark",
        }
    }

    /// The light theme's colour, for files that carry no style sheet.
    pub fn hex(self) -> &'static str {
        match self {
            Self::Scope1 => "#c4633c",
            Self::Scope2 => "#2f6fb0",
            Self::Scope3 => "#6d3f9c",
            Self::Biogenic => "#85892c",
            Self::Reduction => "#2e8259",
            Self::Other(n) => ["#4d8a94", "#a3527d", "#5b6470"][usize::from(n) % 3],
            Self::Heat(n) => {
                ["#f1eee6", "#d5e3d0", "#a3c9ac", "#5fa27d", "#2b7a54"][usize::from(n.min(4))]
            }
            Self::Grid => "#dedcd3",
            Self::Ink => "#16211c",
            Self::Muted => "#5a645f",
            Self::OnMark => "#ffffff",
        }
    }
}

/// Which side of its point a text starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Text runs to the right of the point.
    Start,
    /// Text is centred on the point.
    Middle,
    /// Text ends at the point.
    End,
}

impl Anchor {
    /// Value of the SVG attribute `text-anchor`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// One drawn thing; lengths in CSS pixels.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rect {
        /// Left edge.
        x: f64,
        /// Top edge.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Corner radius.
        radius: f64,
    },
    /// A one-pixel line.
    Line {
        /// Start, from the left.
        x1: f64,
        /// Start, from the top.
        y1: f64,
        /// End, from the left.
        x2: f64,
        /// End, from the top.
        y2: f64,
    },
    /// A filled, half transparent path.
    Ribbon {
        /// SVG path data.
        d: String,
    },
    /// A text on one line.
    Text {
        /// Point it is anchored at, from the left.
        x: f64,
        /// Its baseline, from the top.
        y: f64,
        /// Which side of the point it is on.
        anchor: Anchor,
        /// The words.
        text: String,
        /// Size of the letters.
        size: f64,
    },
}

/// A shape with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Where and what.
    pub shape: Shape,
    /// Meaning, and so colour.
    pub paint: Paint,
}

/// One line of a tooltip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TipLine {
    /// Swatch before the name, where there is a series to name.
    pub paint: Option<Paint>,
    /// Name of the value.
    pub name: String,
    /// The value with its unit, formatted.
    pub value: String,
}

/// An area that can be pointed at, focused and, with a key, chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// Head of the tooltip.
    pub title: String,
    /// Lines of the tooltip.
    pub lines: Vec<TipLine>,
    /// What is told to whoever handles a choice; `None`: it can only be read.
    pub key: Option<String>,
}

impl Hit {
    /// The tooltip in one sentence, for those who hear it.
    pub fn spoken(&self) -> String {
        let mut text = self.title.clone();
        for line in &self.lines {
            let separator = if line.name.is_empty() { "" } else { " " };
            let _ = write!(text, ", {}{separator}{}", line.name, line.value);
        }
        text
    }
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendEntry {
    /// Colour.
    pub paint: Paint,
    /// Name.
    pub name: String,
}

/// A laid out chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// What is drawn, back to front.
    pub drawn: Vec<Drawn>,
    /// What answers, in reading order.
    pub hits: Vec<Hit>,
}

impl Scene {
    /// An empty scene of this size.
    pub fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            drawn: Vec::new(),
            hits: Vec::new(),
        }
    }

    /// Adds a rectangle; one without area is left out.
    pub fn rect(&mut self, paint: Paint, [x, y, w, h]: [f64; 4], radius: f64) {
        if w > 0.0 && h > 0.0 {
            self.drawn.push(Drawn {
                shape: Shape::Rect { x, y, w, h, radius },
                paint,
            });
        }
    }

    /// Adds a line.
    pub fn line(&mut self, paint: Paint, [x1, y1, x2, y2]: [f64; 4]) {
        self.drawn.push(Drawn {
            shape: Shape::Line { x1, y1, x2, y2 },
            paint,
        });
    }

    /// Adds a text of the size used for axes and labels.
    pub fn text(
        &mut self,
        paint: Paint,
        anchor: Anchor,
        [x, y]: [f64; 2],
        text: impl Into<String>,
    ) {
        self.drawn.push(Drawn {
            shape: Shape::Text {
                x,
                y,
                anchor,
                text: text.into(),
                size: LABEL_PX,
            },
            paint,
        });
    }

    /// The chart as an SVG file with title and legend, light colours, no style sheet.
    pub fn to_svg(&self, title: &str, legend: &[LegendEntry]) -> String {
        const MARGIN: f64 = 16.0;
        let head = if legend.is_empty() { 40.0 } else { 64.0 };
        let (width, height) = (MARGIN.mul_add(2.0, self.width), self.height + head + MARGIN);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.1} {height:.1}\" font-family=\"Inter, system-ui, 'PingFang SC', 'Microsoft YaHei', \
             'Noto Sans CJK SC', sans-serif\"><title>{title}</title><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\
             <text x=\"{MARGIN}\" y=\"26\" font-size=\"16\" font-weight=\"600\" fill=\"{ink}\">{title}</text>",
            title = escape(title),
            ink = Paint::Ink.hex(),
        );
        let mut x = MARGIN;
        for entry in legend {
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"40\" width=\"10\" height=\"10\" rx=\"2\" fill=\"{}\"/>\
                 <text x=\"{:.1}\" y=\"49\" font-size=\"{LABEL_PX}\" fill=\"{}\">{}</text>",
                entry.paint.hex(),
                x + 16.0,
                Paint::Ink.hex(),
                escape(&entry.name),
            );
            x += 40.0 + text_width(&entry.name, LABEL_PX);
        }
        let _ = write!(svg, "<g transform=\"translate({MARGIN} {head})\">");
        for drawn in &self.drawn {
            write_shape(&mut svg, drawn);
        }
        svg.push_str("</g></svg>");
        svg
    }
}

fn write_shape(svg: &mut String, drawn: &Drawn) {
    let colour = drawn.paint.hex();
    let written = match &drawn.shape {
        Shape::Rect { x, y, w, h, radius } => write!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{radius:.1}\" fill=\"{colour}\"/>"
        ),
        Shape::Line { x1, y1, x2, y2 } => {
            write!(
                svg,
                "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\"/>"
            )
        }
        Shape::Ribbon { d } => write!(
            svg,
            "<path d=\"{d}\" fill=\"{colour}\" fill-opacity=\"0.4\"/>"
        ),
        Shape::Text {
            x,
            y,
            anchor,
            text,
            size,
        } => write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{}\" font-size=\"{size}\" fill=\"{colour}\">{}</text>",
            anchor.name(),
            escape(text),
        ),
    };
    // Writing to a String cannot fail; the result only exists because the trait is shared with files.
    let _ = written;
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Size of the letters on axes and labels, in pixels.
pub const LABEL_PX: f64 = 12.0;

/// How wide a text will be, near enough to lay out labels: ideographs are square, the rest about 0.56 em.
pub fn text_width(text: &str, size_px: f64) -> f64 {
    text.chars()
        .map(|c| if c > '\u{2e7f}' { 1.0 } else { 0.56 })
        .sum::<f64>()
        * size_px
}

/// The text cut to a width with an ellipsis; empty when not even two letters fit.
pub fn fit_text(text: &str, width_px: f64, size_px: f64) -> String {
    if text_width(text, size_px) <= width_px {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = text_width("…", size_px);
    for c in text.chars() {
        used += text_width(c.encode_utf8(&mut [0; 4]), size_px);
        if used > width_px {
            break;
        }
        kept.push(c);
    }
    if kept.chars().count() < 2 {
        return String::new();
    }
    format!("{}…", kept.trim_end())
}

/// A count as a length.
pub fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// A figure as a length; negative and unreadable ones have none.
pub fn length(value: Decimal) -> f64 {
    f64::try_from(value).unwrap_or(0.0).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_is_cut_with_an_ellipsis_and_never_wider_than_its_room() {
        let cut = fit_text("Suzhou forging works, hall two", 80.0, LABEL_PX);
        assert!(cut.ends_with('…'));
        assert!(text_width(&cut, LABEL_PX) <= 80.0);
        assert_eq!(fit_text("苏州一厂", 200.0, LABEL_PX), "苏州一厂");
        assert_eq!(fit_text("苏州一厂", 20.0, LABEL_PX), "");
    }

    #[test]
    fn a_file_escapes_what_names_contain() {
        let mut scene = Scene::new(100.0, 20.0);
        scene.text(Paint::Ink, Anchor::Start, [0.0, 10.0], "R&D <hall \"2\">");
        let svg = scene.to_svg(
            "A & B",
            &[LegendEntry {
                paint: Paint::Scope1,
                name: "a<b".into(),
            }],
        );
        assert!(svg.contains("R&amp;D &lt;hall &quot;2&quot;&gt;"));
        assert!(svg.contains("<title>A &amp; B</title>"));
        assert!(svg.contains("a&lt;b"));
    }

    #[test]
    fn rectangles_without_area_are_left_out() {
        let mut scene = Scene::new(10.0, 10.0);
        scene.rect(Paint::Scope1, [0.0, 0.0, 5.0, 0.0], 0.0);
        assert!(scene.drawn.is_empty());
    }
}
