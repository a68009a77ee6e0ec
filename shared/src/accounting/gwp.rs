//! Greenhouse gases and the global warming potentials that make them comparable.

crate::wire_enum! {
    /// The seven gases of the Kyoto Protocol as amended in Doha. Biogenic CO2 is kept apart and is not one of them.
    pub enum Gas {
        /// Carbon dioxide, fossil.
        Co2 = "CO2",
        /// Methane.
        Ch4 = "CH4",
        /// Nitrous oxide.
        N2o = "N2O",
        /// Hydrofluorocarbons, as a group.
        Hfc = "HFC",
        /// Perfluorocarbons, as a group.
        Pfc = "PFC",
        /// Sulphur hexafluoride.
        Sf6 = "SF6",
        /// Nitrogen trifluoride.
        Nf3 = "NF3",
    }
}

crate::wire_enum! {
    /// The IPCC assessment whose 100-year GWPs an inventory uses.
    pub enum GwpSet {
        /// Second Assessment Report, 1995 (the NDRC guidelines of 2013 to 2015).
        Sar = "SAR",
        /// Fourth Assessment Report, 2007.
        Ar4 = "AR4",
        /// Fifth Assessment Report, 2013.
        Ar5 = "AR5",
        /// Sixth Assessment Report, 2021.
        Ar6 = "AR6",
    }
}
