//! Whole files, good and bad.

use std::{fmt::Write as _, io::Write};

use saxaul_shared::credits::sport::RideReason;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

const APPLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [ <!ELEMENT HealthData (ExportDate,Record*)> <!ATTLIST Record type CDATA #REQUIRED> ]>
<HealthData locale="zh_CN">
 <ExportDate value="2026-03-02 08:00:00 +0800"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Lin&apos;s iPhone" unit="count" startDate="2026-03-01 08:00:00 +0800" endDate="2026-03-01 08:10:00 +0800" value="920"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Lin&apos;s Watch" unit="count" startDate="2026-03-01 08:01:00 +0800" endDate="2026-03-01 08:10:00 +0800" value="1010"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Health" unit="count" startDate="2026-03-01 22:00:00 +0800" endDate="2026-03-01 22:00:00 +0800" value="30000">
  <MetadataEntry key="HKWasUserEntered" value="1"/>
 </Record>
 <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Lin&apos;s Watch" value="70"/>
 <Correlation type="x"><Record type="HKQuantityTypeIdentifierStepCount" sourceName="Other" startDate="2026-03-01 12:00:00 +0800" endDate="2026-03-01 12:10:00 +0800" value="400"/></Correlation>
 <Workout workoutActivityType="HKWorkoutActivityTypeCycling" duration="23" durationUnit="min" startDate="2026-03-01 18:00:00 +0800" endDate="2026-03-01 18:25:00 +0800">
  <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceCycling" sum="7.2" unit="km"/>
 </Workout>
</HealthData>"#;

fn keep_from() -> Date {
    Date::new(2026, 1, 1).unwrap()
}

fn read(bytes: &[u8]) -> Result<Parsed, FileProblem> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    read_file(file.path(), keep_from(), &Watch::start())
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).map_or_else(|problem| problem.code(), |_| "READ")
}

fn days(parsed: &Parsed) -> Vec<(String, i64)> {
    let days = parsed.days.iter();
    days.map(|total| (total.day.to_string(), total.steps))
        .collect()
}

fn first_of_march(steps: i64) -> Vec<(String, i64)> {
    vec![("2026-03-01".to_owned(), steps)]
}

#[test]
fn an_apple_export_with_phone_watch_and_a_typed_record_gives_1010_steps() {
    let archive = zipped(&[
        ("__MACOSX/._export.xml", b"junk"),
        ("apple_health_export/export_cda.xml", b"<ClinicalDocument/>"),
        ("apple_health_export/\u{5bfc}\u{51fa}.xml", APPLE.as_bytes()),
    ]);
    for parsed in [read(&archive).unwrap(), read(APPLE.as_bytes()).unwrap()] {
        assert_eq!(days(&parsed), first_of_march(1010));
        assert_eq!(parsed.source, SportSource::AppleHealth);
        assert_eq!((parsed.manual, parsed.refused), (1, 0));
        assert_eq!(parsed.rides[0].distance_km().to_string(), "7.2");
        assert_eq!(parsed.rides[0].moving_s, 1380);
    }
}

#[test]
fn a_strava_archive_credits_the_commute_and_refuses_the_manual_walk() {
    let csv = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed\n\
        9000000001,\"Mar 2, 2026, 12:20:00 AM\",\"To work, sunny\",Ride,,1500,7.20,,,true,,City bike,activities/1.fit.gz,,,1500.0,1380.0,7201.5,9.8,5.2\n\
        9000000002,\"Mar 2, 2026, 10:05:00 AM\",Manual entry,Walk,,3600,30.00,,,false,,,,,,3600.0,3600.0,30000.0,,8.3\n\
        9000000003,yesterday,x,Ride,,1,1,,,true,,,a,,,1,1,1,,\n";
    let parsed = read(&zipped(&[
        ("messages.csv", b"a,b\n1,2\n"),
        ("activities.csv", csv.as_bytes()),
    ]))
    .unwrap();
    let (day, today) = ("2026-03-02".parse().unwrap(), "2026-03-03".parse().unwrap());
    let reasons: Vec<_> = parsed
        .rides
        .iter()
        .map(|ride| ride.reasons(day, today, 3))
        .collect();
    let manual = vec![
        RideReason::Manual,
        RideReason::Speed,
        RideReason::NotCommute,
    ];
    assert_eq!(reasons, [vec![], manual]);
    assert_eq!(parsed.row_problems[0].0, 4);
    assert_eq!(parsed.row_problems[0].1.code(), "BAD_DAY");
}

