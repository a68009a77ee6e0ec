//! Why a file or a row of it was not taken: what, where, and what to do.

use crate::format::Locale;

/// Why a whole file was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// It is none of the formats that are read.
    Unknown,
    /// It ends in the middle, or is damaged.
    Damaged {
        /// What could not be read.
        what: String,
    },
    /// An archive with more entries than are looked at.
    TooManyEntries {
        /// Entries in it.
        entries: u64,
        /// Entries that are looked at.
        most: u64,
    },
    /// Unpacked it is larger than is read.
    TooLarge {
        /// Which entry.
        name: String,
        /// What is read, in bytes.
        most: u64,
    },
    /// Unpacks to far more than it holds: not an export.
    Bomb {
        /// Which entry.
        name: String,
    },
    /// An entry of the archive names a place outside it.
    UnsafeName {
        /// The name.
        name: String,
    },
    /// An entry of the archive points elsewhere.
    Link {
        /// The name.
        name: String,
    },
    /// The archive holds another archive instead of an export.
    Nested {
        /// The name.
        name: String,
    },
    /// The archive is protected by a password.
    Encrypted,
    /// An archive without any file of a known export.
    NothingKnown,
    /// The XML declares entities; exports do not.
    Entity,
    /// The XML refers to something outside of itself.
    External,
    /// One element, text or attribute list of the XML is larger than any in an export.
    XmlTooLarge {
        /// Place in the file, in bytes.
        at_byte: u64,
    },
    /// XML that does not hang together.
    Xml {
        /// Place in the file, in bytes.
        at_byte: u64,
    },
    /// XML, but not an export of Apple Health.
    NotHealthData,
    /// Text in an encoding that is not read.
    Encoding {
        /// Which.
        name: &'static str,
    },
    /// A column that is needed has none of the known names.
    MissingColumn {
        /// What is missing, in Chinese.
        zh: &'static str,
        /// What is missing, in English.
        en: &'static str,
        /// The first columns that are there.
        found: String,
    },
    /// JSON that does not hang together.
    Json {
        /// Line.
        line: u64,
        /// Column.
        column: u64,
    },
    /// More samples than are kept.
    TooManySamples,
    /// It took longer than it may.
    TooSlow,
    /// The file was removed before it was read.
    Gone,
}

impl FileProblem {
    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN_FORMAT",
            Self::Damaged { .. } => "DAMAGED",
            Self::TooManyEntries { .. } => "TOO_MANY_ENTRIES",
            Self::TooLarge { .. } => "TOO_LARGE",
            Self::Bomb { .. } => "BOMB",
            Self::UnsafeName { .. } => "UNSAFE_NAME",
            Self::Link { .. } => "LINK",
            Self::Nested { .. } => "NESTED_ARCHIVE",
            Self::Encrypted => "ENCRYPTED",
            Self::NothingKnown => "NOTHING_KNOWN",
            Self::Entity => "XML_ENTITY",
            Self::External => "XML_EXTERNAL",
            Self::XmlTooLarge { .. } => "XML_TOO_LARGE",
            Self::Xml { .. } => "XML_BROKEN",
            Self::NotHealthData => "NOT_HEALTH_DATA",
            Self::Encoding { .. } => "ENCODING",
            Self::MissingColumn { .. } => "MISSING_COLUMN",
            Self::Json { .. } => "JSON_BROKEN",
            Self::TooManySamples => "TOO_MANY_SAMPLES",
            Self::TooSlow => "TOO_SLOW",
            Self::Gone => "GONE",
        }
    }

    /// What is wrong, where, and what to do.
    pub fn message(&self, locale: Locale) -> String {
        let (zh, en) = self.words();
        match locale {
            Locale::ZhCn => zh,
            Locale::En => en,
        }
    }

    fn words(&self) -> (String, String) {
        let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Self::Unknown => both(
                "无法识别该文件。请上传苹果健康 export.zip、Strava 存档、Google Takeout、华为运动健康导出或含日期和步数的 CSV。",
                "This kind of file is not known. Upload Apple Health's export.zip, a Strava archive, Google Takeout, an export of Huawei Health, or a CSV with days and steps.",
            ),
            Self::Damaged { what } => (
                format!("文件不完整或已损坏（{what}）。请重新导出后再上传。"),
                format!(
                    "The file is cut off or damaged ({what}). Export it again and upload the new file."
                ),
            ),
            Self::TooManyEntries { entries, most } => (
                format!("压缩包包含 {entries} 个文件，最多 {most} 个。请只上传运动数据部分。"),
                format!(
                    "The archive holds {entries} files; at most {most} are looked at. Upload only its sport data."
                ),
            ),
            Self::TooLarge { name, most } => (
                format!("“{name}”解压后超过 {} MB。请导出较短的时间段。", most >> 20),
                format!(
                    "“{name}” is larger than {} MB when unpacked. Export a shorter time.",
                    most >> 20
                ),
            ),
            Self::Bomb { name } => (
                format!("“{name}”的压缩比异常，未读取。请上传原始的导出文件。"),
                format!(
                    "“{name}” unpacks to far more than an export does; it was not read. Upload the export as it came."
                ),
            ),
            Self::UnsafeName { name } => (
                format!("压缩包中的“{name}”指向包外位置，整个文件未读取。请重新导出。"),
                format!(
                    "“{name}” in the archive names a place outside of it; nothing was read. Export it again."
                ),
            ),
            Self::Link { name } => (
                format!("压缩包中的“{name}”是链接，整个文件未读取。请重新导出。"),
                format!("“{name}” in the archive is a link; nothing was read. Export it again."),
            ),
            Self::Nested { name } => (
                format!("压缩包里只有另一个压缩包“{name}”。请先解压，再上传里面的文件。"),
                format!(
                    "The archive holds only another archive, “{name}”. Unpack it and upload what is inside."
                ),
            ),
            Self::Encrypted => both(
                "压缩包有密码保护。请解压后重新压缩（不设密码）再上传。",
                "The archive is protected by a password. Unpack it, pack it without one and upload that.",
            ),
            Self::NothingKnown => both(
                "压缩包中没有可识别的运动数据文件。请上传运动平台给出的原始文件。",
                "The archive holds no file of a known sport export. Upload the file as the sport service gave it.",
            ),
            Self::Entity => both(
                "XML 中声明或引用了实体，苹果健康的导出不会这样，未读取。请重新导出。",
                "The XML uses entities, which an export of Apple Health never does; it was not read. Export it again.",
            ),
            Self::External => both(
                "XML 引用了外部文件，未读取。请重新导出。",
                "The XML refers to a file outside of itself; it was not read. Export it again.",
            ),
            Self::XmlTooLarge { at_byte } => (
                format!("XML 第 {at_byte} 字节附近的元素过大，不是苹果健康的导出。"),
                format!(
                    "An element of the XML near byte {at_byte} is larger than any in an export of Apple Health."
                ),
            ),
            Self::Xml { at_byte } => (
                format!("XML 在第 {at_byte} 字节附近中断或损坏。请重新导出。"),
                format!("The XML breaks off or is damaged near byte {at_byte}. Export it again."),
            ),
            Self::NotHealthData => both(
                "这不是苹果健康的导出文件（根元素应为 HealthData）。",
                "This is not an export of Apple Health: its root is not HealthData.",
            ),
            Self::Encoding { name } => (
                format!("文件编码为 {name}，请另存为 UTF-8。"),
                format!("The file is encoded as {name}. Save it as UTF-8."),
            ),
            Self::MissingColumn { zh, en, found } => (
                format!("缺少“{zh}”列。文件中的列：{found}。"),
                format!("There is no column for “{en}”. The file has: {found}."),
            ),
            Self::Json { line, column } => (
                format!("JSON 在第 {line} 行第 {column} 列无法读取。请重新导出。"),
                format!(
                    "The JSON cannot be read at line {line}, column {column}. Export it again."
                ),
            ),
            Self::TooManySamples => both(
                "文件中一年内的步数样本过多，不是个人的导出。",
                "The file has more samples of steps in a year than one person's devices write.",
            ),
            Self::TooSlow => both(
                "读取时间过长，已停止。请导出较短的时间段。",
                "Reading took too long and was stopped. Export a shorter time.",
            ),
            Self::Gone => both(
                "文件已不存在，请重新上传。",
                "The file is no longer there. Upload it again.",
            ),
        }
    }
}

