//! What claims are worth, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::{
    credits::{
        ActionLedger,
        action::{ActionCatalogue, EffectiveRule, POINTS_PER_KG_DEFAULT, RuleSetting},
        honesty::ReviewSignal,
    },
    decimal,
    violation::{ErrorCode, Violation},
};

const TODAY: &str = "2026-03-02";

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A rule of the catalogue, switched on.
fn rule(code: &str) -> EffectiveRule<'static> {
    let def = ActionCatalogue::embedded().by_code(code).unwrap();
    let on = RuleSetting {
        enabled: Some(true),
        ..RuleSetting::default()
    };
    EffectiveRule::of(def, on, 0, POINTS_PER_KG_DEFAULT)
}

fn draft(units: &str) -> Draft {
    Draft::of(decimal::parse(units).unwrap(), date(TODAY))
}

fn member() -> MemberFacts {
    MemberFacts {
        joined_on: date("2025-01-01"),
        office_distance_m: Some(7200),
        diet: None,
    }
}

fn earlier(code: &str, micro: i64) -> Earlier {
    Earlier {
        code: code.to_owned(),
        day: date(TODAY),
        accepted_micro: micro,
        grams: 0,
        started_minute: None,
        logged_minute: None,
        duration_minutes: None,
        trips: 1,
        meal: None,
        self_reported: false,
        has_travel_order: false,
    }
}

fn after(claims: Vec<Earlier>) -> Before {
    Before {
        claims,
        ..Before::default()
    }
}

fn worth(code: &str, draft: &Draft, before: &Before) -> Evaluation {
    evaluate(&rule(code), draft, before, &member(), date(TODAY)).unwrap()
}

fn refused(code: &str, draft: &Draft, before: &Before) -> Vec<Violation> {
    evaluate(&rule(code), draft, before, &member(), date(TODAY)).unwrap_err()
}

/// Field and code of each refusal.
fn why(violations: &[Violation]) -> Vec<(String, ErrorCode)> {
    violations
        .iter()
        .map(|v| (v.field.clone().unwrap_or_default().join("."), v.code))
        .collect()
}

#[test]
fn a_metro_commute_within_the_registered_distance_counts_whole() {
    let got = worth("TRV_METRO_CN", &draft("14.4"), &Before::default());
    // 1000 × 14.4 × 0.210455 = 3030.552
    assert_eq!((got.grams, got.points), (3031, 3031));
    assert_eq!(got.accepted_micro, 14_400_000);
    assert_eq!(got.state, ClaimState::Accepted);
    assert_eq!(got.trust, TrustLevel::Manual);
    assert_eq!(got.trips, 2);
}

#[test]
fn farther_than_the_registered_way_explains_counts_in_part_and_says_so() {
    let got = worth("TRV_METRO_CN", &draft("30"), &Before::default());
    // 7.2 km × 1.5 × 2 trips
    assert_eq!(got.accepted_micro, 21_600_000);
    assert_eq!(got.state, ClaimState::PartlyAccepted);
    assert_eq!(got.reasons.len(), 1);
    assert_eq!(got.reasons[0].code(), "OFFICE_DISTANCE");
    // With a ride code it counts whole, but a person looks at it first.
    let with_code = Draft {
        number: Some("BJ-2026-0001".to_owned()),
        ..draft("30")
    };
    let got = worth("TRV_METRO_CN", &with_code, &Before::default());
    assert_eq!(got.accepted_micro, 30_000_000);
    assert_eq!(got.state, ClaimState::InReview);
    assert_eq!(got.signals[0].code, ReviewSignal::Distance);
    assert_eq!(got.trust, TrustLevel::Documented);
}

