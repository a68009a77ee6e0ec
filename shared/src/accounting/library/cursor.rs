//! Reads packed records.

use rust_decimal::Decimal;

use super::FactorLibrary;
use crate::accounting::compile::kind;
use crate::accounting::factor::{Confidence, FactorValue, GasAmount};
use crate::accounting::gwp::Gas;
use crate::period::Date;

/// Reads one record from front to back.
pub(super) struct Cursor<'l> {
    pub(super) library: &'l FactorLibrary,
    pub(super) at: usize,
}

impl<'l> Cursor<'l> {
    pub(super) fn byte(&mut self) -> u8 {
        let byte = self.library.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    pub(super) fn number(&mut self) -> u32 {
        let (mut value, mut shift) = (0_u32, 0);
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte & 0x80 == 0 {
                return value;
            }
        }
    }

    pub(super) fn text(&mut self) -> &'l str {
        let number = self.number();
        self.library.string(number)
    }

    pub(super) fn owned(&mut self) -> String {
        self.text().to_owned()
    }

    pub(super) fn optional(&mut self) -> Option<String> {
        Some(self.text())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    pub(super) fn year(&mut self) -> i32 {
        i32::try_from(self.number()).unwrap_or(0)
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        let packed = self.number();
        let part = |n: u32| u8::try_from(n % 100).unwrap_or(0);
        Date::new(
            i32::try_from(packed / 10_000).ok()?,
            part(packed / 100),
            part(packed),
        )
    }

    /// The compiler checked every figure; one that still cannot be read is absent, and a factor without figures is refused
    /// by the engine.
    pub(super) fn decimal(&mut self) -> Option<Decimal> {
        Decimal::from_str_exact(self.text()).ok()
    }

    pub(super) fn confidence(&mut self) -> Confidence {
        if self.byte() == 0 {
            Confidence::Published
        } else {
            Confidence::Recalled
        }
    }

    pub(super) fn list(&mut self) -> Vec<String> {
        (0..self.byte()).map(|_| self.owned()).collect()
    }

    pub(super) fn value(&mut self) -> FactorValue {
        const GASES: [Gas; 7] = [
            Gas::Co2,
            Gas::Ch4,
            Gas::N2o,
            Gas::Hfc,
            Gas::Pfc,
            Gas::Sf6,
            Gas::Nf3,
        ];
        match self.byte() {
            kind::TOTAL => FactorValue::Total {
                kg_co2e: self.decimal().unwrap_or_default(),
            },
            kind::FUEL => FactorValue::Fuel {
                ncv_gj_per_unit: self.decimal().unwrap_or_default(),
                carbon_content_tc_per_gj: self.decimal().unwrap_or_default(),
                oxidation_rate: self.decimal().unwrap_or_default(),
            },
            _ => {
                let count = self.byte();
                let gases = (0..count)
                    .filter_map(|_| {
                        let gas = GASES.get(usize::from(self.byte())).copied();
                        let mass = self.byte() == 1;
                        let amount = self.decimal()?;
                        let amount = if mass {
                            GasAmount::MassKg(amount)
                        } else {
                            GasAmount::Co2eKg(amount)
                        };
                        Some((gas?, amount))
                    })
                    .collect();
                FactorValue::Gases(gases)
            }
        }
    }
}
