//! Getting in: sign-in, sign-up, invitations, forgotten passwords.

pub mod operations;
pub mod viewer;

mod gate;
mod invitation_page;
mod reset_page;
mod sign_in_page;
mod sign_up_page;

pub use gate::{Gate, leave_when_signed_in, use_signed_in};
pub use invitation_page::InvitationPage;
pub use reset_page::{ForgotPage, ResetPage};
pub use sign_in_page::{SignInForm, SignInPage};
pub use sign_up_page::SignUpPage;