#[test]
fn a_claim_over_the_cap_of_the_day_counts_up_to_it() {
    let ticket = Draft {
        number: Some("RIDE0001".to_owned()),
        ..draft("30")
    };
    let nowhere = MemberFacts {
        office_distance_m: None,
        ..member()
    };
    let before = Before {
        year_accepted_micro: 60_000_000,
        ..after(vec![earlier("TRV_METRO_CN", 60_000_000)])
    };
    let got = evaluate(
        &rule("TRV_METRO_CN"),
        &ticket,
        &before,
        &nowhere,
        date(TODAY),
    )
    .unwrap();
    assert_eq!(got.accepted_micro, 20_000_000);
    assert_eq!(
        got.reasons,
        [Reason::DayCap {
            cap: 80_000_000,
            left: 20_000_000
        }]
    );
    assert_eq!(
        got.reasons[0].message("passenger_km", crate::format::Locale::En),
        "At most 80 passenger-km count in a day; 20 were left."
    );
    // 1000 × 20 × 0.210455 = 4209.1
    assert_eq!(got.grams, 4209);
}

#[test]
fn when_nothing_is_left_the_claim_is_refused() {
    let before = after(vec![earlier("LCL_NO_PLASTIC_BAG", 3_000_000)]);
    let violations = refused("LCL_NO_PLASTIC_BAG", &draft("1"), &before);
    assert_eq!(
        why(&violations),
        [("units".to_owned(), ErrorCode::LimitExceeded)]
    );
    let year = Before {
        year_accepted_micro: 399_000_000,
        ..Before::default()
    };
    let got = worth("LCL_NO_PLASTIC_BAG", &draft("2"), &year);
    assert_eq!(got.accepted_micro, 1_000_000);
    assert_eq!(got.reasons[0].code(), "YEAR_CAP");
}

#[test]
fn everything_wrong_with_a_claim_is_said_at_once() {
    let bad = Draft {
        day: date("2026-03-05"),
        number: Some("?".to_owned()),
        duration_minutes: Some(0),
        ..draft("0")
    };
    let violations = refused("TRV_RAIL_UK", &bad, &Before::default());
    assert_eq!(
        why(&violations),
        [
            ("units".to_owned(), ErrorCode::OutOfRange),
            ("day".to_owned(), ErrorCode::OutOfRange),
            ("evidenceNumber".to_owned(), ErrorCode::Invalid),
            ("evidenceNumber".to_owned(), ErrorCode::Required),
            ("durationMinutes".to_owned(), ErrorCode::OutOfRange),
        ]
    );
    for violation in violations {
        assert!(violation.message_zh.ends_with('。'), "{violation:?}");
        assert!(violation.message_en.ends_with('.'), "{violation:?}");
    }
}

#[test]
fn the_window_for_logging_later_is_the_actions_own() {
    let on = |day: &str| Draft {
        day: date(day),
        ..draft("1")
    };
    let got = evaluate(
        &rule("LCL_NO_PLASTIC_BAG"),
        &on("2026-03-01"),
        &Before::default(),
        &member(),
        date(TODAY),
    );
    assert!(got.is_ok());
    let violations = refused("LCL_NO_PLASTIC_BAG", &on("2026-02-28"), &Before::default());
    assert_eq!(why(&violations), [("day".to_owned(), ErrorCode::Expired)]);
    let newcomer = MemberFacts {
        joined_on: date(TODAY),
        ..member()
    };
    let violations = evaluate(
        &rule("LCL_NO_PLASTIC_BAG"),
        &on("2026-03-01"),
        &Before::default(),
        &newcomer,
        date(TODAY),
    )
    .unwrap_err();
    assert_eq!(
        why(&violations),
        [("day".to_owned(), ErrorCode::OutOfRange)]
    );
}

#[test]
fn an_action_that_is_off_or_automatic_cannot_be_logged() {
    let def = ActionCatalogue::embedded().by_code("TRV_METRO_UK").unwrap();
    let off = EffectiveRule::of(def, RuleSetting::default(), 0, 1000);
    assert!(!off.enabled);
    let violations = evaluate(
        &off,
        &draft("10"),
        &Before::default(),
        &member(),
        date(TODAY),
    )
    .unwrap_err();
    assert_eq!(violations[0].code, ErrorCode::WrongState);
    let violations = refused("ADJ_VIDEO_HOUR", &draft("1"), &Before::default());
    assert_eq!(violations[0].code, ErrorCode::WrongState);
}

