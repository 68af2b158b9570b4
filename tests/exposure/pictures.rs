//! The table and its picture.

use countersign::analyze::{Curve, Thieves};
use countersign::{Ledger, Policy, Quotes};

use crate::showcases::{policy, theft};

fn curve(policy: &Policy, many: u32, within: &str) -> Curve {
    let theft = theft(Thieves::Any(many), within, None, "2026-11-23T10:00:00Z");
    Curve::of(policy, &theft, &Ledger::new(policy), &Quotes::none()).unwrap()
}

/// Four are asked about, and on until something leaves: of the bridge eight, and no more than these.
#[test]
fn the_table_goes_on_until_something_leaves() {
    let found = curve(&policy("bridge"), 1, "6h").to_string();
    assert!(
        found.contains("\n7 people         0         0         0\n8 people  50000000  50000000  50000000\n\n"),
        "{found}"
    );
    assert!(!found.contains("9 people"), "{found}");
    let treasury = curve(&policy("treasury"), 5, "1h").to_string();
    assert!(treasury.contains("\n6 people        0        0\n7 people  1000000  1000000\n\n"), "{treasury}");
    let few = curve(&policy("hot-wallet"), 1, "1h").to_string();
    assert!(few.contains("\n4 people") && !few.contains("5 people"), "{few}");
}

#[test]
fn the_table_is_one_of_people_and_time() {
    let found = curve(&policy("payment-processor"), 1, "24h").to_string();
    let wanted = "\
payco-prod/payment-processor 1: what can leave, by how many people's keys are stolen and for how long,
from 2026-11-23T10:00:00Z on, both instants counted, if nobody else signs, asks for or stops anything

USDT      at once       1h       6h      24h
1 person    10000    10000    10000    20000
2 people  1000000  1000000  1000000  2000000
3 people  1050000  1050000  1050000  2100000
4 people  1100000  1100000  1100000  2200000

USDT to strangers  at once      1h      6h     24h
1 person             10000   10000   10000   20000
2 people             50000   50000   50000  100000
3 people            100000  100000  100000  200000
4 people            150000  150000  150000  300000

fees come on top
";
    assert_eq!(found, wanted);
}

/// A label: its box, about.
#[derive(Debug)]
struct Label {
    left: f64,
    right: f64,
    y: f64,
    text: String,
}

#[test]
fn no_two_labels_of_a_picture_overlap_and_all_lie_within_it() {
    let shown = [
        ("bridge", 8),
        ("cold-vault", 5),
        ("hot-wallet", 3),
        ("many-assets", 1),
        ("market-maker", 2),
        ("minimal", 3),
        ("payment-processor", 1),
        ("treasury", 4),
    ];
    for (name, many) in shown {
        let svg = curve(&policy(name), many, "48h").to_svg();
        let width: f64 = attribute(&svg, "width").parse().unwrap();
        let height: f64 = attribute(&svg, "height").parse().unwrap();
        let labels: Vec<Label> = svg.lines().filter(|line| line.starts_with("<text")).map(label).collect();
        assert!(labels.iter().any(|label| label.text == "time that the thieves have"), "the axis is labelled");
        for (place, one) in labels.iter().enumerate() {
            assert!(
                one.left >= 0.0 && one.right <= width && one.y > 0.0 && one.y < height,
                "{name}: {one:?} is outside"
            );
            for other in &labels[place + 1..] {
                let apart = one.right < other.left || other.right < one.left || (one.y - other.y).abs() >= 13.0;
                assert!(apart, "{name}: {one:?} lies on {other:?}");
            }
        }
        assert!(svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }
}

fn attribute<'t>(text: &'t str, name: &str) -> &'t str {
    let start = text.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
    &text[start..start + text[start..].find('"').unwrap()]
}

fn label(line: &str) -> Label {
    let text = line[line.find('>').unwrap() + 1..line.rfind("</text>").unwrap()].to_owned();
    let size: f64 = if line.contains("font-size") { attribute(line, "font-size").parse().unwrap() } else { 13.0 };
    let wide = f64::from(u32::try_from(text.chars().count()).unwrap()) * size * 0.56;
    let (x, y) = (attribute(line, "x").parse::<f64>().unwrap(), attribute(line, "y").parse().unwrap());
    let left = match attribute(line, "text-anchor") {
        "start" => x,
        "middle" => x - wide / 2.0,
        _ => x - wide,
    };
    Label { left, right: left + wide, y, text }
}
