//! Numbers that stand for a document: what they look like, and who may use one once.

crate::wire_enum! {
    /// What a number is the number of.
    pub enum NumberKind {
        /// A ride: code of a metro or bus ride, record of a transit card, id of a shared bicycle's ride.
        Ride = "RIDE",
        /// A train, coach or flight ticket.
        Ticket = "TICKET",
        /// An order, or the receipt of a weighed delivery.
        Order = "ORDER",
        /// A device: IMEI of a phone, serial number of a computer.
        Device = "DEVICE",
        /// A recycler's order, on which several devices may stand.
        RecyclerOrder = "RECYCLER_ORDER",
        /// A number plate.
        Plate = "PLATE",
        /// A shared car trip.
        Trip = "TRIP",
        /// A charging record.
        Charge = "CHARGE",
        /// A meeting.
        Meeting = "MEETING",
        /// A travel order.
        TravelOrder = "TRAVEL_ORDER",
        /// A document in the print server's log.
        Document = "DOCUMENT",
        /// A reading of a meter.
        Reading = "READING",
        /// A canteen till's record.
        Till = "TILL",
        /// A book (ISBN).
        Book = "BOOK",
        /// A scan at a collection point.
        Scan = "SCAN",
        /// A cancelled green power certificate.
        Certificate = "CERTIFICATE",
    }
}

/// How often one number may stand behind claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uniqueness {
    /// Once in the company, for ever.
    Once,
    /// Any number of times, but only by the member who used it first.
    OneOwner,
    /// Once per member.
    OncePerMember,
    /// Once per member, by at most so many members as the action has seats.
    Shared,
}

/// Why text is not a number of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Too short, too long, or with signs that such numbers do not have.
    #[error("not such a number")]
    Form,
    /// The last digit does not fit the others: a typing mistake.
    #[error("the check digit is wrong")]
    CheckDigit,
}

/// Longest number, after removing spaces and dashes.
const LEN_MAX: usize = 64;
/// Shortest number.
const LEN_MIN: usize = 4;

impl NumberKind {
    /// How often such a number may stand behind claims.
    pub const fn uniqueness(self) -> Uniqueness {
        match self {
            Self::Plate | Self::TravelOrder | Self::RecyclerOrder => Uniqueness::OneOwner,
            Self::Meeting | Self::Book => Uniqueness::OncePerMember,
            Self::Trip => Uniqueness::Shared,
            _ => Uniqueness::Once,
        }
    }

    /// The one spelling of a number: letters and digits in upper case, nothing else. Checks the check digit of an IMEI
    /// (15 digits, Luhn) and of an ISBN (10 or 13 digits).
    pub fn normalise(self, text: &str) -> Result<String, NumberError> {
        let number: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !['-', '_', '.', '/', '·'].contains(c))
            .flat_map(char::to_uppercase)
            .collect();
        let length = number.chars().count();
        if !(LEN_MIN..=LEN_MAX).contains(&length) || !number.chars().all(char::is_alphanumeric) {
            return Err(NumberError::Form);
        }
        match self {
            Self::Book => isbn(&number)?,
            Self::Device if length == 15 && number.bytes().all(|b| b.is_ascii_digit()) => {
                imei(&number)?;
            }
            _ => {}
        }
        Ok(number)
    }

    /// What it is called, in Chinese and English.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Ride => ("乘车码、交通卡记录号或骑行单号", "ride code or record id"),
            Self::Ticket => ("票号", "ticket number"),
            Self::Order => ("订单号或回执号", "order or receipt number"),
            Self::Device => (
                "设备号（手机 IMEI 或序列号）",
                "device number (IMEI or serial)",
            ),
            Self::RecyclerOrder => ("回收订单号", "recycler's order number"),
            Self::Plate => ("车牌号", "number plate"),
            Self::Trip => ("拼车行程号", "trip number"),
            Self::Charge => ("充电记录号", "charging record number"),
            Self::Meeting => ("会议号", "meeting number"),
            Self::TravelOrder => ("出差单号", "travel order number"),
            Self::Document => ("打印文档号", "print log number"),
            Self::Reading => ("表计读数编号", "meter reading number"),
            Self::Till => ("食堂小票号", "till record number"),
            Self::Book => ("ISBN 书号", "ISBN"),
            Self::Scan => ("站点扫码编号", "scan number"),
            Self::Certificate => ("绿证编号", "certificate number"),
        }
    }
}

fn digit(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(10)
}

/// ISO/IEC 7812 (Luhn) over 15 digits.
fn imei(number: &str) -> Result<(), NumberError> {
    let mut sum = 0;
    for (place, byte) in number.bytes().enumerate() {
        let digit = digit(byte).ok_or(NumberError::Form)?;
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        sum += doubled / 10 + doubled % 10;
    }
    if sum % 10 == 0 {
        Ok(())
    } else {
        Err(NumberError::CheckDigit)
    }
}

/// ISO 2108: thirteen digits weighted 1 and 3, or ten weighted 10 to 1 with X for ten.
fn isbn(number: &str) -> Result<(), NumberError> {
    let mut sum = 0;
    let (modulus, length) = match number.len() {
        13 => (10, 13),
        10 => (11, 10),
        _ => return Err(NumberError::Form),
    };
    for (place, byte) in number.bytes().enumerate() {
        let digit = match byte {
            b'X' if length == 10 && place == 9 => 10,
            other => digit(other).ok_or(NumberError::Form)?,
        };
        let place = u32::try_from(place).map_err(|_| NumberError::Form)?;
        sum += digit
            * if length == 10 {
                10 - place
            } else {
                1 + 2 * (place % 2)
            };
    }
    if sum % modulus == 0 {
        Ok(())
    } else {
        Err(NumberError::CheckDigit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(
            NumberKind::Ticket.normalise(" g 1234-ab "),
            Ok("G1234AB".to_owned())
        );
        assert_eq!(
            NumberKind::Plate.normalise("京a·12345"),
            Ok("京A12345".to_owned())
        );
        for bad in ["", "12", "a b!c?d", &"9".repeat(65)] {
            assert_eq!(
                NumberKind::Order.normalise(bad),
                Err(NumberError::Form),
                "{bad}"
            );
        }
    }

    #[test]
    fn check_digits_are_checked() {
        let imei = |text| NumberKind::Device.normalise(text);
        assert_eq!(imei("49-015420-323751-8"), Ok("490154203237518".to_owned()));
        assert_eq!(imei("490154203237517"), Err(NumberError::CheckDigit));
        assert_eq!(imei("C02ABC123DEF"), Ok("C02ABC123DEF".to_owned()));
        let isbn = |text| NumberKind::Book.normalise(text);
        assert_eq!(isbn("978-7-302-51164-9").map(|n| n.len()), Ok(13));
        assert_eq!(isbn("0-306-40615-2"), Ok("0306406152".to_owned()));
        assert_eq!(isbn("080442957X"), Ok("080442957X".to_owned()));
        assert_eq!(isbn("0306406153"), Err(NumberError::CheckDigit));
        assert_eq!(isbn("12345"), Err(NumberError::Form));
    }
}