#[test]
fn a_car_free_day_excludes_every_other_commute_and_is_excluded_by_it() {
    let plate = Draft {
        number: Some("京A12345".to_owned()),
        ..draft("1")
    };
    let before = after(vec![earlier("TRV_METRO_CN", 14_400_000)]);
    let violations = refused("TRV_CAR_FREE_DAY_CN", &plate, &before);
    assert_eq!(why(&violations), [("code".to_owned(), ErrorCode::Conflict)]);
    for code in [
        "TRV_METRO_CN",
        "TRV_BUS_CN",
        "TRV_WALK_REPLACED_CAR_CN",
        "TRV_METRO_FR",
    ] {
        let before = after(vec![earlier("TRV_CAR_FREE_DAY_CN", 1_000_000)]);
        let imported = Draft {
            import: None,
            ..draft("5")
        };
        let violations = refused(code, &imported, &before);
        assert_eq!(
            why(&violations),
            [("code".to_owned(), ErrorCode::Conflict)],
            "{code}"
        );
    }
    // A business trip of that day is no commute.
    let ticket = Draft {
        number: Some("G1234567".to_owned()),
        ..draft("500")
    };
    let before = after(vec![earlier("TRV_CAR_FREE_DAY_CN", 1_000_000)]);
    assert!(
        evaluate(
            &rule("TRV_RAIL_UK"),
            &ticket,
            &before,
            &member(),
            date(TODAY)
        )
        .is_ok()
    );
}

#[test]
fn an_imported_ride_and_one_logged_by_hand_are_not_both_counted() {
    let by_hand = Draft {
        number: Some("HELLO123".to_owned()),
        ..draft("7.2")
    };
    let untimed = after(vec![earlier("SPT_CYCLE_COMMUTE_KM", 7_200_000)]);
    let violations = refused("TRV_BIKE_CN", &by_hand, &untimed);
    assert_eq!(why(&violations), [("code".to_owned(), ErrorCode::Conflict)]);
    let timed = |start: i64| Earlier {
        started_minute: Some(start),
        duration_minutes: Some(25),
        ..earlier("SPT_CYCLE_COMMUTE_KM", 7_200_000)
    };
    let at = |start: i64| Draft {
        started_minute: Some(start),
        duration_minutes: Some(25),
        ..by_hand.clone()
    };
    let morning = after(vec![timed(500)]);
    assert_eq!(refused("TRV_BIKE_CN", &at(510), &morning).len(), 2);
    assert_eq!(
        worth("TRV_BIKE_CN", &at(525), &morning).state,
        ClaimState::Accepted
    );
    // The same minutes on the metro are refused as well; unknown minutes are believed apart.
    let metro = Draft {
        started_minute: Some(510),
        duration_minutes: Some(30),
        ..draft("7.2")
    };
    let violations = refused("TRV_METRO_CN", &metro, &morning);
    assert_eq!(why(&violations), [("code".to_owned(), ErrorCode::Conflict)]);
    assert!(
        evaluate(
            &rule("TRV_METRO_CN"),
            &draft("7.2"),
            &morning,
            &member(),
            date(TODAY)
        )
        .is_ok()
    );
}

#[test]
fn one_drink_is_from_the_own_cup_or_from_the_tap() {
    let cup = |minute: Option<i64>| Earlier {
        logged_minute: minute,
        ..earlier("GOF_OWN_CUP", 1_000_000)
    };
    let tap = |minute: i64| Draft {
        logged_minute: Some(minute),
        ..draft("0.5")
    };
    let before = after(vec![cup(Some(600))]);
    assert_eq!(refused("GOF_TAP_WATER_L", &tap(620), &before).len(), 1);
    assert_eq!(worth("GOF_TAP_WATER_L", &tap(640), &before).grams, 160);
    let untimed = after(vec![cup(None)]);
    assert_eq!(refused("GOF_TAP_WATER_L", &tap(640), &untimed).len(), 1);
}

