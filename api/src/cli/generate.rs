//! `saxaul generate`: a file of believable activity data, the same bytes for the same seed.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;

use super::CommandError;

/// The years that the file covers, first and last.
const YEARS: (u32, u32) = (2023, 2024);

/// Write activity data of a made-up group as CSV, for load tests and trials.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// Rows to write, without the header.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    rows: u64,
    /// Equal seeds make equal files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// File to write; standard output when left out.
    #[arg(long, short)]
    output: Option<PathBuf>,
}

impl Generate {
    pub(super) fn run(self) -> Result<(), CommandError> {
        match &self.output {
            Some(path) => write(BufWriter::new(File::create(path)?), self.rows, self.seed),
            None => write(
                BufWriter::new(std::io::stdout().lock()),
                self.rows,
                self.seed,
            ),
        }
    }
}

/// How often something is written down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rhythm {
    /// One row a day: a meter, a log book.
    Daily,
    /// One row a month: a bill.
    Monthly,
}

/// Something that every site of the made-up group uses.
struct Source {
    activity: &'static str,
    unit: &'static str,
    /// Usual amount per row, in thousandths of the unit.
    usual_milli: u64,
    rhythm: Rhythm,
    supplier: &'static str,
    quality: &'static str,
}

const fn daily(activity: &'static str, usual_milli: u64, unit: &'static str) -> Source {
    Source {
        activity,
        unit,
        usual_milli,
        rhythm: Rhythm::Daily,
        supplier: "",
        quality: "MEASURED",
    }
}

const fn monthly(
    activity: &'static str,
    usual_milli: u64,
    unit: &'static str,
    supplier: &'static str,
) -> Source {
    Source {
        activity,
        unit,
        usual_milli,
        rhythm: Rhythm::Monthly,
        supplier,
        quality: "INVOICED",
    }
}

/// What a plant of a manufacturing group reads off and pays for. Amounts are of the order of a plant with some
/// 400 people; they describe no real company.
const SOURCES: &[Source] = &[
    daily("purchased_electricity", 18_400_000, "kWh"),
    daily("natural_gas", 2_150_000, "Nm3"),
    daily("diesel_mobile", 310_000, "L"),
    daily("gasoline_mobile", 96_000, "L"),
    daily("tap_water", 240_000, "m3"),
    daily("wastewater", 190_000, "m3"),
    daily("freight_road", 5_200_000, "tkm"),
    daily("commute_bus", 3_900_000, "pkm"),
    daily("commute_car", 2_700_000, "km"),
    daily("travel_taxi", 140_000, "km"),
    daily("travel_high_speed_rail", 2_100_000, "pkm"),
    daily("flight_domestic", 1_800_000, "pkm"),
    daily("waste_general_incineration", 640, "t"),
    daily("waste_metal_recycling", 2_300, "t"),
    daily("so2", 1_900, "kg"),
    daily("nox", 4_100, "kg"),
    daily("cod", 2_600, "kg"),
    daily("hazardous_waste_hw08", 85, "t"),
    daily("company_van_distance", 420_000, "km"),
    daily("reclaimed_water", 60_000, "m3"),
    monthly("purchased_steam", 3_100_000, "GJ", "City Heating Co."),
    monthly("diesel_stationary", 1_200, "t", "Sinopec"),
    monthly("lpg", 800, "t", "Rural Gas Ltd."),
    monthly("gas_r_410a", 4_000, "kg", "Coldline Service"),
    monthly("material_plastics", 46_000, "t", "Eastern Resin"),
    monthly("material_paper", 3_200, "t", "Northern Paper"),
    monthly("freight_sea_container", 880_000_000, "tkm", "Blue Lines"),
    monthly("hotel_stay", 130_000, "room-night", ""),
    monthly("waste_food_composting", 9_400, "t", "Green Kitchen"),
    monthly("environmental_tax", 36_000_000, "CNY", ""),
];

/// Month by month, how much of the usual amount, per cent: heating in winter, a pause at the new year.
const SEASON_PCT: [u64; 12] = [92, 74, 101, 103, 104, 108, 115, 114, 106, 102, 105, 109];

/// The generator of Sebastiano Vigna's SplitMix64: small, fast, and the same everywhere.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` up to and including `high`.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }
}

/// Days of a month of the Gregorian calendar.
fn days_in(year: u32, month: usize) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Writes `rows` rows, site by site and month by month, so that no two rows of one source overlap.
pub(super) fn write(mut out: impl Write, rows: u64, seed: u64) -> Result<(), CommandError> {
    writeln!(
        out,
        "site,activity,quantity,unit,start,end,supplier,quality,uncertainty_pct,reference,note"
    )?;
    let mut random = SplitMix64(seed);
    let mut left = rows;
    for site in 1_u64.. {
        let size_pct = random.between(35, 260);
        for year in YEARS.0..=YEARS.1 {
            for (month, season_pct) in (1_usize..).zip(SEASON_PCT) {
                for source in SOURCES {
                    let days = days_in(year, month);
                    let last_row = match source.rhythm {
                        Rhythm::Daily => days,
                        Rhythm::Monthly => 1,
                    };
                    for day in 1..=last_row {
                        let noise_pct = random.between(78, 122);
                        let milli = source.usual_milli * size_pct * season_pct * noise_pct
                            / 1_000_000
                            + random.between(0, 999);
                        let end = match source.rhythm {
                            Rhythm::Daily => day,
                            Rhythm::Monthly => days,
                        };
                        let uncertainty = match source.quality {
                            "MEASURED" => "2",
                            _ => "",
                        };
                        writeln!(
                            out,
                            "Plant {site},{},{}.{:03},{},{year}-{month:02}-{day:02},{year}-{month:02}-{end:02},{},{},{uncertainty},{}-{site}-{year}{month:02}{day:02},",
                            source.activity,
                            milli / 1000,
                            milli % 1000,
                            source.unit,
                            source.supplier,
                            source.quality,
                            source.activity,
                        )?;
                        left -= 1;
                        if left == 0 {
                            out.flush()?;
                            return Ok(());
                        }
                    }
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generated(rows: u64, seed: u64) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes, rows, seed).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_same_seed_makes_the_same_bytes_and_another_seed_others() {
        assert_eq!(generated(2000, 7), generated(2000, 7));
        assert_ne!(generated(2000, 7), generated(2000, 8));
    }

    #[test]
    fn it_writes_as_many_rows_as_asked_and_none_twice() {
        let text = generated(30_000, 3);
        let rows: Vec<_> = text.lines().skip(1).collect();
        assert_eq!(rows.len(), 30_000);
        let keys: std::collections::HashSet<_> = rows
            .iter()
            .map(|row| {
                let cells: Vec<_> = row.split(',').collect();
                (cells[0], cells[1], cells[4])
            })
            .collect();
        assert_eq!(keys.len(), rows.len());
    }

    #[test]
    fn a_shorter_file_is_the_beginning_of_a_longer_one() {
        assert!(generated(5000, 1).starts_with(&generated(1000, 1)));
    }

    #[test]
    fn february_has_29_days_in_leap_years_only() {
        assert_eq!(
            [2000, 2023, 2024, 2100].map(|year| days_in(year, 2)),
            [29, 28, 29, 28]
        );
    }
}
