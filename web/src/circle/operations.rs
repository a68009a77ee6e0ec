//! Typed operations of the circle; each document is checked against the schema when this crate is built.

use graphql_client::GraphQLQuery;

use crate::client::enums::{
    ActionConfidence, ActionLedger, ActionScene, BoardVisibility, ClaimState, CreditBook,
    ErrorCode, EverydayCategory, EvidenceKind, InventoryLink, Locale, MealSlot, Role,
    TransactionKind, TrustLevel,
};
use crate::client::session::NewSession;
use crate::identity::viewer::{Viewer, ViewerOrganisation};
use crate::ui::form::user_error_from;

/// Names a document and its type.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $file:tt;)+) => { $(
        $(#[$doc])*
        #[derive(GraphQLQuery)]
        #[graphql(
            schema_path = "../api/schema.graphql",
            query_path = $file,
            custom_scalars_module = "crate::client::scalars",
            extern_enums(
                "ActionConfidence", "ActionLedger", "ActionScene", "BoardPeriod", "BoardScope", "BoardVisibility", "ClaimState", "CreditBook",
                "ErrorCode", "EverydayCategory", "EvidenceKind", "InventoryLink", "Locale", "MealSlot", "Role", "SizeClass",
                "SportImportState", "SportSource", "TransactionKind", "TrustLevel"
            ),
            variables_derives = "Clone, Debug, PartialEq",
            response_derives = "Clone, Debug, PartialEq"
        )]
        pub struct $name;
    )+ };
}

pub(super) use operations;

operations! {
    /// The own seat in the programme.
    CircleSeat = "src/circle/graphql/circle_seat.graphql";
    /// Departments and teams to choose from.
    CircleGroups = "src/circle/graphql/circle_groups.graphql";
    /// The consent in force.
    CircleConsent = "src/circle/graphql/circle_consent.graphql";
    /// What a join link offers.
    CircleJoinOffer = "src/circle/graphql/circle_join_offer.graphql";
    /// Joins by a link.
    CircleJoin = "src/circle/graphql/circle_join.graphql";
    /// Takes a seat with the account one has.
    CircleEnrol = "src/circle/graphql/circle_enrol.graphql";
    /// Changes the own seat; null takes away.
    SeatUpdate = "src/circle/graphql/seat_update.graphql";
    /// Takes the own name off all boards.
    SeatHide = "src/circle/graphql/seat_hide.graphql";
    /// Agrees to the import of health data; null withdraws it.
    HealthConsent = "src/circle/graphql/health_consent.graphql";
    /// Agrees to the consent in force.
    ConsentRenew = "src/circle/graphql/consent_renew.graphql";
    /// The own balances.
    CircleBalances = "src/circle/graphql/circle_balances.graphql";
    /// The own balances moved.
    BalanceChanged = "src/circle/graphql/balance_changed.graphql";
    /// The actions that are switched on.
    CircleActions = "src/circle/graphql/circle_actions.graphql";
    /// Logs an action.
    ActionLog = "src/circle/graphql/action_log.graphql";
    /// Takes a claim back.
    ActionUndo = "src/circle/graphql/action_undo.graphql";
    /// Asks a second reviewer.
    ClaimAppeal = "src/circle/graphql/claim_appeal.graphql";
    /// A page of own claims.
    ActionClaims = "src/circle/graphql/action_claims.graphql";
    /// Logs an everyday emission.
    EverydayLog = "src/circle/graphql/everyday_log.graphql";
    /// Takes an everyday emission back.
    EverydayUndo = "src/circle/graphql/everyday_undo.graphql";
    /// The everyday emissions logged lately.
    EverydayEntries = "src/circle/graphql/everyday_entries.graphql";
    /// Emissions, reductions and net of a month.
    CircleStatement = "src/circle/graphql/circle_statement.graphql";
    /// The yearly footprint of the last quiz.
    CircleFootprint = "src/circle/graphql/circle_footprint.graphql";
    /// Answers of the footprint quiz.
    FootprintQuizSubmit = "src/circle/graphql/footprint_quiz_submit.graphql";
    /// A page of one book.
    CreditStatement = "src/circle/graphql/credit_statement.graphql";
    /// Colleagues who show a name or an alias.
    CircleColleagues = "src/circle/graphql/circle_colleagues.graphql";
    /// Gives points.
    CreditTransfer = "src/circle/graphql/credit_transfer.graphql";
}

/// The own seat.
pub type Seat = circle_seat::CircleSeatCircleMember;
/// An action of the catalogue.
pub type Action = circle_actions::CircleActionsCircleActions;
/// A claim as a list shows it.
pub type Claim = action_claims::ActionClaimsActionClaimsEdgesNode;
/// A claim that was just logged.
pub type LoggedClaim = action_log::ActionLogActionLogClaim;
/// A month of the own statement.
pub type Statement = circle_statement::CircleStatementPersonalStatement;

user_error_from!(circle_join, CircleJoinCircleJoinUserErrors);
user_error_from!(circle_enrol, CircleEnrolCircleEnrolUserErrors);
user_error_from!(seat_update, SeatUpdateCircleMemberUpdateUserErrors);
user_error_from!(seat_hide, SeatHideCircleMemberUpdateUserErrors);
user_error_from!(health_consent, HealthConsentCircleMemberUpdateUserErrors);
user_error_from!(consent_renew, ConsentRenewCircleMemberUpdateUserErrors);
user_error_from!(action_log, ActionLogActionLogUserErrors);
user_error_from!(action_undo, ActionUndoActionUndoUserErrors);
user_error_from!(claim_appeal, ClaimAppealClaimAppealUserErrors);
user_error_from!(everyday_log, EverydayLogEverydayLogUserErrors);
user_error_from!(everyday_undo, EverydayUndoEverydayUndoUserErrors);
user_error_from!(
    footprint_quiz_submit,
    FootprintQuizSubmitFootprintQuizSubmitUserErrors
);
user_error_from!(credit_transfer, CreditTransferCreditTransferUserErrors);

impl From<circle_join::CircleJoinCircleJoinSession> for NewSession {
    fn from(session: circle_join::CircleJoinCircleJoinSession) -> Self {
        let viewer = session.viewer;
        let organisation = viewer.organisation;
        Self {
            access_token: session.access_token,
            expires_at: session.expires_at,
            viewer: Viewer {
                id: viewer.id,
                name: viewer.name,
                email: viewer.email,
                locale: viewer.locale,
                roles: viewer.roles,
                organisation: ViewerOrganisation {
                    id: organisation.id,
                    name: organisation.name,
                    time_zone: organisation.time_zone,
                    currency: organisation.currency,
                    reporting_years: organisation.reporting_years,
                },
            },
        }
    }
}