#[test]
fn cups_are_half_an_hour_apart_and_logged_one_by_one() {
    let at = |minute: i64| Draft {
        logged_minute: Some(minute),
        ..draft("3")
    };
    let got = worth("GOF_OWN_CUP", &at(600), &Before::default());
    assert_eq!((got.accepted_micro, got.grams), (1_000_000, 13));
    assert_eq!(got.reasons[0].code(), "ONE_AT_A_TIME");
    let before = after(vec![Earlier {
        logged_minute: Some(580),
        ..earlier("GOF_OWN_CUP", 1_000_000)
    }]);
    let violations = refused("GOF_OWN_CUP", &at(600), &before);
    assert_eq!(
        why(&violations),
        [("startedAt".to_owned(), ErrorCode::Conflict)]
    );
    assert!(
        evaluate(
            &rule("GOF_OWN_CUP"),
            &at(610),
            &before,
            &member(),
            date(TODAY)
        )
        .is_ok()
    );
}

#[test]
fn one_action_counts_per_meal_and_not_for_who_eats_so_anyway() {
    let lunch = Draft {
        has_photo: true,
        meal: Some(MealSlot::Lunch),
        ..draft("1")
    };
    let before = after(vec![Earlier {
        meal: Some(MealSlot::Lunch),
        ..earlier("LCL_MEAL_VEGETARIAN", 1_000_000)
    }]);
    let violations = refused("LCL_MEAL_VEGAN", &lunch, &before);
    assert_eq!(
        why(&violations),
        [("mealSlot".to_owned(), ErrorCode::Conflict)]
    );
    let dinner = Draft {
        meal: Some(MealSlot::Dinner),
        ..lunch.clone()
    };
    let got = worth("LCL_MEAL_VEGAN", &dinner, &before);
    assert_eq!((got.grams, got.state), (920, ClaimState::Accepted));
    let vegetarian = MemberFacts {
        diet: Some(Diet::Vegetarian),
        ..member()
    };
    let claim = |code| {
        evaluate(
            &rule(code),
            &lunch,
            &Before::default(),
            &vegetarian,
            date(TODAY),
        )
    };
    assert_eq!(
        why(&claim("LCL_MEAL_VEGETARIAN").unwrap_err()),
        [("code".to_owned(), ErrorCode::WrongState)]
    );
    assert!(claim("LCL_MEAL_VEGAN").is_ok());
    let unsaid = Draft {
        meal: None,
        ..lunch
    };
    assert_eq!(
        why(&refused("LCL_MEAL_VEGAN", &unsaid, &Before::default())),
        [("mealSlot".to_owned(), ErrorCode::Required)]
    );
    assert_eq!(MealSlot::at(629), MealSlot::Breakfast);
    assert_eq!(MealSlot::at(630), MealSlot::Lunch);
    assert_eq!(MealSlot::at(930), MealSlot::Dinner);
}

#[test]
fn duplex_and_paperless_share_what_a_word_is_good_for() {
    let before = after(vec![Earlier {
        self_reported: true,
        ..earlier("GOF_DUPLEX_SHEET", 8_000_000)
    }]);
    let got = worth("GOF_PAPERLESS_SHEET", &draft("10"), &before);
    assert_eq!(got.accepted_micro, 2_000_000);
    assert_eq!(got.reasons[0].code(), "SELF_REPORT_LIMIT");
    // One document of the print log is one or the other: the number is taken.
    let logged = Draft {
        number: Some("PRINT-77120".to_owned()),
        ..draft("10")
    };
    let taken = Before {
        number_taken: Some(Taken {
            by_self: true,
            side: None,
        }),
        ..before
    };
    assert_eq!(
        why(&refused("GOF_PAPERLESS_SHEET", &logged, &taken)),
        [("evidenceNumber".to_owned(), ErrorCode::Taken)]
    );
}

#[test]
fn green_power_and_savings_of_one_month_exclude_each_other() {
    let photo = Draft {
        has_photo: true,
        ..draft("5")
    };
    let before = after(vec![Earlier {
        day: date("2026-03-01"),
        ..earlier("LCL_GREEN_ELEC_KWH", 5_000_000)
    }]);
    assert_eq!(
        why(&refused("LCL_HOME_ELEC_SAVED_KWH", &photo, &before)),
        [("code".to_owned(), ErrorCode::Conflict)]
    );
    let last_month = after(vec![Earlier {
        day: date("2026-02-28"),
        ..earlier("LCL_GREEN_ELEC_KWH", 5_000_000)
    }]);
    let got = worth("LCL_HOME_ELEC_SAVED_KWH", &photo, &last_month);
    // A household's bill is looked at by a person.
    assert_eq!(got.state, ClaimState::InReview);
}

