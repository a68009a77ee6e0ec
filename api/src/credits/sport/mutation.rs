//! Mutations of sport imports.

use async_graphql::{Context, ID, Object};
use saxaul_shared::identity::Action;

use super::{
    object::{SportImport, StepsReport, StepsReportInput},
    report, service,
};
use crate::accounting::access::{Caller, payload_type};

payload_type! {
    /// The import after a step.
    SportImportPayload {
        /// The import; none when nothing was changed.
        import: SportImport
    }
}

payload_type! {
    /// What became of a batch of steps.
    StepsReportPayload {
        /// Row by row; none when the batch was not taken.
        report: StepsReport
    }
}

/// Mutations of sport imports.
#[derive(Debug, Default)]
pub struct SportMutation;

#[Object]
impl SportMutation {
    /// Begins to read an uploaded export of the caller's own: Apple Health, Strava, Google Takeout, Huawei Health, Zepp,
    /// or a table of days and steps. Progress comes over `sportImportProgressed`; the file is deleted once it was read,
    /// and only totals of days are kept. For members.
    async fn sport_import_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Answer of `POST /uploads`.")] upload_id: ID,
        #[graphql(desc = "The caller's consent to have health data read, asked for separately.")]
        consent: bool,
    ) -> async_graphql::Result<SportImportPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer = service::create(&caller, &upload_id, consent).await;
        SportImportPayload::of(answer.map(SportImport), caller.locale)
    }

    /// Takes an import of the caller back: its days, its rides, and the points they gave. For members.
    async fn sport_import_delete(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> async_graphql::Result<SportImportPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer = service::delete(&caller, &id).await;
        SportImportPayload::of(answer.map(SportImport), caller.locale)
    }

    /// Reports steps of members by program. The same batch again adds nothing; a better count of a day adds the
    /// difference. Role: integrator.
    async fn steps_report(
        &self,
        ctx: &Context<'_>,
        input: StepsReportInput,
    ) -> async_graphql::Result<StepsReportPayload> {
        let caller = Caller::who_may(ctx, Action::ReportSteps)?;
        let days = input.days.into_iter().map(Into::into).collect();
        let answer = report::take(&caller, &input.client_id, days).await;
        StepsReportPayload::of(answer.map(StepsReport), caller.locale)
    }
}
