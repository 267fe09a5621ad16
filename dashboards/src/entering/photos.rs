//! Photos on their way from a form to the event that names them: written anew, kept under their digest, dropped after a day
//! where no event came of the form.

use super::picture::written_anew;
use crate::answer::Problem;
use crate::app::App;
use crate::appeals::refused;
use crate::enter::id_of;
use crate::words::entering as said;
use axum::body::Bytes;
use ingest::live::Live;
use ingest::store::StoreError;
use ingest::store::digest::hex;
use ingest::store::sqlite::{Photo, PhotoUse, Records};
use scoring::registry::SiteIdx;
use scoring::time::Instant;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So long a photo waits for its event, in hours.
const WAITING_HOURS: i64 = 24;

/// Keeps the pictures of a form and answers their digests.
///
/// # Errors
///
/// [`Problem::Refused`]: one of them may not be kept, and none of them is; [`Problem::Broken`].
pub async fn keep(app: &Arc<App>, by: &str, pictures: Vec<Bytes>) -> Result<Vec<String>, Problem> {
    if pictures.is_empty() {
        return Ok(Vec::new());
    }
    // One form at a time: decoding takes memory.
    let _alone = app.decoding.lock().await;
    let work = tokio::task::spawn_blocking(move || {
        pictures.iter().map(|sent| written_anew(sent)).collect::<Result<Vec<_>, _>>()
    });
    let written = work.await.map_err(|error| Problem::Broken(error.to_string()))??;
    let (now, by) = ((app.clock)(), by.to_owned());
    let kept = app.records(move |records| {
        let mut digests = Vec::new();
        for bytes in written {
            let photo = hex(&Sha256::digest(&bytes));
            records.keep_photo(&Photo {
                photo: photo.clone(),
                media_type: "image/jpeg".to_owned(),
                bytes,
                added: now,
                added_by: by.clone(),
                erased: None,
            })?;
            digests.push(photo);
        }
        Ok(digests)
    });
    let kept = kept.await?;
    drop_forgotten(app).await?;
    Ok(kept)
}

/// Notes which photos the events of a form will name, before they are entered: a photo that nobody knows the use of is dropped,
/// and the service may be killed in between.
///
/// # Errors
///
/// [`Problem::Refused`]: a photo is there no more; [`Problem::Broken`].
pub async fn announce(app: &Arc<App>, nonce: &str, photos: &[String], events: usize) -> Result<(), Problem> {
    if photos.is_empty() {
        return Ok(());
    }
    let site = app.live.ask(|moment| {
        let sites = &moment.context.registry().sites;
        sites.iter().find(|site| site.supervision).map(|site| site.id.clone())
    });
    // Without such a site nothing is entered, and told so.
    let Some(source) = site.await? else { return Ok(()) };
    let (nonce, photos) = (nonce.to_owned(), photos.to_vec());
    let noted = app.records(move |records| {
        for photo in &photos {
            if records.photo(photo)?.is_none_or(|photo| photo.erased.is_some()) {
                return Ok(false);
            }
        }
        let uses = photos.iter().flat_map(|photo| {
            (1..=events).map(|place| PhotoUse {
                photo: photo.clone(),
                source: source.clone(),
                event: id_of(&nonce, place),
            })
        });
        records.use_photos(&uses.collect::<Vec<_>>())?;
        Ok(true)
    });
    if noted.await? { Ok(()) } else { Err(refused(said::PHOTO_GONE)) }
}

/// Notes that the events are in the log.
///
/// # Errors
///
/// [`Problem::Broken`]
pub async fn entered(app: &Arc<App>, photos: &[String]) -> Result<(), Problem> {
    let photos = photos.to_vec();
    Ok(app.records(move |records| records.photos_entered(&photos)).await?)
}

/// Drops the photos that have waited for a day and that no event of the log names.
///
/// # Errors
///
/// [`Problem::Broken`]
pub async fn drop_forgotten(app: &Arc<App>) -> Result<(), Problem> {
    let (live, now) = (app.live.clone(), (app.clock)());
    Ok(app.records(move |records| forget(&live, records, now)).await?)
}

/// As [`drop_forgotten`], on a thread that may wait.
///
/// # Errors
///
/// [`StoreError`]
pub fn forget(live: &Live, records: &Records, now: Instant) -> Result<(), StoreError> {
    let before = Instant(now.0 - WAITING_HOURS * 3600 * 1_000_000_000);
    let waiting = records.photos_waiting(before)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let uses = records.uses_waiting(before)?;
    let asked = live.act_and_wait(move |desk| {
        let context = desk.context();
        let is_there = |of: &PhotoUse| {
            let site: Option<&SiteIdx> = context.registry().index.sites.get(&of.source);
            site.is_some_and(|&site| context.log.find(site, &of.event).is_some())
        };
        uses.into_iter().filter(is_there).map(|of| of.photo).collect::<BTreeSet<String>>()
    });
    // A service that ends drops nothing any more.
    let Ok(named) = asked else { return Ok(()) };
    let (kept, forgotten): (Vec<String>, Vec<String>) =
        waiting.into_iter().partition(|photo| named.contains(photo));
    records.photos_entered(&kept)?;
    records.drop_photos(&forgotten)
}
