//! Sending a form: busy while it runs, errors where they belong, what was typed stays.

use std::future::Future;

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::form::{FormErrors, UserError};
use super::toast::toast;
use crate::client::ClientError;
use crate::i18n;

/// State of a form that is sent.
#[derive(Clone, Copy)]
pub struct Submit {
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    /// What was refused.
    pub errors: FormErrors,
}

/// A form that was not sent yet.
pub fn use_submit() -> Submit {
    Submit {
        busy: RwSignal::new(false),
        errors: RwSignal::new(Vec::new()),
    }
}

impl Submit {
    /// Sends. `action` answers what to do next, or what was refused. A second press while it runs does nothing.
    pub fn run<A, N>(self, action: A)
    where
        A: Future<Output = Result<Result<N, Vec<UserError>>, ClientError>> + 'static,
        N: FnOnce() + 'static,
    {
        self.run_boxed(Box::pin(async move {
            Ok(action.await?.map(|next| Box::new(next) as Next))
        }));
    }

    fn run_boxed(
        self,
        action: LocalBoxFuture<'static, Result<Result<Next, Vec<UserError>>, ClientError>>,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.errors.set(Vec::new());
        spawn_local(async move {
            let result = action.await;
            // The screen may be gone; then there is nobody to tell.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(Ok(next)) => next(),
                Ok(Err(errors)) => self.errors.set(errors),
                Err(error) => self.errors.set(vec![UserError {
                    message: error.message(i18n::current()),
                    field: Vec::new(),
                }]),
            }
        });
    }
}

type Next = Box<dyn FnOnce()>;

/// Does one thing that has no form: afterwards `next`, or a message saying why not.
pub fn act<A>(action: A, next: impl FnOnce() + 'static)
where
    A: Future<Output = Result<Vec<UserError>, ClientError>> + 'static,
{
    act_boxed(Box::pin(action), Box::new(next));
}

fn act_boxed(action: LocalBoxFuture<'static, Result<Vec<UserError>, ClientError>>, next: Next) {
    spawn_local(async move {
        match action.await {
            Ok(errors) => match errors.into_iter().next() {
                Some(error) => toast(error.message),
                None => next(),
            },
            Err(error) => toast(error.message(i18n::current())),
        }
    });
}
