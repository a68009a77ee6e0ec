//! Members, departments and teams as the API shows them.

use async_graphql::{ID, Object, SimpleObject};
use saxaul_shared::{
    credits::{BoardVisibility, member::CONSENT},
    decimal::{Decimal, WireDecimal},
    format::Locale,
    period::Date,
};

use super::{
    join_link::JoinLinkRow,
    store::{GroupRow, MemberRow},
};
use crate::platform::clock::Timestamp;

/// Groups smaller than this show no number of members to colleagues.
const GROUP_SHOWN_FROM: i64 = 5;

/// A seat in the employee programme.
pub struct CircleMember(pub(crate) MemberRow);

#[Object]
impl CircleMember {
    /// `mem_…`.
    async fn id(&self) -> ID {
        ID(self.0.id.clone())
    }

    /// The person, `per_…`.
    async fn person_id(&self) -> ID {
        ID(self.0.person_id.clone())
    }

    /// The person's name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The department, `dep_…`; null when none was chosen.
    async fn department_id(&self) -> Option<ID> {
        self.0.department_id.clone().map(ID)
    }

    /// The department's name.
    async fn department_name(&self) -> Option<&str> {
        self.0.department_name.as_deref()
    }

    /// The team, `team_…`; null when none was chosen.
    async fn team_id(&self) -> Option<ID> {
        self.0.team_id.clone().map(ID)
    }

    /// The team's name.
    async fn team_name(&self) -> Option<&str> {
        self.0.team_name.as_deref()
    }

    /// First day of the seat.
    async fn joined_on(&self) -> Date {
        self.0.joined_on
    }

    /// Last day of the seat; null while it is held.
    async fn left_on(&self) -> Option<Date> {
        self.0.left_on
    }

    /// How the member appears to colleagues on boards.
    async fn visibility(&self) -> BoardVisibility {
        self.0.visibility
    }

    /// The name to appear under when the visibility is ALIAS.
    async fn alias(&self) -> Option<&str> {
        self.0.alias.as_deref()
    }

    /// Way from home to the office in kilometres; the only thing kept of where the member lives.
    async fn office_distance_km(&self) -> Option<WireDecimal> {
        self.0
            .office_distance_m
            .map(|metres| WireDecimal(Decimal::new(metres, 3).normalize()))
    }

    /// The version of the consent the member agreed to.
    async fn consent_version(&self) -> i64 {
        self.0.consent_version
    }

    /// The version of the consent to import health data; null when not given.
    async fn health_consent_version(&self) -> Option<i64> {
        self.0.health_consent_version
    }

    /// Whether the member claims the same reductions on another scheme: they then count as points only.
    async fn declares_elsewhere(&self) -> bool {
        self.0.declares_elsewhere
    }

    /// Grows with every change of the seat.
    async fn version(&self) -> i64 {
        self.0.version
    }
}

/// A department of the employee programme.
pub struct Department {
    pub(crate) row: GroupRow,
    /// Whether the caller runs the programme and sees small numbers too.
    pub(crate) sees_small: bool,
}

#[Object]
impl Department {
    /// `dep_…`.
    async fn id(&self) -> ID {
        ID(self.row.id.clone())
    }

    /// The department's name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// The company of the boundary it belongs to, `unit_…`; null for the organisation as a whole.
    async fn company_id(&self) -> Option<ID> {
        self.row.company_id.clone().map(ID)
    }

    /// Members who take part now; null to colleagues when there are fewer than five.
    async fn member_count(&self) -> Option<i64> {
        shown(self.row.member_count, self.sees_small)
    }
}

/// A team of the employee programme, across departments.
pub struct Team {
    pub(crate) row: GroupRow,
    /// Whether the caller runs the programme and sees small numbers too.
    pub(crate) sees_small: bool,
}

#[Object]
impl Team {
    /// `team_…`.
    async fn id(&self) -> ID {
        ID(self.row.id.clone())
    }

    /// The team's name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Members who take part now; null to colleagues when there are fewer than five.
    async fn member_count(&self) -> Option<i64> {
        shown(self.row.member_count, self.sees_small)
    }
}

fn shown(count: i64, sees_small: bool) -> Option<i64> {
    (sees_small || count >= GROUP_SHOWN_FROM).then_some(count)
}

/// A link by which employees join. One link serves many.
pub struct CircleJoinLink {
    pub(crate) row: JoinLinkRow,
    /// Its address, known only when it is made.
    pub(crate) address: Option<String>,
}

#[Object]
impl CircleJoinLink {
    /// `cjl_…`.
    async fn id(&self) -> ID {
        ID(self.row.id.clone())
    }

    /// The address to send to employees. Told once, when the link is made.
    async fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// The department that everyone who joins by it belongs to, `dep_…`.
    async fn department_id(&self) -> Option<ID> {
        self.row.department_id.clone().map(ID)
    }

    /// Only addresses of this domain may join; null for any.
    async fn email_domain(&self) -> Option<&str> {
        self.row.email_domain.as_deref()
    }

    /// When it was made.
    async fn created_at(&self) -> String {
        self.row.created_at.to_rfc3339()
    }

    /// When it stops to be good.
    async fn expires_at(&self) -> String {
        self.row.expires_at.to_rfc3339()
    }

    /// When it was taken back; null while it is good.
    async fn revoked_at(&self) -> Option<String> {
        self.row.revoked_at.map(Timestamp::to_rfc3339)
    }
}

/// One point of the consent.
#[derive(Debug, SimpleObject)]
pub struct ConsentPoint {
    /// What it is about.
    pub(crate) title: &'static str,
    /// What is agreed to.
    pub(crate) text: &'static str,
}

/// What somebody who opens a join link is offered.
#[derive(SimpleObject)]
pub struct CircleJoinOffer {
    /// The company's name.
    pub(crate) organisation_name: String,
    /// Only addresses of this domain may join; null for any.
    pub(crate) email_domain: Option<String>,
    /// The department everyone who joins by the link belongs to, `dep_…`; null when people choose.
    pub(crate) department_id: Option<ID>,
    /// The departments to choose from.
    pub(crate) departments: Vec<Department>,
    /// The version of the consent.
    pub(crate) consent_version: i64,
    /// The consent, point by point.
    pub(crate) consent: Vec<ConsentPoint>,
}

/// The consent in the reader's language.
pub(crate) fn consent_points(locale: Locale) -> Vec<ConsentPoint> {
    CONSENT
        .iter()
        .map(|point| ConsentPoint {
            title: locale.pick(point.title_zh, point.title_en),
            text: locale.pick(point.text_zh, point.text_en),
        })
        .collect()
}