#[test]
fn second_hand_clothes_go_by_the_piece_or_by_weight() {
    let order = Draft {
        number: Some("XY20260302001".to_owned()),
        ..draft("1")
    };
    let before = after(vec![earlier("LCL_CLOTHES_2ND_KG_UK", 1_000_000)]);
    assert_eq!(
        why(&refused("LCL_CLOTHES_2ND_JEANS", &order, &before)),
        [("code".to_owned(), ErrorCode::Conflict)]
    );
    let before = after(vec![earlier("LCL_CLOTHES_2ND_JEANS", 1_000_000)]);
    assert_eq!(refused("LCL_CLOTHES_2ND_KG_UK", &order, &before).len(), 1);
}

#[test]
fn of_a_buyer_and_a_seller_only_the_buyer_counts() {
    let order = Draft {
        number: Some("XY20260302001".to_owned()),
        ..draft("1")
    };
    let taken = |side| Before {
        number_taken: Some(Taken {
            by_self: false,
            side,
        }),
        ..Before::default()
    };
    let got = worth("LCL_CLOTHES_2ND_TSHIRT", &order, &taken(Some(Side::Seller)));
    assert_eq!(got.state, ClaimState::InReview);
    assert_eq!(got.signals[0].code, ReviewSignal::BuyerAndSeller);
    let seller = refused("LCL_CLOTHES_DONATE_KG", &order, &taken(Some(Side::Buyer)));
    assert_eq!(
        why(&seller),
        [("evidenceNumber".to_owned(), ErrorCode::Taken)]
    );
    let second_buyer = refused("LCL_CLOTHES_2ND_TSHIRT", &order, &taken(Some(Side::Buyer)));
    assert_eq!(second_buyer.len(), 1);
}

#[test]
fn a_device_reused_is_not_recycled() {
    let receipt = Draft {
        number: Some("RC-2026-1".to_owned()),
        second_number: Some("490154203237518".to_owned()),
        ..draft("0.2")
    };
    let taken = Before {
        second_taken: Some(Taken {
            by_self: true,
            side: None,
        }),
        ..Before::default()
    };
    assert_eq!(
        why(&refused("LCL_EWASTE_PORTABLE_KG", &receipt, &taken)),
        [("secondNumber".to_owned(), ErrorCode::Taken)]
    );
    let without = Draft {
        second_number: None,
        ..receipt
    };
    // 1000 × 0.2 × 1.1905 = 238.1
    assert_eq!(
        worth("LCL_EWASTE_PORTABLE_KG", &without, &Before::default()).grams,
        238
    );
    let phone = Draft {
        number: Some("490154203237518".to_owned()),
        ..draft("1")
    };
    assert_eq!(
        why(&refused("LCL_PHONE_REUSE", &phone, &Before::default())),
        [("secondNumber".to_owned(), ErrorCode::Required)]
    );
}

