//! Scales: from a figure to a place, with round figures to be written beside.

/// A scale over a stretch of paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
    from: f32,
    to: f32,
}

impl Scale {
    /// A scale that holds all figures between round ones, from one place to another; about so many steps.
    pub fn over(figures: impl IntoIterator<Item = f64>, steps: u32, (from, to): (f32, f32)) -> Scale {
        let finite = figures.into_iter().filter(|figure| figure.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), figure| {
            (low.min(figure), high.max(figure))
        });
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let (low, high) = if high - low < 1e-9 { (low - 1.0, high + 1.0) } else { (low, high) };
        let step = round_step((high - low) / f64::from(steps.max(1)));
        Scale { low: (low / step).floor() * step, high: (high / step).ceil() * step, step, from, to }
    }

    /// As it is, but not beyond a figure.
    pub fn at_most(self, most: f64) -> Scale {
        Scale { high: self.high.min(most), ..self }
    }

    /// Where a figure lies; what is beyond lies at the end.
    pub fn place(&self, figure: f64) -> f32 {
        let part = ((figure - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + (self.to - self.from) * part as f32
    }

    /// The round figures.
    pub fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step + 1e-6).floor() as u32;
        (0..=count).map(|place| self.low + self.step * f64::from(place)).collect()
    }

    /// A round figure as it is written: with a true minus, and no more places than the steps need.
    pub fn written(&self, figure: f64) -> String {
        let places = if self.step >= 1.0 && self.step.fract() < 1e-9 {
            0
        } else if (self.step * 10.0).fract() < 1e-6 {
            1
        } else {
            2
        };
        written(figure, places)
    }
}

/// A figure with so many places and a true minus.
pub(super) fn written(figure: f64, places: usize) -> String {
    let text = format!("{:.places$}", figure.abs());
    let is_nothing = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if figure < 0.0 && !is_nothing { format!("−{text}") } else { text }
}

/// A figure with one place where it has one, and a true minus.
pub(in crate::charts) fn short(figure: f64) -> String {
    if (figure - figure.round()).abs() < 0.005 { written(figure, 0) } else { written(figure, 1) }
}

fn round_step(about: f64) -> f64 {
    let power = 10_f64.powf(about.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= about - 1e-9).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::{Scale, short, written};

    #[test]
    fn round_figures_hold_all() {
        let scale = Scale::over([3.0, 97.5], 5, (0.0, 10.0));
        assert_eq!(scale.ticks(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(scale.place(50.0), 5.0);
        let scale = Scale::over([-12.0, 30.0], 4, (0.0, 10.0));
        assert_eq!(scale.ticks(), [-20.0, 0.0, 20.0, 40.0]);
        let scale = Scale::over([0.951, 0.998], 4, (0.0, 1.0));
        assert_eq!(
            scale
                .ticks()
                .iter()
                .map(|tick| scale.written(*tick))
                .collect::<Vec<_>>()
                .first()
                .map(String::as_str),
            Some("0.94")
        );
    }

    #[test]
    fn one_figure_and_none_have_a_scale_too() {
        for figures in [vec![], vec![5.0], vec![5.0, 5.0], vec![f64::NAN]] {
            let scale = Scale::over(figures, 4, (0.0, 10.0));
            assert!(scale.ticks().len() >= 2);
            assert!(scale.place(5.0).is_finite());
        }
    }

    #[test]
    fn minus_is_true_and_nothing_has_none() {
        assert_eq!(
            [written(-2.5, 1), written(-0.01, 1), short(3.0), short(-3.25)],
            ["−2.5", "0.0", "3", "−3.2"]
        );
    }
}
