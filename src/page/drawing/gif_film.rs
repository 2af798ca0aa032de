//! An animated GIF from pictures that come one after the other. A frame holds only what has changed, and a picture that is
//! the same as the one before lasts longer. The work on a picture comes in slices: whoever shows a page can do something
//! else between them.

use super::gif_palette::{Colour, Histogram, Palette};
use gif::{DisposalMethod, Encoder, Frame, Repeat};
use std::borrow::Cow;

/// Pixels that are worked on in a slice: a few milliseconds.
const SLICE: usize = 160_000;

/// A GIF that is being made.
pub struct GifFilm {
    encoder: Encoder<Vec<u8>>,
    width: usize,
    height: usize,
    /// The picture before.
    shown: Vec<Colour>,
    /// The frame that is not written yet, as it is not known how long it lasts, and when it begins.
    waiting: Option<(Frame<'static>, f64)>,
    /// The end of what was added, in milliseconds.
    now: f64,
    frames: usize,
}

/// The part of a picture that has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Region {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

/// A picture that is being added, and how long it lasts, in milliseconds.
pub struct PictureWork {
    pixels: Vec<Colour>,
    ms: f64,
    stage: Stage,
}

/// What there is still to do for a picture. `at` counts the pixels of the region.
enum Stage {
    Compare,
    Count { region: Region, at: usize, histogram: Histogram },
    Index { region: Region, at: usize, palette: Palette, buffer: Vec<u8> },
    Write(Box<Frame<'static>>),
    Done,
}

impl GifFilm {
    /// An empty film of pictures of this size, which plays again and again.
    ///
    /// # Errors
    /// When a side has no pixel.
    pub fn new(width: u16, height: u16) -> Result<Self, gif::EncodingError> {
        let mut encoder = Encoder::new(Vec::new(), width, height, &[])?;
        encoder.set_repeat(Repeat::Infinite)?;
        let (width, height) = (usize::from(width), usize::from(height));
        Ok(Self { encoder, width, height, shown: Vec::new(), waiting: None, now: 0.0, frames: 0 })
    }

    /// Begins to add a picture, given as red, green, blue and opacity of each pixel, that lasts so many milliseconds.
    /// What is missing of the picture is black.
    pub fn picture(&self, rgba: &[u8], ms: f64) -> PictureWork {
        let colour = |pixel: &[u8]| u32::from(pixel[0]) << 16 | u32::from(pixel[1]) << 8 | u32::from(pixel[2]);
        let mut pixels: Vec<Colour> = rgba.chunks_exact(4).map(colour).collect();
        pixels.resize(self.width * self.height, 0);
        PictureWork { pixels, ms, stage: Stage::Compare }
    }

    /// Does a slice of the work on a picture; whether it is done.
    ///
    /// # Errors
    /// None is known: a film is written into memory.
    pub fn advance(&mut self, work: &mut PictureWork) -> Result<bool, gif::EncodingError> {
        work.stage = match std::mem::replace(&mut work.stage, Stage::Done) {
            Stage::Compare => match self.changed(&work.pixels) {
                Some(region) => Stage::Count { region, at: 0, histogram: Histogram::default() },
                None => {
                    self.now += work.ms;
                    Stage::Done
                }
            },
            Stage::Count { region, at, mut histogram } => {
                let upto = (at + SLICE).min(region.width * region.height);
                self.count(&work.pixels, region, at..upto, &mut histogram);
                match upto == region.width * region.height {
                    true => Stage::Index { region, at: 0, palette: histogram.palette(), buffer: Vec::new() },
                    false => Stage::Count { region, at: upto, histogram },
                }
            }
            Stage::Index { region, at, mut palette, mut buffer } => {
                let upto = (at + SLICE).min(region.width * region.height);
                let indices = (at..upto).map(|at| match self.change_at(&work.pixels, region, at) {
                    Some(colour) => palette.index_of(colour),
                    None => palette.unchanged(),
                });
                buffer.extend(indices);
                match upto == region.width * region.height {
                    true => Stage::Write(Box::new(frame(region, &palette, buffer))),
                    false => Stage::Index { region, at: upto, palette, buffer },
                }
            }
            Stage::Write(frame) => {
                self.write_waiting()?;
                self.waiting = Some((*frame, self.now));
                self.now += work.ms;
                self.shown = std::mem::take(&mut work.pixels);
                Stage::Done
            }
            Stage::Done => Stage::Done,
        };
        Ok(matches!(work.stage, Stage::Done))
    }

    /// The colour of a pixel of the region, unless it is that of the picture before.
    fn change_at(&self, pixels: &[Colour], region: Region, at: usize) -> Option<Colour> {
        let index = (region.top + at / region.width) * self.width + region.left + at % region.width;
        let colour = pixels[index];
        (self.shown.get(index) != Some(&colour)).then_some(colour)
    }

    fn count(&self, pixels: &[Colour], region: Region, range: std::ops::Range<usize>, histogram: &mut Histogram) {
        // Neighbours are mostly equal.
        let mut run: Option<(Colour, u32)> = None;
        for colour in range.filter_map(|at| self.change_at(pixels, region, at)) {
            match &mut run {
                Some((known, times)) if *known == colour => *times += 1,
                _ => {
                    if let Some((known, times)) = run.replace((colour, 1)) {
                        histogram.count(known, times);
                    }
                }
            }
        }
        if let Some((colour, times)) = run {
            histogram.count(colour, times);
        }
    }