#[test]
fn googles_summary_counts_once_although_its_single_days_lie_beside_it() {
    let summary = "Date,Move Minutes count,Calories (kcal),Distance (m),Step count,Biking duration (ms)\n\
                   2026-03-01,48,2110.4,5310.2,7420,1260000\n2026-03-02,0,0,0,0,\n";
    let single =
        "Start time,End time,Step count\n08:00:00.000+08:00,08:15:00.000+08:00,420\n,,80\n";
    let folder = "Takeout/Fit/Daily activity metrics";
    let (day, all) = (
        format!("{folder}/2026-03-01.csv"),
        format!("{folder}/Daily activity metrics.csv"),
    );
    let both = zipped(&[(&day, single.as_bytes()), (&all, summary.as_bytes())]);
    assert_eq!(days(&read(&both).unwrap()), first_of_march(7420));
    let old = format!("{folder}/2020-03-01.csv");
    let alone = zipped(&[(&day, single.as_bytes()), (&old, single.as_bytes())]);
    let parsed = read(&alone).unwrap();
    assert_eq!((days(&parsed), parsed.older), (first_of_march(500), 1));
}

#[test]
fn huaweis_minutes_are_the_higher_of_two_devices_over_several_files() {
    let minute = |device: u32, steps: u32| {
        format!(
            r#"[{{"recordDay":20260301,"sportDataUserData":[{{"startTime":1772323200000,"endTime":1772323260000,"timeZone":"+0800","deviceCode":{device},"sportType":5,"version":2,"sportBasicInfos":[{{"steps":{steps},"distance":76,"calorie":4100,"altitude":0.0,"floor":0,"duration":1,"count":1}}]}}]}}]"#
        )
    };
    let (one, two) = (minute(11, 104), minute(27, 98));
    let folder = "HUAWEI_HEALTH_20260302080000/Sport per minute merged data & description";
    let archive = zipped(&[
        (
            &format!("{folder}/sport per minute merged data.json"),
            one.as_bytes(),
        ),
        (
            &format!("{folder}/sport per minute merged data_2.json"),
            two.as_bytes(),
        ),
    ]);
    assert_eq!(days(&read(&archive).unwrap()), first_of_march(104));
    assert_eq!(days(&read(one.as_bytes()).unwrap()), first_of_march(104));
}

#[test]
fn a_table_in_gbk_with_semicolons_is_read() {
    let (text, _, _) = encoding_rs::GBK.encode("日期;步数\n2026-03-01;7420\n2026-03-02;-3\n");
    let parsed = read(&text).unwrap();
    assert_eq!(days(&parsed), first_of_march(7420));
    assert_eq!(parsed.row_problems[0].1.code(), "NEGATIVE_STEPS");
}

