//! Quantities with units and dimensions.
