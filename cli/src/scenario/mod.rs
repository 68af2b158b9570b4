//! Policy scenarios: people, steps in time, and what each must be decided.

use crate::command::test::Arguments;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::Terminal;

pub fn run(_: &Arguments, _: &Terminal) -> Result<Exit, Fault> {
    Err(Fault::new("not-yet-there", "scenarios cannot be run yet", "use `decide`"))
}
