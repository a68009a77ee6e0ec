//! What must hold on every screen, in both themes and at every width: no finding of axe-core, nothing
//! to scroll sideways, nothing refused by the content security policy.

use std::path::Path;

use serde_json::json;

use crate::{Browser, View};

/// The rules of WCAG 2.0 to 2.2, A and AA, and axe's best practices.
const AXE: &str = r"
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(result => done(result.violations.map(v => `${v.id} (${v.impact}): ${v.help}: ` + v.nodes.map(n => n.html + ' [' + n.target.join(' ') + '] ' + (n.any[0]?.message ?? '')).slice(0, 4).join(' | '))))
  .catch(cause => done(['axe failed: ' + cause]));
";

/// The elements that stick out on the right. An element inside a scrolling box of its own does not count.
const SIDEWAYS: &str = r"
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
if (wide <= 0) return [];
return [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .slice(0, 8).map(e => e.outerHTML.slice(0, 160));
";

impl Browser {
    /// axe-core's findings on the page as it is now.
    pub async fn axe_findings(&self) -> Vec<String> {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&file).unwrap_or_else(|cause| {
            panic!(
                "{}: {cause}; scripts/setup-tests.sh installs axe-core",
                file.display()
            )
        });
        self.driver
            .execute(source, vec![])
            .await
            .expect("axe-core loads");
        let answer = self
            .driver
            .execute_async(AXE, vec![])
            .await
            .expect("axe-core runs");
        answer.convert().expect("findings are a list of text")
    }

    /// Checks a screen as it stands: accessible, and not wider than its window at 360 px.
    /// `screen` names it in the message.
    pub async fn expect_good_manners(&self, screen: &str) {
        // First, while the log holds what the page did and not what axe-core tries on it.
        let breakages = self.breakages().await;
        assert!(breakages.is_empty(), "{screen} broke: {breakages:#?}");

        let findings = self.axe_findings().await;
        assert!(
            findings.is_empty(),
            "axe-core on {screen} ({}): {findings:#?}",
            self.view.name()
        );

        let narrow = View {
            width: 360,
            height: 740,
            ..self.view
        };
        self.look_like(narrow).await;
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        let sticking_out = self
            .driver
            .execute(SIDEWAYS, vec![])
            .await
            .expect("a page has a width");
        assert_eq!(
            sticking_out.json(),
            &json!([]),
            "{screen} scrolls sideways at 360 px"
        );
        self.look_like(self.view).await;
        let _ = self.breakages().await;
    }
}
