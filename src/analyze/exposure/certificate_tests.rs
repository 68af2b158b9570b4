//! A cover that proves nothing is not taken for one.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::caps::{Cap, Caps, Source, Stream};
use super::certificate::{Window, bound};
use super::cover;
use super::grid::Grid;

/// Two streams over four hours: a cap of 5 in two hours holds both back, one of 2 in an hour the second.
fn world(escapes: BTreeMap<usize, u64>) -> (Caps, Grid) {
    let cap = |source, span, amount| Cap { source, span, amount, per: 1, shares: 1, used: None };
    let all = alloc::vec![cap(Source::Limit(0), 7_200, 5), cap(Source::Limit(1), 3_600, 2)];
    let stream =
        |held: &[usize], escapes| Stream { flows: Vec::new(), pieces: alloc::vec![Some(held.to_vec())], escapes };
    let streams = alloc::vec![stream(&[0], BTreeMap::new()), stream(&[0, 1], escapes)];
    let edges: Vec<u64> = alloc::vec![0, 3_600, 7_200, 10_800, 14_401];
    let left = alloc::vec![alloc::vec![5; 5], alloc::vec![2; 5]];
    (Caps { all, streams, ceilings: BTreeMap::new() }, Grid { edges, pieces: alloc::vec![0; 4], left })
}

fn window(cap: usize, from: usize, to: usize, streams: u128) -> Window {
    Window { cap, from, to, streams }
}

/// The last cell is a second longer than an hour, so that a window of two hours cannot end with it and begin at 7,200.
fn whole() -> Vec<Window> {
    alloc::vec![window(0, 0, 2, 3), window(0, 2, 3, 3), window(0, 3, 4, 3)]
}

#[test]
fn windows_that_cover_everything_prove_the_sum_of_their_caps() {
    let (caps, grid) = world(BTreeMap::new());
    assert_eq!(bound(&caps, &grid, &whole()), Some(15));
    assert_eq!(bound(&caps, &grid, &cover::cheapest(&caps, &grid).unwrap_or_default()), Some(15));
}

#[test]
fn a_gap_in_time_or_a_stream_left_out_proves_nothing() {
    let (caps, grid) = world(BTreeMap::new());
    assert_eq!(bound(&caps, &grid, &[]), None);
    for left_out in 0..3 {
        let mut windows = whole();
        windows.remove(left_out);
        assert_eq!(bound(&caps, &grid, &windows), None);
    }
    for streams in [1, 2] {
        let windows = [window(0, 0, 2, 3), window(0, 2, 3, streams), window(0, 3, 4, 3)];
        assert_eq!(bound(&caps, &grid, &windows), None);
    }
}

#[test]
fn a_window_longer_than_its_caps_proves_nothing() {
    let (caps, grid) = world(BTreeMap::new());
    assert_eq!(bound(&caps, &grid, &[window(0, 0, 2, 3), window(0, 2, 4, 3)]), None);
    assert_eq!(bound(&caps, &grid, &[window(0, 0, 4, 3)]), None);
}

#[test]
fn a_cap_that_does_not_hold_a_stream_back_proves_nothing_of_it() {
    let (caps, grid) = world(BTreeMap::new());
    for cap in [1, 7] {
        let windows = [window(0, 0, 2, 3), window(cap, 2, 3, 3), window(0, 3, 4, 3)];
        assert_eq!(bound(&caps, &grid, &windows), None);
    }
    let parted = [window(0, 0, 2, 3), window(0, 2, 3, 1), window(1, 2, 3, 2), window(0, 3, 4, 3)];
    assert_eq!(bound(&caps, &grid, &parted), Some(17));
}

#[test]
fn what_ceases_to_count_within_a_window_is_not_covered_by_it() {
    let escapes = BTreeMap::from([(0, 3_600)]);
    let (caps, grid) = world(escapes);
    assert_eq!(bound(&caps, &grid, &whole()), None);
    let parted = [window(0, 0, 1, 3), window(0, 1, 3, 3), window(0, 3, 4, 3)];
    assert_eq!(bound(&caps, &grid, &parted), Some(15));
}
