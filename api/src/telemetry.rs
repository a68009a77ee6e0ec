//! The log and the counters: set up once per process.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{Config, LogFormat};

/// Upper bounds of the histograms, in seconds.
const SECONDS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Starts the log. A second call changes nothing: the first one in a process stands.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let started = match config.log_format {
        LogFormat::Text => registry
            .with(fmt::layer().with_writer(std::io::stderr).with_target(false))
            .try_init(),
        LogFormat::Json => registry
            .with(
                fmt::layer()
                    .with_writer(std::io::stderr)
                    .json()
                    .flatten_event(true),
            )
            .try_init(),
    };
    if started.is_err() {
        tracing::debug!("the log was started before");
    }
}

/// The counters of the process. There is one recorder in a process, as there is one log.
static METRICS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Starts to keep the counters. Only the first call in a process does anything.
pub fn start_metrics() {
    METRICS.get_or_init(|| match PrometheusBuilder::new().set_buckets(&SECONDS) {
        Ok(builder) => builder.install_recorder().ok(),
        Err(_) => None,
    });
}

/// The counters as text for Prometheus.
pub fn render_metrics() -> String {
    let handle = METRICS.get().and_then(Option::as_ref);
    let mut text = handle.map(PrometheusHandle::render).unwrap_or_default();
    text.push_str(concat!(
        "# TYPE saxaul_info gauge\nsaxaul_info{version=\"",
        env!("CARGO_PKG_VERSION"),
        "\"} 1\n"
    ));
    text
}
