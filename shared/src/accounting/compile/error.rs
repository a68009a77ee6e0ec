//! Why a reference table cannot be packed.

/// Names the file, the line and the reason. A build stops with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// Path under `reference/`.
    pub path: String,
    /// Line as a spreadsheet counts; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl CompileError {
    pub(super) fn new(path: &str, line: usize, reason: &str) -> Self {
        Self {
            path: path.to_owned(),
            line,
            reason: reason.to_owned(),
        }
    }
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} line {}: {}", self.path, self.line, self.reason)
    }
}

impl std::error::Error for CompileError {}