#[test]
fn every_bad_file_gets_its_own_message() {
    let whole = zipped(&[("export.xml", APPLE.as_bytes())]);
    let half = APPLE.len() / 2;
    for (bytes, expected) in [
        (&b""[..], "UNKNOWN_FORMAT"),
        (b"\x89PNG\r\n\x1a\n\0\0", "UNKNOWN_FORMAT"),
        (b"PK\x03\x04 and then nothing", "DAMAGED"),
        (&whole[..whole.len() - 30], "DAMAGED"),
        (&APPLE.as_bytes()[..half], "XML_BROKEN"),
        (b"<html><body/></html>", "NOT_HEALTH_DATA"),
        (b"<HealthData><a></b></HealthData>", "XML_BROKEN"),
        (b"[{\"sportDataUserData\":[{\"startTime\":", "JSON_BROKEN"),
        (b"[{\"sportDataUserData\":7}]", "JSON_BROKEN"),
        (b"name,colour\nx,red\n", "MISSING_COLUMN"),
        (b"\xff\xfed\0a\0", "ENCODING"),
        (b"date,steps\n2026-03-01,\xe6\xff\xff\n", "ENCODING"),
        (&zipped(&[("readme.txt", b"hello")]), "NOTHING_KNOWN"),
        (&zipped(&[("inner.zip", &whole)]), "NESTED_ARCHIVE"),
        (
            &zipped(&[("../export.xml", APPLE.as_bytes())]),
            "UNSAFE_NAME",
        ),
        (
            &zipped(&[("/etc/export.xml", APPLE.as_bytes())]),
            "UNSAFE_NAME",
        ),
        (
            &zipped(&[("a\\..\\b.xml", APPLE.as_bytes())]),
            "UNSAFE_NAME",
        ),
    ] {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert_eq!(code(bytes), expected, "{shown:?}");
    }
}

#[test]
fn links_and_archives_of_a_hundred_thousand_entries_are_refused() {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive
        .add_symlink("export.xml", "/etc/passwd", options)
        .unwrap();
    assert_eq!(code(&archive.finish().unwrap().into_inner()), "LINK");
    // The directory of an archive says how many entries it has; this one lies about it.
    let mut many = zipped(&[("export.xml", APPLE.as_bytes())]);
    let end = many.len() - 22;
    many[end + 10..end + 12].copy_from_slice(&60_000_u16.to_le_bytes());
    assert_eq!(code(&many), "TOO_MANY_ENTRIES");
}

#[test]
fn xml_with_entities_or_anything_outside_is_refused() {
    let with = |doctype: &str, body: &str| {
        format!("<?xml version=\"1.0\"?>{doctype}<HealthData>{body}</HealthData>")
    };
    let laughs =
        "<!DOCTYPE HealthData [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let record = |source: &str| {
        format!(
            "<Record type=\"HKQuantityTypeIdentifierStepCount\" sourceName=\"{source}\" startDate=\"2026-03-01 08:00:00 +0800\" endDate=\"2026-03-01 08:10:00 +0800\" value=\"9\"/>"
        )
    };
    for (doctype, body, expected) in [
        (laughs, String::new(), "XML_ENTITY"),
        (
            "<!DOCTYPE HealthData [<!ENTITY % p SYSTEM \"http://x/\">]>",
            String::new(),
            "XML_ENTITY",
        ),
        (
            "<!DOCTYPE HealthData SYSTEM \"file:///etc/passwd\">",
            String::new(),
            "XML_EXTERNAL",
        ),
        (
            "<!DOCTYPE HealthData PUBLIC \"a\" \"http://x/\">",
            String::new(),
            "XML_EXTERNAL",
        ),
        ("", "&xxe;".to_owned(), "XML_ENTITY"),
        ("", record("&xxe;"), "XML_ENTITY"),
        ("", record("Lin&#39;s &amp; &quot;"), "READ"),
        ("", "<a>".repeat(100), "XML_TOO_LARGE"),
        ("", "x".repeat(1 << 20), "XML_TOO_LARGE"),
        (
            "",
            format!("<!--{}-->", "x".repeat(1 << 20)),
            "XML_TOO_LARGE",
        ),
    ] {
        assert_eq!(code(with(doctype, &body).as_bytes()), expected, "{doctype}");
    }
}

#[test]
fn an_element_of_a_million_attributes_is_refused_at_once() {
    let mut text = "<HealthData><Record type=\"HKQuantityTypeIdentifierStepCount\"".to_owned();
    for number in 0..1_000_000 {
        let _ = write!(text, " a{number}=\"\"");
    }
    text.push_str("/></HealthData>");
    let began = std::time::Instant::now();
    assert_eq!(code(text.as_bytes()), "XML_TOO_LARGE");
    assert!(began.elapsed().as_secs() < 5);
    let mut few = "<HealthData><Record type=\"HKQuantityTypeIdentifierStepCount\"".to_owned();
    for number in 0..100 {
        let _ = write!(few, " a{number}=\"\"");
    }
    few.push_str("/></HealthData>");
    assert_eq!(code(few.as_bytes()), "XML_TOO_LARGE");
}

