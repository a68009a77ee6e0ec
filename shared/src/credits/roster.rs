//! The company's roster: who belongs to which department and team, who joined and who left, read from a file.
//!
//! A roster enrols nobody: it says where somebody belongs once they take part of their own will.

use crate::{
    accounting::import::{cell::Cell, columns::fold_header},
    credits::member,
    identity::entry::{self, Email},
    period::Date,
};

/// Rows of one roster.
pub const ROWS_MAX: usize = 50_000;

crate::wire_enum! {
    /// A column of a roster file.
    pub enum RosterField {
        /// E-mail address; tells who is meant.
        Email = "EMAIL",
        /// Name.
        Name = "NAME",
        /// Department.
        Department = "DEPARTMENT",
        /// Team.
        Team = "TEAM",
        /// Day of leaving; empty for those who are there.
        Left = "LEFT",
    }
}

impl RosterField {
    /// The header in Chinese and English, as the template has it.
    pub const fn header(self) -> (&'static str, &'static str) {
        match self {
            Self::Email => ("邮箱", "email"),
            Self::Name => ("姓名", "name"),
            Self::Department => ("部门", "department"),
            Self::Team => ("团队", "team"),
            Self::Left => ("离职日期", "left"),
        }
    }

    const fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Email => &[
                "邮箱",
                "邮箱地址",
                "电子邮箱",
                "email",
                "emailaddress",
                "mail",
            ],
            Self::Name => &["姓名", "名字", "员工姓名", "name", "fullname"],
            Self::Department => &["部门", "部门名称", "department", "dept"],
            Self::Team => &["团队", "小组", "team"],
            Self::Left => &["离职日期", "离职", "left", "lefton", "leavingdate"],
        }
    }
}

/// Which column of a file holds which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterColumns([Option<usize>; 5]);

impl RosterColumns {
    /// Finds the columns by their headers; `None` when no cell heads the addresses.
    pub fn of_headers(row: &[Cell]) -> Option<Self> {
        let mut columns = [None; 5];
        for (index, cell) in row.iter().enumerate() {
            let header = fold_header(&cell.shown());
            let field = RosterField::ALL
                .iter()
                .position(|field| field.spellings().contains(&header.as_str()));
            if let Some(slot) = field.and_then(|field| columns.get_mut(field)) {
                slot.get_or_insert(index);
            }
        }
        columns[0].map(|_| Self(columns))
    }

    fn cell<'a>(&self, field: RosterField, row: &'a [Cell]) -> Option<&'a Cell> {
        let at = RosterField::ALL.iter().position(|other| *other == field)?;
        row.get((*self.0.get(at)?)?).filter(|cell| !cell.is_empty())
    }
}

/// One person of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// The address, as typed.
    pub email: Email,
    /// Name, when the file has one.
    pub name: Option<String>,
    /// Department, when the file names one.
    pub department: Option<String>,
    /// Team, when the file names one.
    pub team: Option<String>,
    /// Last day, for those who left.
    pub left_on: Option<Date>,
}

/// Why a row was not taken, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblem {
    /// The column.
    pub field: RosterField,
    /// What the cell holds.
    pub value: String,
    /// What is wrong and what to do, in Chinese.
    pub message_zh: String,
    /// What is wrong and what to do, in English.
    pub message_en: String,
}

/// Reads one row; everything that is wrong with it at once.
pub fn read_row(columns: &RosterColumns, row: &[Cell]) -> Result<RosterEntry, Vec<RosterProblem>> {
    let mut problems = Vec::new();
    let shown = |field: RosterField| {
        columns
            .cell(field, row)
            .map_or_else(String::new, Cell::shown)
    };
    let email = shown(RosterField::Email);
    let parsed = Email::parse(&email);
    if parsed.is_err() {
        problems.push(problem(
            RosterField::Email,
            &email,
            "不是有效的邮箱地址，请改正。",
            "Not a valid e-mail address. Correct it.",
        ));
    }
    let mut text = |field: RosterField, read: fn(&str) -> bool| {
        let text = shown(field);
        if text.is_empty() {
            return None;
        }
        if !read(&text) {
            problems.push(problem(
                field,
                &text,
                "名称过长或含有换行，请改短。",
                "Too long, or with a line break. Shorten it.",
            ));
        }
        Some(text)
    };
    let name = text(RosterField::Name, |text| entry::name(text).is_ok());
    let department = text(RosterField::Department, |text| {
        member::group_name(text).is_ok()
    });
    let team = text(RosterField::Team, |text| member::group_name(text).is_ok());
    let left = shown(RosterField::Left);
    let left_on = if left.is_empty() {
        None
    } else {
        let day = Date::parse(&left).ok();
        if day.is_none() {
            problems.push(problem(
                RosterField::Left,
                &left,
                "不是日期，请写成 2026-03-31。",
                "Not a day. Write it as 2026-03-31.",
            ));
        }
        day
    };
    match parsed {
        Ok(email) if problems.is_empty() => Ok(RosterEntry {
            email,
            name,
            department,
            team,
            left_on,
        }),
        _ => Err(problems),
    }
}

/// The refusal of a row whose address stands further up already.
pub fn named_twice(email: &str) -> RosterProblem {
    problem(
        RosterField::Email,
        email,
        "这个邮箱在文件前面已经出现，请只保留一行。",
        "This address stands further up already. Keep one row.",
    )
}

fn problem(field: RosterField, value: &str, zh: &str, en: &str) -> RosterProblem {
    RosterProblem {
        field,
        value: value.chars().take(200).collect(),
        message_zh: zh.to_owned(),
        message_en: en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(|text| Cell::from_text(text)).collect()
    }

    #[test]
    fn headers_are_found_in_both_languages_and_any_order() {
        for header in [
            ["部门", "邮箱*", "姓名", "离职日期", "团队"],
            ["Dept.", "E-mail", "Name", "Left on", "Team"],
        ] {
            let columns = RosterColumns::of_headers(&cells(&header)).unwrap();
            let row = cells(&["生产部", "li@example.cn", "李雷", "2026-03-31", "骑行队"]);
            let entry = read_row(&columns, &row).unwrap();
            assert_eq!(entry.email.as_str(), "li@example.cn");
            assert_eq!(entry.department.as_deref(), Some("生产部"));
            assert_eq!(entry.team.as_deref(), Some("骑行队"));
            assert_eq!(entry.left_on.unwrap().to_string(), "2026-03-31");
        }
        assert_eq!(RosterColumns::of_headers(&cells(&["部门", "姓名"])), None);
    }

    #[test]
    fn everything_wrong_with_a_row_is_told_at_once() {
        let columns = RosterColumns::of_headers(&cells(&["email", "name", "left"])).unwrap();
        let long = "x".repeat(200);
        let problems = read_row(&columns, &cells(&["nobody", &long, "soon"])).unwrap_err();
        let fields: Vec<RosterField> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(
            fields,
            [RosterField::Email, RosterField::Name, RosterField::Left]
        );
    }

    #[test]
    fn only_the_address_is_needed() {
        let columns = RosterColumns::of_headers(&cells(&["邮箱"])).unwrap();
        let entry = read_row(&columns, &cells(&["wang@example.cn"])).unwrap();
        assert_eq!(
            (entry.name, entry.department, entry.team, entry.left_on),
            (None, None, None, None)
        );
        assert!(read_row(&columns, &cells(&[""])).is_err());
    }
}
