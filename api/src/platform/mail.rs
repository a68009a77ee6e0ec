//! Letters to people: by SMTP when configured, else into the log, and said so at start.

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

/// One letter, plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The recipient's address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The body, plain text.
    pub body: String,
}

/// Sends letters.
#[derive(Clone)]
pub enum Mailer {
    /// Through an SMTP server.
    Smtp {
        /// The connection, with its pool.
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        /// The sender's address.
        from: Mailbox,
    },
    /// Into the log at WARN: an operator hands the link on by other means.
    Log,
}

/// A letter that could not be sent, or a setting that cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address that is not one.
    #[error("mail address: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// A letter that cannot be written.
    #[error("letter: {0}")]
    Letter(#[from] lettre::error::Error),
    /// A server that refused or did not answer.
    #[error("SMTP: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
}

impl Mailer {
    /// Through the SMTP server at `url` (`smtp://user:password@host:587?tls=required`), or into the log without one.
    pub fn new(url: Option<&str>, from: &str) -> Result<Self, MailError> {
        let Some(url) = url else {
            tracing::warn!(
                "no SMTP server is configured (SAXAUL_SMTP_URL): invitation and password links are written to this log"
            );
            return Ok(Self::Log);
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.build();
        Ok(Self::Smtp {
            transport: Box::new(transport),
            from: from.parse()?,
        })
    }

    /// Sends `letter`, or logs it.
    pub async fn send(&self, letter: Letter) -> Result<(), MailError> {
        match self {
            Self::Log => {
                tracing::warn!(
                    to = letter.to,
                    subject = letter.subject,
                    body = letter.body,
                    "letter not sent, no SMTP server"
                );
                Ok(())
            }
            Self::Smtp { transport, from } => {
                let message = Message::builder()
                    .from(from.clone())
                    .to(letter.to.parse()?)
                    .subject(letter.subject)
                    .header(ContentType::TEXT_PLAIN)
                    .body(letter.body)?;
                transport.send(message).await?;
                Ok(())
            }
        }
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Smtp { .. } => "Mailer::Smtp",
            Self::Log => "Mailer::Log",
        })
    }
}