#[test]
fn what_unpacks_to_far_more_than_an_export_is_refused() {
    let blank = vec![b' '; 80 << 20];
    let mut bomb = b"<HealthData>".to_vec();
    for _ in 0..(80 << 20) / 200_000 {
        bomb.extend_from_slice(&blank[..200_000]);
        bomb.extend_from_slice(b"<a/>");
    }
    bomb.extend_from_slice(b"</HealthData>");
    assert_eq!(code(&zipped(&[("export.xml", &bomb)])), "BOMB");
    let mut table = b"date,steps\n".to_vec();
    table.resize(17 << 20, b'1');
    assert_eq!(code(&zipped(&[("steps.csv", &table)])), "TOO_LARGE");
}

/// Most memory this process has had, in kilobytes.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Streams `megabytes` of records into an archive; a year of a phone and a watch, again and again.
fn large_export(file: &mut std::fs::File, megabytes: usize) -> usize {
    let mut archive = ZipWriter::new(file);
    let options = SimpleFileOptions::default().large_file(true);
    archive.start_file("export.xml", options).unwrap();
    let mut written = archive
        .write(b"<?xml version=\"1.0\"?>\n<HealthData locale=\"zh_CN\">\n")
        .unwrap();
    let (mut number, mut block) = (0_u32, String::new());
    while written < megabytes << 20 {
        block.clear();
        for _ in 0..1000 {
            let day = Date::from_day_number(20_500 + i64::from(number % 300)).unwrap();
            let (hour, minute) = (number / 300 % 24, number / 7200 % 60);
            let source = if number.is_multiple_of(2) {
                "Watch"
            } else {
                "iPhone"
            };
            let kind = if number.is_multiple_of(3) {
                "HeartRate"
            } else {
                "StepCount"
            };
            let _ = writeln!(
                block,
                " <Record type=\"HKQuantityTypeIdentifier{kind}\" sourceName=\"Lin&apos;s {source}\" sourceVersion=\"10.1\" device=\"&lt;&lt;HKDevice: 0x282c0f0c0&gt;, name:Apple {source}, manufacturer:Apple Inc., model:{source}, hardware:{source}6,1, software:10.1&gt;\" unit=\"count\" creationDate=\"{day} {hour:02}:{minute:02}:59 +0800\" startDate=\"{day} {hour:02}:{minute:02}:00 +0800\" endDate=\"{day} {hour:02}:{minute:02}:50 +0800\" value=\"{}\"/>",
                number % 140
            );
            number += 1;
        }
        archive.write_all(block.as_bytes()).unwrap();
        written += block.len();
    }
    archive.write_all(b"</HealthData>\n").unwrap();
    archive.finish().unwrap();
    written
}

/// `SAXAUL_LARGE_XML_MB` sets how large the file is; a gigabyte takes a minute or two without optimisation.
#[test]
fn a_large_export_is_read_in_a_fraction_of_its_size() {
    let megabytes = std::env::var("SAXAUL_LARGE_XML_MB")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(48);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let written = large_export(file.as_file_mut(), megabytes);
    let before = peak_kb();
    let watch = Watch::start();
    let parsed = read_file(file.path(), keep_from(), &watch).unwrap();
    let grown_kb = peak_kb() - before;
    eprintln!("{written} bytes of XML, {grown_kb} kB more at the peak");
    // Every third day has heart beats only.
    assert_eq!(parsed.days.len(), 200);
    // Samples of sixteen bytes are kept, not the text: a twentieth of the file and the buffers.
    let most_kb = 8 * 1024 + written as u64 / 20 / 1024;
    assert!(grown_kb < most_kb, "{grown_kb} kB of at most {most_kb}");
    assert!(grown_kb < 200 * 1024);
    let (done, total) = watch.progress();
    assert!(done == total && total >= written as u64);
}
