//! Typed rules of actions, parsed once from `action_rules.csv`. `docs/methods/employee-actions.md` says how each free
//! text of the published tables was read.

use std::str::FromStr;

use super::{TravelMode, number::NumberKind};
use crate::{credits::EvidenceKind, decimal};

crate::wire_enum! {
    /// Actions that a rule speaks of together.
    pub enum Group {
        /// Takes a span of time on the way: two cannot overlap.
        Timed = "TIMED",
        /// Part of a commute.
        Commute = "COMMUTE",
        /// A day without the car.
        CarFree = "CAR_FREE",
        /// A ride logged by hand.
        HandRide = "HAND_RIDE",
        /// A ride that sport services record.
        SportRide = "SPORT_RIDE",
        /// A trip avoided by a video meeting.
        Video = "VIDEO",
        /// Sheets of paper.
        Paper = "PAPER",
        /// A drink from one's own cup.
        Cup = "CUP",
        /// A drink from the tap.
        Water = "WATER",
        /// A meal.
        Meal = "MEAL",
        /// Second-hand clothes by the piece.
        SecondHandItem = "SECOND_HAND_ITEM",
        /// Second-hand clothes by weight.
        SecondHandKg = "SECOND_HAND_KG",
        /// Household electricity saved.
        HomeSaved = "HOME_SAVED",
        /// Green power bought for the household.
        HomeGreen = "HOME_GREEN",
    }
}

crate::wire_enum! {
    /// What a person must look at before a claim counts.
    pub enum Check {
        /// That a car trip was replaced.
        CarReplaced = "CAR_REPLACED",
        /// That all riders of a shared car confirm.
        Riders = "RIDERS",
        /// That the odometer agrees.
        Odometer = "ODOMETER",
        /// That a trip was planned and not made.
        TripAvoided = "TRIP_AVOIDED",
        /// That the travel policy entitles to the dearer class.
        TravelPolicy = "TRAVEL_POLICY",
        /// That the purchase was this person's act, once per order.
        Purchase = "PURCHASE",
        /// That the metered saving covers the team's shares.
        Meter = "METER",
        /// That the compared meal is the person's habit.
        Habit = "HABIT",
        /// That a household's saving is split by its members.
        Household = "HOUSEHOLD",
    }
}

/// What a claim may rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Posted by itself with another action; nobody can log it.
    Automatic,
    /// A record imported from a device or service.
    Import,
    /// The number of a document.
    Number,
    /// A picture.
    Photo,
    /// The registered way from home to the office.
    OfficeDistance,
    /// The member's word, up to so many micro-units a day.
    SelfReport {
        /// `None`: up to the day's cap.
        most_per_day_micro: Option<i64>,
    },
}

/// When two claims cannot both stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// On the same day.
    Day,
    /// In the same calendar month.
    Month,
    /// When their spans of time overlap; claims without times are believed apart.
    Time,
    /// When their spans overlap, or one has no time: two records of perhaps one ride.
    Ride,
    /// Within the same half hour, or one has no time: perhaps one drink.
    Drink,
}

/// A pair rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exclusion {
    /// The other side.
    pub group: Group,
    /// When it excludes.
    pub window: Window,
}

/// The number asked for beside the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondNumber {
    /// What it is the number of.
    pub kind: NumberKind,
    /// Whether a claim cannot do without.
    pub required: bool,
}

/// km/h that are believable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeedLimit {
    /// Slowest.
    pub least_kmh: i64,
    /// Fastest.
    pub most_kmh: i64,
}

/// What measures a deduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustedBy {
    /// The length of the meeting, which must be told.
    Duration,
    /// The time worked at home that day, when there was any.
    HomeWork,
}

/// A deduction posted together with the action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Its code.
    pub code: String,
    /// What measures it.
    pub by: AdjustedBy,
}

crate::wire_enum! {
    /// What a member says they usually eat.
    pub enum Diet {
        /// With meat or fish.
        Mixed = "MIXED",
        /// Without meat and fish.
        Vegetarian = "VEGETARIAN",
        /// Plants only.
        Vegan = "VEGAN",
    }
}

