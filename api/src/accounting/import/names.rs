//! What the names in a company's files mean: its sites, and the catalogue.

use std::collections::HashMap;

use saxaul_shared::{
    accounting::{
        boundary::UnitKind,
        catalogue::Catalogue,
        import::{cell::narrow, row::Names},
        search::edit_distance,
    },
    format::Locale,
};

use super::super::boundary::store::UnitRow;

/// The sites a person may enter data for, and the activities of the catalogue.
pub(crate) struct CompanyNames {
    by_name: HashMap<String, String>,
    shown: Vec<String>,
    only: Option<String>,
    catalogue: &'static Catalogue,
    locale: Locale,
}

impl CompanyNames {
    /// From the boundary; `allowed` limits the sites of a data owner, `None` allows all. Suggestions are given in
    /// `locale`.
    pub(crate) fn new(units: &[UnitRow], allowed: Option<&[String]>, locale: Locale) -> Self {
        let mut by_name = HashMap::new();
        let mut shown = Vec::new();
        let sites = units
            .iter()
            .filter(|unit| unit.kind == UnitKind::Site)
            .filter(|unit| allowed.is_none_or(|allowed| allowed.contains(&unit.id)));
        let mut ids = Vec::new();
        for site in sites {
            by_name.insert(fold(&site.name), site.id.clone());
            by_name.insert(site.id.clone(), site.id.clone());
            shown.push(site.name.clone());
            ids.push(site.id.clone());
        }
        let only = if let [id] = ids.as_slice() {
            Some(id.clone())
        } else {
            None
        };
        Self {
            by_name,
            shown,
            only,
            catalogue: Catalogue::embedded(),
            locale,
        }
    }
}

impl Names for CompanyNames {
    fn site(&self, text: &str) -> Result<String, Vec<String>> {
        if let Some(id) = self.by_name.get(&fold(text)) {
            return Ok(id.clone());
        }
        let wanted = fold(text);
        let mut near: Vec<(usize, &String)> = self
            .shown
            .iter()
            .map(|name| {
                let folded = fold(name);
                let inside = folded.contains(&wanted) || wanted.contains(&folded);
                (
                    if inside {
                        0
                    } else {
                        edit_distance(&folded, &wanted, 20).unwrap_or(20)
                    },
                    name,
                )
            })
            .collect();
        near.sort();
        Err(near
            .into_iter()
            .take(5)
            .map(|(_, name)| name.clone())
            .collect())
    }

    fn only_site(&self) -> Option<String> {
        self.only.clone()
    }

    fn activity(&self, text: &str) -> Result<String, Vec<String>> {
        match self.catalogue.find(text) {
            Some(activity) => Ok(activity.code.clone()),
            None => Err(self
                .catalogue
                .suggest(text, 5)
                .into_iter()
                .map(|a| self.locale.pick(&a.name_zh, &a.name_en).clone())
                .collect()),
        }
    }
}

fn fold(text: &str) -> String {
    narrow(text)
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}
