//! Activity data in, an explained inventory out: the screens of the accounting slice.

pub mod operations;

mod figure_lines;
pub mod figures;
pub mod pictures;
pub mod words;

mod address;
mod completeness_map;
mod data_files;
mod data_page;
mod explanation;
mod explanation_figure;
mod explanation_line;
mod import_check;
mod import_file;
mod import_mapping;
mod import_page;
mod import_problems;
mod import_row;
mod import_run;
mod inventory_cuts;
mod inventory_model;
mod inventory_page;
mod inventory_workflow;
mod live_engine;
mod live_figure;
mod overview_attention;
mod overview_empty;
mod overview_head;
mod overview_page;
mod parts;
mod record_evidence;
mod record_form;
mod record_live;
mod record_sheet;
mod records;

pub use overview_page::OverviewPage;

crate::fetched_when_shown! { data: DataPage = data_page::DataPage }
crate::fetched_when_shown! { import: ImportPage = import_page::ImportPage }
crate::fetched_when_shown! { inventory: InventoryPage = inventory_page::InventoryPage }