#[test]
fn a_video_meeting_is_worth_the_trip_less_the_meeting_and_waits_for_a_look() {
    let meeting = Draft {
        number: Some("MEET-8891".to_owned()),
        second_number: Some("TO-2026-17".to_owned()),
        duration_minutes: Some(90),
        ..draft("2200")
    };
    let got = worth("TRV_VIDEO_VS_FLIGHT_CN", &meeting, &Before::default());
    let less = got.adjustment.clone().unwrap();
    // 1000 × 2200 × 0.1083; 1000 × 1.5 × −0.0570634 = −85.5951
    assert_eq!(got.grams, 238_260);
    assert_eq!((less.units_micro, less.grams), (1_500_000, -86));
    assert_eq!(got.net_grams(), 238_174);
    assert_eq!(got.net_points(), 238_174);
    assert_eq!(got.state, ClaimState::InReview);
    // Over 30 kg, but on a travel order: the only signal is the rule's own.
    assert_eq!(got.signals.len(), 1);
    assert_eq!(got.signals[0].code, ReviewSignal::RuleAsks);
    let second = after(vec![earlier("TRV_VIDEO_VS_CAR_UK", 10_000_000)]);
    assert_eq!(
        why(&refused("TRV_VIDEO_VS_FLIGHT_CN", &meeting, &second)),
        [("code".to_owned(), ErrorCode::Conflict)]
    );
    let thirteenth = Before {
        year_times: 12,
        ..Before::default()
    };
    assert_eq!(
        why(&refused("TRV_VIDEO_VS_FLIGHT_CN", &meeting, &thirteenth)),
        [("code".to_owned(), ErrorCode::LimitExceeded)]
    );
    let untold = Draft {
        duration_minutes: None,
        ..meeting.clone()
    };
    assert_eq!(
        why(&refused(
            "TRV_VIDEO_VS_FLIGHT_CN",
            &untold,
            &Before::default()
        )),
        [("durationMinutes".to_owned(), ErrorCode::Required)]
    );
    let endless = Draft {
        duration_minutes: Some(721),
        ..meeting.clone()
    };
    assert_eq!(
        why(&refused(
            "TRV_VIDEO_VS_FLIGHT_CN",
            &endless,
            &Before::default()
        )),
        [("durationMinutes".to_owned(), ErrorCode::OutOfRange)]
    );
    let next_door = Draft {
        units: decimal::parse("1").unwrap(),
        ..meeting
    };
    assert_eq!(
        why(&refused(
            "TRV_VIDEO_VS_HSR_CN",
            &next_door,
            &Before::default()
        )),
        [("units".to_owned(), ErrorCode::OutOfRange)]
    );
}

#[test]
fn working_at_home_is_taken_off_a_car_free_day() {
    let at_home = Draft {
        number: Some("京A12345".to_owned()),
        home_work_minutes: Some(480),
        ..draft("1")
    };
    let got = worth("TRV_CAR_FREE_DAY_CN", &at_home, &Before::default());
    // 4630 − 1000 × 8 × 0.33378 = 4630 − 2670.24
    assert_eq!((got.grams, got.net_grams()), (4630, 1960));
    let metro = Draft {
        home_work_minutes: Some(60),
        ..draft("10")
    };
    assert_eq!(
        why(&refused("TRV_METRO_CN", &metro, &Before::default())),
        [("homeWorkMinutes".to_owned(), ErrorCode::Invalid)]
    );
}

#[test]
fn implausible_speeds_and_days_wait_for_a_look() {
    let ride = |units: &str, minutes: i64| Draft {
        number: Some("HELLO123".to_owned()),
        started_minute: Some(480),
        duration_minutes: Some(minutes),
        ..draft(units)
    };
    let fast = worth("TRV_BIKE_CN", &ride("20", 30), &Before::default());
    assert_eq!(fast.state, ClaimState::InReview);
    assert_eq!(
        fast.signals[0].message(crate::format::Locale::En),
        "40 km/h on average; 5–35 km/h is usual."
    );
    let exactly = worth("TRV_BIKE_CN", &ride("17.5", 30), &Before::default());
    assert_eq!(exactly.state, ClaimState::Accepted);
    let slow = worth("TRV_BIKE_CN", &ride("2", 30), &Before::default());
    assert_eq!(slow.signals[0].code, ReviewSignal::Speed);
    let heavy = after(vec![Earlier {
        grams: 29_000,
        ..earlier("LCL_CLOTHES_DONATE_KG", 8_000_000)
    }]);
    let over = worth("TRV_METRO_CN", &draft("14.4"), &heavy);
    assert_eq!(over.signals[0].code, ReviewSignal::DayTotal);
    assert_eq!(over.signals[0].seen.as_deref(), Some("32.031"));
    let ordered = after(vec![Earlier {
        has_travel_order: true,
        ..heavy.claims[0].clone()
    }]);
    assert!(
        worth("TRV_METRO_CN", &draft("14.4"), &ordered)
            .signals
            .is_empty()
    );
}

