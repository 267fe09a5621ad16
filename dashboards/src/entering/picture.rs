//! A picture as somebody sends it becomes one that can be shown to others: what it is is told from its content, its size is
//! looked at before it is decoded, and it is written anew, so that nothing of what cameras and others put beside the picture
//! (place, device, a second file behind it) is kept.

use crate::answer::Problem;
use crate::appeals::refused;
use crate::words::entering as said;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The longest side of a picture as it is kept, in pixels.
pub const SIDE_PIXELS_MAX: u32 = 1600;
/// The most pixels that a picture may have: what phones take, and no more than decoding should cost.
const PIXELS_MAX: u64 = 50_000_000;
/// The most memory that decoding one may take.
const DECODING_BYTES_MAX: u64 = 220 << 20;
/// How well it is written: what is on it can be read, and it stays small.
const JPEG_QUALITY: u8 = 80;
/// So far behind the begin of a file readers of documents look for their own mark.
const DOCUMENT_HEAD_BYTES: usize = 1024;
/// So far from the end of a file the directory of an archive may begin.
const ARCHIVE_TAIL_BYTES: usize = 66_000;

/// A picture, written anew as JPEG.
///
/// # Errors
///
/// [`Problem::Refused`]: it is no JPEG or PNG picture, a broken one, too large, or something else at the same time.
pub fn written_anew(sent: &[u8]) -> Result<Vec<u8>, Problem> {
    let format = match image::guess_format(sent) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => format,
        Ok(_) | Err(_) => return Err(refused(said::NO_PICTURE)),
    };
    if is_something_else_too(sent) {
        return Err(refused(said::PICTURE_AND_MORE));
    }
    let broken = |_| refused(said::PICTURE_BROKEN);
    let (width, height) =
        ImageReader::with_format(Cursor::new(sent), format).into_dimensions().map_err(broken)?;
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(refused(said::PICTURE_TOO_MANY_PIXELS));
    }
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODING_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    // Which way is up is said beside the picture, and nothing beside it is kept.
    let up = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if width.max(height) > SIDE_PIXELS_MAX {
        picture = picture.resize(SIDE_PIXELS_MAX, SIDE_PIXELS_MAX, FilterType::Triangle);
    }
    picture.apply_orientation(up);
    let mut written = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut written, JPEG_QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).map_err(broken)?;
    Ok(written)
}

/// Whether a file is a document, an archive or a page beside being a picture. Phones append pictures and films of their own to
/// what they take; that alone is no reason.
fn is_something_else_too(sent: &[u8]) -> bool {
    let head = &sent[..sent.len().min(DOCUMENT_HEAD_BYTES)];
    let tail = &sent[sent.len().saturating_sub(ARCHIVE_TAIL_BYTES)..];
    has(head, b"%PDF-")
        || has(tail, b"PK\x05\x06")
        || [b"<script".as_slice(), b"<html", b"<!doctype", b"<?php", b"<svg"]
            .iter()
            .any(|mark| has(sent, mark))
}

/// Whether bytes hold a mark, in letters of either case.
fn has(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|part| part.eq_ignore_ascii_case(mark))
}

#[cfg(test)]
mod tests {
    use super::{SIDE_PIXELS_MAX, written_anew};
    use crate::answer::Problem;
    use image::{DynamicImage, ImageFormat, RgbImage};
    use std::io::Cursor;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
        DynamicImage::from(image).write_to(&mut Cursor::new(&mut bytes), format).expect("written");
        bytes
    }

    /// A segment of a camera: which way is up (a quarter turn), and where it was taken.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 45.84N 123.20E");
        let length = (exif.len() + 2) as u16;
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend_from_slice(&[0xff, 0xe1]);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&exif);
        bytes.extend_from_slice(&jpeg[2..]);
        bytes
    }

    fn refused(sent: &[u8]) -> String {
        match written_anew(sent) {
            Err(Problem::Refused(why)) => why,
            other => panic!("{:?}", other.map(|bytes| bytes.len())),
        }
    }

    #[test]
    fn what_a_camera_wrote_beside_the_picture_is_gone_and_up_stays_up() {
        let sent = with_exif(&picture(40, 20, ImageFormat::Jpeg));
        assert!(sent.windows(3).any(|part| part == b"GPS"));
        let kept = written_anew(&sent).expect("a picture");
        assert!(!kept.windows(4).any(|part| part == b"Exif") && !kept.windows(3).any(|part| part == b"GPS"));
        let shown = image::load_from_memory(&kept).expect("a picture");
        assert_eq!((shown.width(), shown.height()), (20, 40), "turned as the camera said");
    }

    #[test]
    fn a_large_picture_is_made_smaller_and_a_png_becomes_a_jpeg() {
        let kept = written_anew(&picture(3200, 400, ImageFormat::Png)).expect("a picture");
        assert_eq!(image::guess_format(&kept).ok(), Some(ImageFormat::Jpeg));
        let shown = image::load_from_memory(&kept).expect("a picture");
        assert_eq!((shown.width(), shown.height()), (SIDE_PIXELS_MAX, 200));
    }

    #[test]
    fn what_a_phone_appends_is_cut_off() {
        let mut sent = picture(40, 20, ImageFormat::Jpeg);
        sent.extend_from_slice(b"....ftypmp42 a short film");
        let kept = written_anew(&sent).expect("a picture");
        assert!(!kept.windows(4).any(|part| part == b"ftyp"));
    }

    #[test]
    fn what_is_no_picture_or_more_than_one_thing_is_refused() {
        assert!(refused(b"<html><script>alert(1)</script>").contains("JPEG"));
        assert!(refused(b"GIF89a\x01\0\x01\0\0\0\0;").contains("JPEG"));
        let jpeg = picture(40, 20, ImageFormat::Jpeg);
        assert!(refused(&jpeg[..jpeg.len() / 4]).contains("读不出"), "a broken one");
        for other in [b"PK\x05\x06\0\0\0\0".as_slice(), b"<ScRiPt>alert(1)</script>", b"<?php echo 1;"] {
            let both = [jpeg.as_slice(), other].concat();
            assert!(refused(&both).contains("另一种文件"), "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
        // The head of a PNG that claims 60,000 x 60,000 pixels; there is nothing behind it.
        let mut png = picture(1, 1, ImageFormat::Png);
        png[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        png[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert!(refused(&png).contains("像素"), "{}", refused(&png));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, &byte| {
            (0..8).fold(
                crc ^ u32::from(byte),
                |crc, _| {
                    if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
                },
            )
        })
    }
}
