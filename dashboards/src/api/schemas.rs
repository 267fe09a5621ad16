//! Schemas put together from those of the types: fields of a query, fields a form must bring, answers that always bring all.

use super::shapes::Typed;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{Object, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};

/// What every form may leave out: the header brings the secret, and what makes a form the same form is made where it is absent.
const NOT_OF_FORM: [&str; 2] = ["csrf", "nonce"];

/// Schemas by their names.
pub type Parts = BTreeMap<String, RefOr<Schema>>;

/// Adds a type with what it is made of.
///
/// # Errors
///
/// Two types have the same name and are not the same: the name.
pub fn add(parts: &mut Parts, typed: &Typed) -> Result<(), String> {
    let own = (typed.name.clone(), typed.schema.clone());
    for (name, schema) in typed.parts.iter().cloned().chain([own]) {
        match parts.get(&name) {
            Some(there) if *there != schema => return Err(name),
            Some(_) => {}
            None => {
                parts.insert(name, schema);
            }
        }
    }
    Ok(())
}

/// The fields of a type that is asked with, its parts' among them.
pub fn fields(typed: &Typed) -> Vec<(String, RefOr<Schema>)> {
    let parts: BTreeMap<&str, &RefOr<Schema>> =
        typed.parts.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let mut found = Vec::new();
    collect(&typed.schema, &parts, &mut found);
    found
}

fn collect(
    schema: &RefOr<Schema>,
    parts: &BTreeMap<&str, &RefOr<Schema>>,
    found: &mut Vec<(String, RefOr<Schema>)>,
) {
    match schema {
        RefOr::Ref(named) => {
            let name = named.ref_location.rsplit('/').next().unwrap_or_default();
            if let Some(part) = parts.get(name) {
                collect(part, parts, found);
            }
        }
        RefOr::T(Schema::Object(object)) => {
            found.extend(object.properties.iter().map(|(name, schema)| (name.clone(), present(schema))));
        }
        RefOr::T(Schema::AllOf(all)) => all.items.iter().for_each(|item| collect(item, parts, found)),
        RefOr::T(_) => {}
    }
}

/// What is in an address is there or not; it is never null.
fn present(schema: &RefOr<Schema>) -> RefOr<Schema> {
    let RefOr::T(Schema::Object(object)) = schema else { return schema.clone() };
    let SchemaType::Array(types) = &object.schema_type else { return schema.clone() };
    let Some(only) = types.iter().find(|of| !matches!(of, Type::Null)) else { return schema.clone() };
    let mut plain = object.clone();
    plain.schema_type = SchemaType::Type(only.clone());
    RefOr::T(Schema::Object(plain))
}

/// A view always brings all its fields; what is not there is null.
pub fn always_whole(schema: &mut RefOr<Schema>) {
    each_object(schema, &mut |object| object.required = object.properties.keys().cloned().collect());
}

/// A form need not bring what the header brings, or what is made for it.
pub fn as_form(schema: &mut RefOr<Schema>) {
    each_object(schema, &mut |object| object.required.retain(|name| !NOT_OF_FORM.contains(&name.as_str())));
}

fn each_object(schema: &mut RefOr<Schema>, change: &mut impl FnMut(&mut Object)) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => {
            change(object);
            object.properties.values_mut().for_each(|property| each_object(property, change));
        }
        Schema::AllOf(all) => all.items.iter_mut().for_each(|item| each_object(item, change)),
        Schema::OneOf(one) => one.items.iter_mut().for_each(|item| each_object(item, change)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|item| each_object(item, change)),
        Schema::Array(_) => {}
        _ => {}
    }
}
