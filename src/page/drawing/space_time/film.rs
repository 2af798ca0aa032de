//! The diagram as the frames of an animation: the line of the present moves on through it, what is yet to come is faint, and
//! of a long history only what is around the present is in sight.

use super::file::{NAMES, bottom, drawing, names, x_at};
use super::picture::Picture;
use crate::page::drawing::charts::svg_file::{FONT, Look, elements};
use crate::page::drawing::geometry::number;

/// Widths of a frame, in units: of a short history, and of any that is longer.
const LEAST_WIDTH: f64 = 560.0;
const MOST_WIDTH: f64 = 880.0;
/// Where the present stands in a frame as long as there is more on both sides, as a part of its width.
const PRESENT_AT: f64 = 0.66;

/// The frames of a picture.
pub struct DiagramFilm {
    shapes: String,
    names: String,
    look: Look,
    /// The width of the whole, in units.
    whole: f64,
    /// The size of a frame, in units.
    pub width: f64,
    pub height: f64,
    bottom: f64,
}

impl DiagramFilm {
    pub fn new(picture: &Picture, look: Look) -> Self {
        let whole = drawing(picture);
        Self {
            shapes: elements(&whole.shapes, &look),
            names: elements(&names(picture), &look),
            look,
            whole: whole.size.width,
            width: whole.size.width.clamp(LEAST_WIDTH, MOST_WIDTH),
            height: whole.size.height,
            bottom: bottom(picture),
        }
    }

    /// The frame with the present at this place of the picture's axis, as the source of an SVG.
    pub fn frame(&self, present: f64) -> String {
        let Self { shapes, names, look, whole, width, height, bottom } = self;
        let present = x_at(present);
        let scrolled = (present - width * PRESENT_AT).min(whole - width).max(0.0);
        let [width, height, now, from, rest, column, bottom] =
            [*width, *height, present, scrolled, (whole - present).max(0.0), NAMES - 4.0, *bottom].map(number);
        let Look { paper, accent, .. } = look;
        // Where it is scrolled, the names stay, over what passes below them.
        let column = match scrolled > 0.0 {
            true => format!("<rect width=\"{column}\" height=\"{height}\" fill=\"{paper}\"/>\n{names}"),
            false => String::new(),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-family=\"{FONT}\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n\
             <svg width=\"{width}\" height=\"{height}\" viewBox=\"{from} 0 {width} {height}\">\n{shapes}\
             <rect x=\"{now}\" width=\"{rest}\" height=\"{height}\" fill=\"{paper}\" fill-opacity=\"0.8\"/>\n\
             <path d=\"M{now} 0V{bottom}\" stroke=\"{accent}\" stroke-width=\"2\"/>\n</svg>\n{column}</svg>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::window;
    use super::*;
    use crate::page::projection::course::Course;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario};

    #[test]
    fn a_long_history_is_scrolled_to_the_present_and_its_names_stay() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        for number in 0..3 {
            playground.apply(Command::put("Alice", "cart", &number.to_string())).unwrap();
            playground.run(RunLimit::default()).unwrap();
        }
        let course = Course::new(&playground);
        let picture = Picture::new(&playground, &course, &["Alice".to_owned()], window(&course, 1));
        let film = DiagramFilm::new(&picture, Look::default());
        assert!(film.whole > MOST_WIDTH);
        let (first, last) = (film.frame(0.0), film.frame(picture.axis.width));
        assert!(first.contains("viewBox=\"0 0 880 ") && first.matches(">Alice</text>").count() == 1);
        assert!(last.contains(&format!("viewBox=\"{} 0 880 ", number(film.whole - MOST_WIDTH))));
        assert_eq!(last.matches(">Alice</text>").count(), 2, "once more, over the column");
    }
}