/// Side of a trade within the company: only the buyer's saving counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who bought.
    Buyer,
    /// Who gave away or sold.
    Seller,
}

/// The rule of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRule {
    /// Most units a day, in micro-units.
    pub cap_per_day_micro: i64,
    /// Most units a calendar year, in micro-units.
    pub cap_per_year_micro: i64,
    /// How many days later it may still be logged.
    pub max_backdate_days: i64,
    /// What it belongs to.
    pub groups: Vec<Group>,
    /// What a claim may rest on, best first.
    pub evidence: Vec<Evidence>,
    /// What the evidence number is the number of.
    pub number: Option<NumberKind>,
    /// The number asked for beside it.
    pub second_number: Option<SecondNumber>,
    /// Pair rules.
    pub exclusions: Vec<Exclusion>,
    /// Most trips a day over all rows that count trips.
    pub trips_per_day: Option<i64>,
    /// Farthest distance of a trip, in percent of the registered way to the office.
    pub distance_pct_of_office: Option<i64>,
    /// Believable speed.
    pub speed: Option<SpeedLimit>,
    /// Minutes between two units.
    pub minutes_apart: Option<i64>,
    /// One unit per meal of the day.
    pub per_meal: bool,
    /// Not for members whose usual diet it already is.
    pub not_for_diet: Option<Diet>,
    /// Most claims of a group a year.
    pub times_a_year: Option<(Group, i64)>,
    /// Fewest units of a claim, in micro-units.
    pub least_micro: Option<i64>,
    /// Several reports of a day are one: the largest counts, not the sum.
    pub largest_of_day: bool,
    /// Self-reports of the whole group share one daily limit.
    pub shared_self_limit: Option<Group>,
    /// The amount differs from day to day by nature.
    pub varies: bool,
    /// What a person must look at.
    pub check: Option<Check>,
    /// Seats of the shared car.
    pub riders: Option<i64>,
    /// Side of a trade.
    pub side: Option<Side>,
    /// Only together with an action of this group on the same travel order.
    pub only_with: Option<Group>,
    /// Deduction posted together with it.
    pub adjustment: Option<Adjustment>,
    /// How it moves people.
    pub mode: Option<TravelMode>,
}

impl ActionRule {
    /// Whether the action belongs to `group`.
    pub fn is_in(&self, group: Group) -> bool {
        self.groups.contains(&group)
    }

    /// What the rule asks at least, weakest first: the member's word needs nothing.
    pub fn least_evidence(&self) -> EvidenceKind {
        let asks = |wanted: fn(&Evidence) -> bool| self.evidence.iter().any(wanted);
        if asks(|e| {
            matches!(
                e,
                Evidence::SelfReport { .. } | Evidence::OfficeDistance | Evidence::Automatic
            )
        }) {
            EvidenceKind::None
        } else if asks(|e| *e == Evidence::Number) {
            EvidenceKind::Number
        } else if asks(|e| *e == Evidence::Photo) {
            EvidenceKind::Photo
        } else {
            EvidenceKind::Import
        }
    }

    /// Reads a row of the table. `None`: a word that means nothing; a test reads every row.
    pub(super) fn parse(cells: &Cells<'_>) -> Option<Self> {
        let mut rule = Self {
            cap_per_day_micro: micro(cells.cap_per_day)?,
            cap_per_year_micro: micro(cells.cap_per_year)?,
            max_backdate_days: cells.max_backdate_days.parse().ok()?,
            groups: words(cells.groups, ' ')?,
            evidence: cells
                .evidence
                .split('|')
                .map(evidence)
                .collect::<Option<_>>()?,
            number: optional(cells.number).ok()?,
            second_number: None,
            exclusions: Vec::new(),
            trips_per_day: None,
            distance_pct_of_office: None,
            speed: None,
            minutes_apart: None,
            per_meal: false,
            not_for_diet: None,
            times_a_year: None,
            least_micro: None,
            largest_of_day: false,
            shared_self_limit: None,
            varies: false,
            check: None,
            riders: None,
            side: None,
            only_with: None,
            adjustment: None,
            mode: optional(cells.mode).ok()?,
        };
        if let Some(kind) = optional(cells.second_number.trim_end_matches('?')).ok()? {
            rule.second_number = Some(SecondNumber {
                kind,
                required: !cells.second_number.ends_with('?'),
            });
        }
        for word in cells.checks.split(' ').filter(|word| !word.is_empty()) {
            rule.read(word)?;
        }
        Some(rule)
    }