#[test]
fn five_days_of_the_same_word_wait_for_a_look() {
    let days = |same_amount_days| Before {
        same_amount_days,
        ..Before::default()
    };
    let minute = Draft {
        logged_minute: Some(900),
        ..draft("12")
    };
    assert!(
        worth("GOF_STAIRS_FLOOR", &minute, &days(3))
            .signals
            .is_empty()
    );
    let fifth = worth("GOF_STAIRS_FLOOR", &minute, &days(4));
    assert_eq!(fifth.signals[0].code, ReviewSignal::ConstantPattern);
    // A commute is the same every day by nature.
    assert!(
        worth("TRV_METRO_CN", &draft("14.4"), &days(30))
            .signals
            .is_empty()
    );
}

#[test]
fn an_import_beats_a_word_and_only_adds_the_difference() {
    let imported = Draft {
        import: Some(TrustLevel::DeviceInterval),
        ..draft("25")
    };
    let before = after(vec![Earlier {
        self_reported: true,
        ..earlier("GOF_STAIRS_FLOOR", 20_000_000)
    }]);
    let got = worth("GOF_STAIRS_FLOOR", &imported, &before);
    assert_eq!(got.accepted_micro, 5_000_000);
    assert_eq!(got.reasons[0].code(), "ALREADY_COUNTED");
    assert_eq!(got.trust, TrustLevel::DeviceInterval);
    assert_eq!(refused("GOF_STAIRS_FLOOR", &draft("20"), &before).len(), 1);
}

#[test]
fn steps_earn_points_and_no_grams_and_only_from_a_device() {
    let steps = Draft {
        import: Some(TrustLevel::DeviceDaily),
        ..draft("25.5")
    };
    let got = worth("SPT_STEPS_1000", &steps, &Before::default());
    assert_eq!(got.accepted_micro, 20_000_000);
    assert_eq!((got.grams, got.points), (0, 296));
    assert_eq!(
        why(&refused("SPT_STEPS_1000", &draft("5"), &Before::default())),
        [("evidenceNumber".to_owned(), ErrorCode::Required)]
    );
}

#[test]
fn a_shared_car_has_so_many_seats_and_the_last_rider_confirms() {
    let trip = Draft {
        number: Some("CARPOOL-1".to_owned()),
        ..draft("10")
    };
    let riders = |riders| Before {
        riders,
        ..Before::default()
    };
    assert_eq!(
        worth("TRV_CARPOOL2_CN", &trip, &riders(0)).state,
        ClaimState::InReview
    );
    assert_eq!(
        worth("TRV_CARPOOL2_CN", &trip, &riders(1)).state,
        ClaimState::Accepted
    );
    assert_eq!(
        why(&refused("TRV_CARPOOL2_CN", &trip, &riders(2))),
        [("evidenceNumber".to_owned(), ErrorCode::Taken)]
    );
}

#[test]
fn flights_replaced_are_long_enough_to_fly() {
    let ticket = |units: &str| Draft {
        number: Some("E123456789".to_owned()),
        second_number: Some("TO-2026-18".to_owned()),
        ..draft(units)
    };
    assert_eq!(
        why(&refused(
            "TRV_HSR_VS_FLIGHT_CN",
            &ticket("299"),
            &Before::default()
        )),
        [("units".to_owned(), ErrorCode::OutOfRange)]
    );
    let got = worth("TRV_HSR_VS_FLIGHT_CN", &ticket("1318"), &Before::default());
    // 1000 × 1318 × 0.07782 = 102566.76
    assert_eq!((got.grams, got.state), (102_567, ClaimState::Accepted));
}

#[test]
fn more_than_six_rides_a_day_are_too_many() {
    let before = after(vec![Earlier {
        trips: 5,
        ..earlier("TRV_BUS_CN", 10_000_000)
    }]);
    assert_eq!(worth("TRV_METRO_CN", &draft("7"), &before).trips, 1);
    let two = Draft {
        trips: Some(2),
        ..draft("7")
    };
    assert_eq!(
        why(&refused("TRV_METRO_CN", &two, &before)),
        [("trips".to_owned(), ErrorCode::OutOfRange)]
    );
}

