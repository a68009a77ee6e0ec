//! What validation leaves to us: codes for its errors, and variables that no field uses.

use std::sync::Arc;

use async_graphql::{
    ServerError, ValidationResult, Value, Variables, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
    parser::types::OperationDefinition,
};

use crate::graphql::fault;

/// Gives each error of validation its code.
#[derive(Debug)]
pub(crate) struct ValidationCodes;

impl ExtensionFactory for ValidationCodes {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for ValidationCodes {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|mut errors| {
            for error in &mut errors {
                fault::set_code(error, fault::VALIDATION_FAILED);
            }
            errors
        })
    }
}

/// Refuses a missing or null variable where the operation declares one that must be there, used or not.
pub(super) fn check_variables(
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<(), ServerError> {
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        let given = variables.get(name);
        let is_missing = given.is_none() && definition.node.default_value.is_none();
        let is_null = matches!(given, Some(Value::Null));
        if !definition.node.var_type.node.nullable && (is_missing || is_null) {
            let message = format!("Variable \"${name}\" of required type was not provided.");
            let mut error = ServerError::new(message, Some(definition.pos));
            fault::set_code(&mut error, fault::VALIDATION_FAILED);
            return Err(error);
        }
    }
    Ok(())
}
