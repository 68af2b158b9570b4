//! Everything that can be tried in an invented world: who asks, where to, when, who signs and who says no.

use countersign::Policy;
use countersign::analyze::{Party, Supposed};

use crate::heist::{Door, instant, payout};
use crate::invented::{COOLING, FAR, NEAR, PEOPLE};

/// Seconds after the start at which something is different in some invented world: hours, a term, a cooling-off.
pub const INSTANTS: [u64; 8] = [60, 3_600, 5_400, 7_200, 10_800, 46_800, 86_400, 93_600];

/// Where to, and whether it is near then: to what touches a list, and outside of what is not in it yet.
const PLACES: [(&str, Option<&str>); 5] =
    [("r-stranger-1", None), (NEAR, None), (COOLING, None), (FAR, Some("7")), (FAR, None)];

/// One way to ask, of each kind.
pub fn doors(asset: &'static str, initiators: &[&str]) -> Vec<Door> {
    let door = |(to, tag): &(&str, Option<&'static str>), initiator: &str| {
        let (to, initiator) = ((*to).to_owned(), initiator.to_owned());
        Door { asset, wallet: "w1", to, tag: *tag, initiator }
    };
    initiators.iter().flat_map(|initiator| PLACES.iter().map(move |place| door(place, initiator))).collect()
}

/// Whether a door is counted by `to near`, `outside near` or nothing, at a second.
pub fn is_counted(door: &Door, place: &str, seconds: u64) -> bool {
    let touches = door.to == NEAR || door.to == COOLING;
    let is_in = door.to == NEAR || (door.to == COOLING && seconds >= 3_600);
    match place {
        "" => true,
        " to near" => touches,
        " outside near" => !is_in,
        place => panic!("{place}"),
    }
}

/// A world to ask.
pub struct Brute<'p> {
    pub policy: &'p Policy,
    supposed: Supposed<'p>,
}

impl<'p> Brute<'p> {
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, supposed: Supposed::new(policy) }
    }

    pub fn party(&self, names: &[&str]) -> Party {
        Party::of(self.policy, names.iter().copied()).unwrap()
    }

    pub fn allows(&self, door: &Door, units: u64, (submitted, at): (u64, u64), signing: &Party, no: &Party) -> bool {
        let payout = payout(door, units, submitted, 0);
        self.supposed.open(&payout).unwrap().of(signing, no, instant(at)).is_allowed()
    }
}

/// Every set of people of a size.
pub fn sets(size: usize) -> Vec<Vec<&'static str>> {
    let numbers = (0..1usize << PEOPLE.len()).filter(|number| number.count_ones() as usize == size);
    let chosen = |number: usize| PEOPLE.iter().enumerate().filter(move |(place, _)| number >> place & 1 == 1);
    numbers.map(|number| chosen(number).map(|(_, name)| *name).collect()).collect()
}