fn figures(rule: &EffectiveRule<'_>, got: &Evaluation) -> ClaimFigures {
    ClaimFigures {
        ledger: rule.def.ledger,
        claimed_micro: got.claimed_micro,
        accepted_micro: got.accepted_micro,
        factor_kg_per_unit: rule.def.factor_kg_per_unit,
        points_per_kg: rule.points_per_kg,
        grams: got.grams,
        points: got.points,
        adjustments: got
            .adjustment
            .iter()
            .map(|less| AdjustmentFigures {
                code: less.code.clone(),
                units_micro: less.units_micro,
                factor_kg_per_unit: ActionCatalogue::embedded()
                    .by_code(&less.code)
                    .unwrap()
                    .factor_kg_per_unit,
                grams: less.grams,
                points: less.points,
            })
            .collect(),
    }
}

#[test]
fn a_claim_is_explained_by_its_formula_and_steps() {
    let rule = rule("TRV_METRO_CN");
    let got = worth("TRV_METRO_CN", &draft("30"), &Before::default());
    let told = explain(
        &figures(&rule, &got),
        &got.reasons,
        "passenger_km",
        crate::format::Locale::En,
    );
    assert_eq!(told.formula, "1000 × 21.6 × 0.210455 = 4545.828 → 4546 g");
    assert_eq!(told.steps.len(), 5);
    assert!(told.steps[1].contains("registered distance"));
}

proptest! {
    #[test]
    fn recomputing_gives_what_was_posted_and_caps_hold(
        index in 0_usize..77,
        micro in 1_i64..5_000_000_000,
        points_per_kg in 0_i64..=10_000,
        minutes in 1_i64..=600,
        counted in 0_i64..3_000_000_000,
    ) {
        let def = &ActionCatalogue::embedded().all()[index];
        let setting = RuleSetting { enabled: Some(true), ..RuleSetting::default() };
        let rule = EffectiveRule::of(def, setting, 0, points_per_kg);
        let claim = Draft {
            number: def.rule.number.map(|kind| match kind {
                crate::credits::action::NumberKind::Book => "9787302511649".to_owned(),
                _ => "ABCD1234".to_owned(),
            }),
            second_number: def.rule.second_number.map(|_| "EFGH5678".to_owned()),
            has_photo: true,
            duration_minutes: Some(minutes),
            meal: Some(MealSlot::Lunch),
            logged_minute: Some(900),
            import: def
                .rule
                .evidence
                .contains(&crate::credits::action::Evidence::Import)
                .then_some(TrustLevel::DeviceInterval),
            ..Draft::of(decimal::from_micro(micro), date(TODAY))
        };
        let before = Before { year_accepted_micro: counted, has_companion: true, ..Before::default() };
        if let Ok(got) = evaluate(&rule, &claim, &before, &member(), date(TODAY)) {
            prop_assert!(got.accepted_micro >= 1 && got.accepted_micro <= got.claimed_micro);
            prop_assert!(got.accepted_micro <= rule.cap_per_day_micro);
            prop_assert!(got.accepted_micro + counted <= rule.cap_per_year_micro);
            prop_assert_eq!(got.accepted_micro < got.claimed_micro, !got.reasons.is_empty());
            let stored = figures(&rule, &got);
            prop_assert_eq!(recompute(&stored).unwrap(), (got.net_grams(), got.net_points()));
            if def.ledger == ActionLedger::PointsOnly {
                prop_assert_eq!(got.grams, 0);
            }
        }
    }

    #[test]
    fn claims_of_a_day_never_count_more_than_its_cap(amounts in prop::collection::vec(1_i64..40_000_000, 1..8)) {
        let rule = rule("LCL_NO_PLASTIC_BAG");
        let mut before = Before::default();
        for micro in amounts {
            let claim = Draft::of(decimal::from_micro(micro), date(TODAY));
            if let Ok(got) = evaluate(&rule, &claim, &before, &member(), date(TODAY)) {
                before.claims.push(earlier("LCL_NO_PLASTIC_BAG", got.accepted_micro));
                before.year_accepted_micro += got.accepted_micro;
            }
        }
        prop_assert!(before.year_accepted_micro <= rule.cap_per_day_micro);
    }
}
