//! Finding and using things on a page as a person does: by role and accessible name.

use serde_json::json;
use thirtyfour::WebElement;

use crate::Browser;

/// Finds the first visible element of a role whose accessible name equals, else begins with, else
/// contains the wanted one. A short cut of the W3C name computation: labelled-by, label, own text, title.
const FIND: &str = r"
const [role, wanted] = arguments;
const kinds = {
  button: 'button, input[type=submit], input[type=button], summary, [role=button]',
  link: 'a[href], [role=link]',
  field: 'input:not([type=hidden]):not([type=submit]):not([type=button]), textarea, select, [role=textbox], [role=combobox], [role=spinbutton], [role=switch]',
  file: 'input[type=file]',
  option: 'option, [role=option]',
  tab: '[role=tab]',
  heading: 'h1, h2, h3, h4, [role=heading]',
  dialog: 'dialog[open], [role=dialog], aside[aria-label], [role=complementary]',
  row: 'tr, [role=row]',
  menuitem: '[role=menuitem], [role=menuitemradio]',
  any: 'button, a[href], [role=button], [role=tab], [role=option], [role=menuitem], label, summary',
};
const squeeze = text => (text || '').replace(/\s+/g, ' ').trim();
const visible = element => {
  if (role === 'file') return true;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return box.width > 0 && box.height > 0 && style.visibility !== 'hidden' && !element.closest('[inert], [aria-hidden=true]');
};
const name = element => {
  const by = element.getAttribute('aria-labelledby');
  if (by) return squeeze(by.split(/\s+/).map(id => document.getElementById(id)?.innerText).join(' '));
  if (element.getAttribute('aria-label')) return squeeze(element.getAttribute('aria-label'));
  if (element.labels && element.labels.length) return squeeze([...element.labels].map(label => label.innerText).join(' '));
  if (element.matches('input[type=submit], input[type=button]')) return squeeze(element.value);
  const text = element.matches('input, textarea, select') ? '' : squeeze(element.innerText || element.textContent);
  return text || squeeze(element.title || element.placeholder);
};
const found = [...document.querySelectorAll(kinds[role] || role)].filter(visible).map(element => [name(element), element]);
for (const fits of [n => n === wanted, n => n.startsWith(wanted), n => n.includes(wanted)]) {
  const match = found.find(([n]) => fits(n));
  if (match) { match[1].scrollIntoView({ block: 'center', inline: 'center' }); return match[1]; }
}
return null;
";

/// Sets a field's value through the browser's own setter, so that frameworks hear of it.
const SET: &str = r"
const [field, value] = arguments;
const proto = field instanceof HTMLSelectElement ? HTMLSelectElement : field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
Object.getOwnPropertyDescriptor(proto.prototype, 'value').set.call(field, value);
field.dispatchEvent(new Event('input', { bubbles: true }));
field.dispatchEvent(new Event('change', { bubbles: true }));
";

/// Picks the option of a `<select>` whose text contains the wanted one; answers whether there was one.
const PICK: &str = r"
const [field, wanted] = arguments;
const option = [...field.options].find(o => o.text.trim() === wanted) || [...field.options].find(o => o.text.includes(wanted));
if (!option) return false;
field.value = option.value;
field.dispatchEvent(new Event('input', { bubbles: true }));
field.dispatchEvent(new Event('change', { bubbles: true }));
return true;
";

impl Browser {
    /// The element of that role and name, when it is there and visible now.
    pub async fn find_now(&self, role: &str, name: &str) -> Option<WebElement> {
        let answer = self
            .driver
            .execute(FIND, vec![json!(role), json!(name)])
            .await
            .ok()?;
        if answer.json().is_null() {
            None
        } else {
            answer.element().ok()
        }
    }

    /// The element of that role and name, waiting until it is there.
    pub async fn find(&self, role: &str, name: &str) -> WebElement {
        self.until(&format!("there is a {role} “{name}”"), async || {
            self.find_now(role, name).await.is_some()
        })
        .await;
        match self.find_now(role, name).await {
            Some(element) => element,
            None => self.give_up(&format!("the {role} “{name}” stays")).await,
        }
    }

    /// Clicks it, waiting until a click reaches it: not covered, not disabled.
    pub async fn click(&self, role: &str, name: &str) {
        self.until(
            &format!("the {role} “{name}” can be clicked"),
            async || match self.find_now(role, name).await {
                Some(element) => {
                    element.is_enabled().await.unwrap_or(false) && element.click().await.is_ok()
                }
                None => false,
            },
        )
        .await;
    }

    /// Clicks a button.
    pub async fn press(&self, name: &str) {
        self.click("button", name).await;
    }

    /// Types into a field, in place of what it held. Dates, months and colours are set, not typed:
    /// their keyboard format depends on the browser's language.
    pub async fn fill(&self, label: &str, value: &str) {
        let field = self.find("field", label).await;
        let kind = field.attr("type").await.ok().flatten().unwrap_or_default();
        if matches!(kind.as_str(), "date" | "month" | "time" | "color" | "range") {
            let script_arguments =
                vec![field.to_json().expect("an element has an id"), json!(value)];
            self.driver
                .execute(SET, script_arguments)
                .await
                .expect("a field takes a value");
            return;
        }
        let select_all = thirtyfour::Key::Control + "a";
        let typed = async {
            field.click().await?;
            field.send_keys(select_all).await?;
            field.send_keys(value).await
        };
        if let Err(cause) = typed.await {
            self.give_up(&format!("the field “{label}” takes keys: {cause}"))
                .await;
        }
    }

    /// Chooses in a `<select>`, or in a combobox by typing and taking the first option that fits.
    pub async fn choose(&self, label: &str, option: &str) {
        let field = self.find("field", label).await;
        if field.tag_name().await.unwrap_or_default() == "select" {
            self.until(
                &format!("“{label}” offers “{option}”"),
                async || {
                    let Ok(field) = field.to_json() else {
                        return false;
                    };
                    let answer = self.driver.execute(PICK, vec![field, json!(option)]).await;
                    answer.is_ok_and(|answer| answer.json() == &json!(true))
                },
            )
            .await;
        } else {
            self.fill(label, option).await;
            self.click("option", option).await;
        }
    }

    /// Hands a file to the page's file field.
    pub async fn hand_over(&self, file: &std::path::Path) {
        self.until("the page takes a file", async || {
            self.find_now("file", "").await.is_some()
        })
        .await;
        if let Some(field) = self.find_now("file", "").await {
            let path = file.to_str().expect("a test's path is text");
            field
                .send_keys(path)
                .await
                .expect("a file field takes a path");
        }
    }
}