    fn read(&mut self, word: &str) -> Option<()> {
        let (name, value) = word.split_once(':').unwrap_or((word, ""));
        match name {
            "trips" => self.trips_per_day = Some(value.parse().ok()?),
            "far" => {
                let percent = decimal::mul(decimal::parse(value).ok()?, 100.into()).ok()?;
                self.distance_pct_of_office = Some(i64::try_from(percent.normalize()).ok()?);
            }
            "speed" => {
                let (least, most) = value.split_once('-')?;
                self.speed = Some(SpeedLimit {
                    least_kmh: least.parse().ok()?,
                    most_kmh: most.parse().ok()?,
                });
            }
            "not" => {
                let (group, window) = value.split_once('/')?;
                let window = match window {
                    "day" => Window::Day,
                    "month" => Window::Month,
                    "time" => Window::Time,
                    "ride" => Window::Ride,
                    "drink" => Window::Drink,
                    _ => return None,
                };
                let group = group.parse().ok()?;
                self.exclusions.push(Exclusion { group, window });
            }
            "apart" => self.minutes_apart = Some(value.parse().ok()?),
            "slot" => self.per_meal = true,
            "diet" => self.not_for_diet = Some(value.parse().ok()?),
            "times-a-year" => {
                let (group, times) = value.split_once('/')?;
                self.times_a_year = Some((group.parse().ok()?, times.parse().ok()?));
            }
            "least" => self.least_micro = Some(micro(value)?),
            "max" => self.largest_of_day = true,
            "share" => self.shared_self_limit = Some(value.parse().ok()?),
            "varies" => self.varies = true,
            "review" => self.check = Some(value.parse().ok()?),
            "riders" => self.riders = Some(value.parse().ok()?),
            "side" => {
                self.side = Some(match value {
                    "BUYER" => Side::Buyer,
                    "SELLER" => Side::Seller,
                    _ => return None,
                });
            }
            "with" => self.only_with = Some(value.parse().ok()?),
            "hours" | "home" => {
                self.adjustment = Some(Adjustment {
                    code: value.to_owned(),
                    by: if name == "hours" {
                        AdjustedBy::Duration
                    } else {
                        AdjustedBy::HomeWork
                    },
                });
            }
            _ => return None,
        }
        Some(())
    }
}

/// The cells of a row that make a rule.
pub(super) struct Cells<'r> {
    pub(super) cap_per_day: &'r str,
    pub(super) cap_per_year: &'r str,
    pub(super) max_backdate_days: &'r str,
    pub(super) groups: &'r str,
    pub(super) evidence: &'r str,
    pub(super) number: &'r str,
    pub(super) second_number: &'r str,
    pub(super) checks: &'r str,
    pub(super) mode: &'r str,
}

fn micro(text: &str) -> Option<i64> {
    decimal::to_micro(decimal::parse(text).ok()?).ok()
}

/// Nothing for an empty cell, an error for a word that means nothing.
fn optional<T: FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    if text.is_empty() {
        Ok(None)
    } else {
        text.parse().map(Some)
    }
}

fn words<T: FromStr>(text: &str, between: char) -> Option<Vec<T>> {
    text.split(between)
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok())
        .collect()
}

fn evidence(word: &str) -> Option<Evidence> {
    Some(match word {
        "auto" => Evidence::Automatic,
        "import" => Evidence::Import,
        "number" => Evidence::Number,
        "photo" => Evidence::Photo,
        "distance" => Evidence::OfficeDistance,
        "self" => Evidence::SelfReport {
            most_per_day_micro: None,
        },
        _ => Evidence::SelfReport {
            most_per_day_micro: Some(micro(word.strip_prefix("self:")?)?),
        },
    })
}