    /// The smallest rectangle around all that is different from the picture before.
    fn changed(&self, pixels: &[Colour]) -> Option<Region> {
        let (width, height) = (self.width, self.height);
        if self.shown.is_empty() {
            return Some(Region { left: 0, top: 0, width, height });
        }
        let row = |row: usize| (&pixels[row * width..][..width], &self.shown[row * width..][..width]);
        let differs = |index: &usize| row(*index).0 != row(*index).1;
        let top = (0..height).find(differs)?;
        let bottom = (top..height).rev().find(differs)?;
        let (mut left, mut right) = (width, 0);
        for (new, old) in (top..=bottom).map(row) {
            let mut columns = new.iter().zip(old);
            if let Some(first) = columns.position(|(new, old)| new != old) {
                left = left.min(first);
                let last = new.iter().zip(old).rposition(|(new, old)| new != old);
                right = right.max(last.unwrap_or(first));
            }
        }
        Some(Region { left, top, width: right + 1 - left, height: bottom + 1 - top })
    }

    fn write_waiting(&mut self) -> Result<(), gif::EncodingError> {
        let Some((mut frame, began)) = self.waiting.take() else { return Ok(()) };
        // Hundredths of a second, which is what a GIF counts; the ends are rounded, so that the film keeps its length.
        let hundredths = (self.now / 10.0).round() - (began / 10.0).round();
        frame.delay = hundredths.clamp(2.0, f64::from(u16::MAX)) as u16;
        self.frames += 1;
        self.encoder.write_frame(&frame)
    }

    /// The file, and its frames.
    ///
    /// # Errors
    /// None is known: a film is written into memory.
    pub fn finish(mut self) -> Result<(Vec<u8>, usize), gif::EncodingError> {
        self.write_waiting()?;
        Ok((self.encoder.into_inner()?, self.frames))
    }
}

fn frame(region: Region, palette: &Palette, buffer: Vec<u8>) -> Frame<'static> {
    let [left, top, width, height] =
        [region.left, region.top, region.width, region.height].map(|length| u16::try_from(length).unwrap_or(u16::MAX));
    Frame {
        left,
        top,
        width,
        height,
        dispose: DisposalMethod::Keep,
        transparent: Some(palette.unchanged()),
        palette: Some(palette.bytes()),
        buffer: Cow::Owned(buffer),
        ..Frame::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gif::{ColorOutput, DecodeOptions};

    const SIZE: (u16, u16) = (40, 30);
    const PAPER: [u8; 4] = [252, 251, 248, 255];

    /// A picture with a square of this colour at a place.
    fn picture(at: usize, colour: [u8; 4]) -> Vec<u8> {
        let square = |index: usize| {
            let (x, y) = (index % 40, index / 40);
            if (at..at + 4).contains(&x) && (10..14).contains(&y) { colour } else { PAPER }
        };
        (0..40 * 30).flat_map(square).collect()
    }

    fn film(pictures: &[(Vec<u8>, f64)]) -> (Vec<u8>, usize) {
        let mut film = GifFilm::new(SIZE.0, SIZE.1).unwrap();
        for (pixels, ms) in pictures {
            let mut work = film.picture(pixels, *ms);
            while !film.advance(&mut work).unwrap() {}
        }
        film.finish().unwrap()
    }

    /// The frames of a file as whoever plays it sees them: hundredths of a second, and the picture.
    fn played(file: &[u8]) -> Vec<(u16, Vec<u8>)> {
        let mut options = DecodeOptions::new();
        options.set_color_output(ColorOutput::RGBA);
        let mut decoder = options.read_info(file).unwrap();
        assert_eq!((decoder.width(), decoder.height()), SIZE);
        let mut screen = vec![0; 40 * 30 * 4];
        let mut frames = Vec::new();
        while let Some(frame) = decoder.read_next_frame().unwrap() {
            let (left, top, width) = (usize::from(frame.left), usize::from(frame.top), usize::from(frame.width));
            for (index, pixel) in frame.buffer.chunks_exact(4).enumerate().filter(|(_, pixel)| pixel[3] == 255) {
                let at = (top + index / width) * 40 + left + index % width;
                screen[at * 4..][..4].copy_from_slice(pixel);
            }
            frames.push((frame.delay, screen.clone()));
        }
        frames
    }

    #[test]
    fn each_picture_is_seen_as_it_was_and_as_long() {
        let colours = [[230, 159, 0, 255], [86, 180, 233, 255], [27, 32, 36, 255]];
        let pictures: Vec<(Vec<u8>, f64)> =
            (0..12).map(|index| (picture(index * 3, colours[index % 3]), 100.0 + 33.0 * index as f64)).collect();
        let (file, frames) = film(&pictures);
        let seen = played(&file);
        assert_eq!((seen.len(), frames), (12, 12));
        let mut end = 0.0;
        for ((delay, screen), (pixels, ms)) in seen.iter().zip(&pictures) {
            assert!(screen == pixels, "the picture is the same");
            assert!((f64::from(*delay) * 10.0 - ms).abs() <= 10.0, "{delay} for {ms}");
            end += ms;
        }
        let lasts: f64 = seen.iter().map(|(delay, _)| f64::from(*delay) * 10.0).sum();
        assert!((lasts - end).abs() <= 5.0, "{lasts} of {end}");
    }

    #[test]
    fn pictures_that_are_the_same_are_one_frame_that_lasts_longer() {
        let (one, other) = (picture(3, [0, 0, 0, 255]), picture(20, [0, 0, 0, 255]));
        let (file, frames) = film(&[(one.clone(), 100.0), (one.clone(), 250.0), (other, 40.0), (one, 60.0)]);
        let delays: Vec<u16> = played(&file).iter().map(|(delay, _)| *delay).collect();
        assert_eq!((delays, frames), (vec![35, 4, 6], 3));
    }

    #[test]
    fn a_film_of_nothing_has_no_frame() {
        let (file, frames) = film(&[]);
        assert_eq!((played(&file).len(), frames), (0, 0));
    }
}
