//! Files to fill in, as people download them.

use async_graphql::{Context, Object, SimpleObject};
use rust_xlsxwriter::{DataValidation, Format, Workbook, XlsxError};
use saxaul_shared::{
    accounting::templates::{self, Template},
    format::Locale,
    period::Month,
};

use super::super::access::locale;

/// A file to fill in for one kind of company.
#[derive(Debug, SimpleObject)]
pub struct ImportTemplate {
    /// Stable code, such as `manufacturing`.
    code: String,
    /// Name in the reader's language.
    name: String,
    /// Sections of GB/T 4754 it is made for.
    industries: Vec<String>,
    /// Codes of the activities it lists.
    activity_codes: Vec<String>,
    /// Where to download it as comma-separated text.
    csv_url: String,
    /// Where to download it as a workbook.
    xlsx_url: String,
}

/// Queries of templates.
#[derive(Debug, Default)]
pub struct TemplateQuery;

#[Object]
impl TemplateQuery {
    /// Files to fill in, by kind of company. They are reference data: no sign-in is needed to download one.
    async fn import_templates(&self, ctx: &Context<'_>) -> Vec<ImportTemplate> {
        let locale = locale(ctx);
        let tag = locale.tag();
        templates::all()
            .iter()
            .map(|template| ImportTemplate {
                code: template.code.clone(),
                name: template.name(locale).to_owned(),
                industries: template.industries.clone(),
                activity_codes: template
                    .sources
                    .iter()
                    .map(|source| source.activity.code.clone())
                    .collect(),
                csv_url: format!("/templates/{}.csv?locale={tag}", template.code),
                xlsx_url: format!("/templates/{}.xlsx?locale={tag}", template.code),
            })
            .collect()
    }
}

/// The template as a workbook: its rows with wide columns, a frozen header and a list of the data qualities, and a sheet
/// that explains the columns.
pub(crate) fn workbook(
    template: &Template,
    locale: Locale,
    month: Month,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet();
    sheet.set_name(locale.pick("活动数据", "Activity data"))?;
    let header = templates::header(locale);
    for (column, title) in (0u16..).zip(&header) {
        sheet.write_with_format(0, column, *title, &bold)?;
        sheet.set_column_width(column, 18)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1u32..).zip(template.rows(locale, "", month)) {
        for (column, cell) in (0u16..).zip(cells) {
            let is_day = templates::COLUMNS
                .get(usize::from(column))
                .is_some_and(|field| {
                    use saxaul_shared::accounting::import::columns::ImportField;
                    matches!(field, ImportField::Start | ImportField::End)
                });
            if cell.is_empty() {
                continue;
            }
            // Written as text: a spreadsheet shows it the same way everywhere, and the import reads it either way.
            if is_day {
                sheet.write_with_format(row, column, cell, &day)?;
            } else {
                sheet.write(row, column, cell)?;
            }
        }
    }
    let qualities = match locale {
        Locale::ZhCn => ["实测", "发票", "估算", "替代"],
        Locale::En => ["measured", "invoiced", "estimated", "proxy"],
    };
    if let Some(column) = templates::COLUMNS
        .iter()
        .position(|field| {
            *field == saxaul_shared::accounting::import::columns::ImportField::Quality
        })
        .and_then(|column| u16::try_from(column).ok())
    {
        sheet.add_data_validation(
            1,
            column,
            10_000,
            column,
            &DataValidation::new().allow_list_strings(&qualities)?,
        )?;
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use std::{io::Write as _, ops::ControlFlow};

    use saxaul_shared::accounting::import::{cell::Cell, columns::find_header_row};

    use super::*;
    use crate::accounting::import::file::ActivityFile;

    #[test]
    fn every_template_is_read_back_with_all_its_columns_in_both_languages() {
        let month = Month::new(2025, 1).unwrap();
        for template in templates::all() {
            for locale in [Locale::ZhCn, Locale::En] {
                let workbook = workbook(template, locale, month).unwrap();
                let text = template.csv(locale, "", month).into_bytes();
                for bytes in [workbook, text] {
                    let mut file = tempfile::NamedTempFile::new().unwrap();
                    file.write_all(&bytes).unwrap();
                    let mut rows: Vec<Vec<Cell>> = Vec::new();
                    ActivityFile::open(file.path())
                        .unwrap()
                        .rows(0, &mut |_, cells| {
                            rows.push(cells);
                            ControlFlow::Continue(())
                        })
                        .unwrap();
                    assert_eq!(
                        find_header_row(&rows),
                        Some(0),
                        "{} {locale:?}",
                        template.code
                    );
                    assert_eq!(rows.len(), template.sources.len() + 1);
                }
            }
        }
    }
}
