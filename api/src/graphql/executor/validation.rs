//! What validation leaves to us: codes for its errors, and variables that no field uses.

use async_graphql::{Response, ServerError, Value, Variables, parser::types::OperationDefinition};

use crate::graphql::{fault, root::Began};

/// Gives the errors of an operation that was never begun their code: only validation stands before the beginning.
pub(super) fn name_refusals(response: &mut Response, began: &Began) {
    if began.is_so() {
        return;
    }
    for error in &mut response.errors {
        fault::set_code(error, fault::VALIDATION_FAILED);
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