/// Why a row of a table was not taken. The others are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowProblem {
    /// No day.
    Day {
        /// What stands there.
        text: String,
    },
    /// Not a whole number of steps.
    Steps {
        /// What stands there.
        text: String,
    },
    /// A negative number of steps.
    Negative {
        /// What stands there.
        text: String,
    },
    /// Not a number, where one is needed.
    Number {
        /// What stands there.
        text: String,
    },
    /// Fewer cells than columns.
    Short,
    /// A cell that is longer than any in an export.
    TooLong,
}

impl RowProblem {
    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Day { .. } => "BAD_DAY",
            Self::Steps { .. } => "BAD_STEPS",
            Self::Negative { .. } => "NEGATIVE_STEPS",
            Self::Number { .. } => "BAD_NUMBER",
            Self::Short => "ROW_TOO_SHORT",
            Self::TooLong => "CELL_TOO_LONG",
        }
    }

    /// What is wrong in which row.
    pub fn message(&self, row: u64, locale: Locale) -> String {
        let shown = |text: &str| -> String {
            let visible = text.chars().filter(|c| !c.is_control());
            visible.take(40).collect()
        };
        let (zh, en) = match self {
            Self::Day { text } => (
                format!(
                    "第 {row} 行：“{}”不是日期（应为 2026-03-01）。",
                    shown(text)
                ),
                format!("Row {row}: “{}” is not a day (2026-03-01).", shown(text)),
            ),
            Self::Steps { text } => (
                format!("第 {row} 行：“{}”不是整数步数。", shown(text)),
                format!(
                    "Row {row}: “{}” is not a whole number of steps.",
                    shown(text)
                ),
            ),
            Self::Negative { text } => (
                format!("第 {row} 行：步数“{}”为负。", shown(text)),
                format!(
                    "Row {row}: “{}” is a negative number of steps.",
                    shown(text)
                ),
            ),
            Self::Number { text } => (
                format!("第 {row} 行：“{}”不是数字。", shown(text)),
                format!("Row {row}: “{}” is not a number.", shown(text)),
            ),
            Self::Short => (
                format!("第 {row} 行：列数不足。"),
                format!("Row {row} has fewer cells than there are columns."),
            ),
            Self::TooLong => (
                format!("第 {row} 行：单元格过长。"),
                format!("Row {row} has a cell that is too long."),
            ),
        };
        match locale {
            Locale::ZhCn => zh,
            Locale::En => en,
        }
    }
}
