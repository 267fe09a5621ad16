//! What people of the bureau record: findings, merits and evaluations, with photos, and what would come of it before it is saved.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`kinds`] | the kinds that a person may record, as a rulebook groups them |
//! | [`record`] | a form becomes findings or merits, one for each window or staff member; one is voided |
//! | [`evaluations`] | a table of marks becomes evaluations |
//! | [`effect`] | what events would change for those whom they are about |
//! | [`picture`], [`photos`] | a picture is checked and written anew; photos kept until an event names them |
//! | [`upload`] | a form with pictures is read, within limits |

pub mod effect;
pub mod evaluations;
pub mod kinds;
pub mod photos;
pub mod picture;
pub mod record;
pub mod upload;
