//! The enumerations of the employee programme.

crate::wire_enum! {
    /// A book of the ledger: what its whole numbers count.
    pub enum CreditBook {
        /// Points, which can be spent and given.
        Point = "POINT",
        /// Grams of CO2e reduced, which can be locked and retired once.
        Gram = "GRAM",
    }
}

crate::wire_enum! {
    /// Where in life an action happens.
    pub enum ActionScene {
        /// On the way: commuting and business travel.
        Travel = "TRAVEL",
        /// At work.
        GreenOffice = "GREEN_OFFICE",
        /// At home and in town.
        LowCarbonLife = "LOW_CARBON_LIFE",
        /// Moving by one's own strength.
        Sport = "SPORT",
    }
}

crate::wire_enum! {
    /// What an action may be counted as.
    pub enum ActionLedger {
        /// A reduction in grams, and points.
        Reduction = "REDUCTION",
        /// Points only, never a carbon claim.
        PointsOnly = "POINTS_ONLY",
        /// Negative grams, posted together with another action.
        Adjustment = "ADJUSTMENT",
    }
}

crate::wire_enum! {
    /// What a claim must bring along, at least.
    pub enum EvidenceKind {
        /// Nothing.
        None = "NONE",
        /// A number: of a ticket, an order, a receipt, a device.
        Number = "NUMBER",
        /// A picture.
        Photo = "PHOTO",
        /// A record imported from a device or a sport service.
        Import = "IMPORT",
    }
}

crate::wire_enum! {
    /// Where the same tonne already stands in the employer's inventory.
    pub enum InventoryLink {
        /// Nowhere.
        None = "NONE",
        /// Purchased energy.
        Scope2 = "SCOPE_2",
        /// Purchased goods and services.
        Scope3Category1 = "SCOPE_3_CATEGORY_1",
        /// Waste.
        Scope3Category5 = "SCOPE_3_CATEGORY_5",
        /// Business travel.
        Scope3Category6 = "SCOPE_3_CATEGORY_6",
        /// Employee commuting.
        Scope3Category7 = "SCOPE_3_CATEGORY_7",
    }
}

crate::wire_enum! {
    /// What became of a claim.
    pub enum ClaimState {
        /// Accepted whole.
        Accepted = "ACCEPTED",
        /// Accepted up to a cap.
        PartlyAccepted = "PARTLY_ACCEPTED",
        /// Waits for the programme manager.
        InReview = "IN_REVIEW",
        /// Not accepted.
        Rejected = "REJECTED",
        /// Taken back by the member.
        Undone = "UNDONE",
        /// Taken back by the programme manager.
        Reversed = "REVERSED",
    }
}

crate::wire_enum! {
    /// How far what was reported can be relied on, least first.
    pub enum TrustLevel {
        /// Typed by hand.
        Manual = "MANUAL",
        /// A day's total without a device.
        DailyTotal = "DAILY_TOTAL",
        /// A day's total of a named device.
        DeviceDaily = "DEVICE_DAILY",
        /// Minutes or intervals of a named device.
        DeviceInterval = "DEVICE_INTERVAL",
        /// A document of a third party: ticket, receipt, ride record.
        Documented = "DOCUMENTED",
    }
}

crate::wire_enum! {
    /// Whom a board ranks.
    pub enum BoardScope {
        /// People.
        Person = "PERSON",
        /// Teams, per head.
        Team = "TEAM",
        /// Departments, per head.
        Department = "DEPARTMENT",
        /// Companies of the group, per head.
        Company = "COMPANY",
    }
}

crate::wire_enum! {
    /// Over which span a board counts.
    pub enum BoardPeriod {
        /// A week, from Monday.
        Week = "WEEK",
        /// A calendar month.
        Month = "MONTH",
        /// A calendar year.
        Year = "YEAR",
        /// Since joining.
        AllTime = "ALL_TIME",
    }
}

crate::wire_enum! {
    /// How a member appears to colleagues on boards.
    pub enum BoardVisibility {
        /// Not at all: counted in groups, seen by oneself only.
        Hidden = "HIDDEN",
        /// Under a name of the member's choice.
        Alias = "ALIAS",
        /// Under the own name.
        Name = "NAME",
    }
}

crate::wire_enum! {
    /// Groups are compared with groups of like size.
    pub enum SizeClass {
        /// 5 to 19 members.
        Small = "SMALL",
        /// 20 to 99 members.
        Medium = "MEDIUM",
        /// 100 members or more.
        Large = "LARGE",
    }
}

crate::wire_enum! {
    /// What a transaction of the ledger is.
    pub enum TransactionKind {
        /// Earned by an accepted claim.
        Earn = "EARN",
        /// Granted by the programme out of its budget.
        Grant = "GRANT",
        /// Given to a colleague.
        Give = "GIVE",
        /// Spent.
        Spend = "SPEND",
        /// Set aside for something that is not settled yet.
        Hold = "HOLD",
        /// A hold that was carried out, whole or in part.
        Settle = "SETTLE",
        /// A hold that was given back.
        Void = "VOID",
        /// Grams promised to a purpose.
        Lock = "LOCK",
        /// Promised grams given back.
        Unlock = "UNLOCK",
        /// Grams used up for a purpose, for good.
        Retire = "RETIRE",
        /// Points that ran out of time.
        Expire = "EXPIRE",
        /// The opposite of an earlier transaction.
        Reverse = "REVERSE",
    }
}
