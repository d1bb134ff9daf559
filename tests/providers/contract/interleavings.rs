//! Plan, reset, crash, enrol again, resume: in any order, on a line that breaks anywhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fastrand::Rng;

use super::list::{breaking, ids};
use super::{Setup, Truth, World};
use crate::lab::{Cut, Lab, Running, wait_for};

/// So many stories are told. One that fails names its seed.
const STORIES: u64 = 6;
const CUTS: [Option<Cut>; 6] =
    [None, None, Some(Cut::Before), Some(Cut::During), Some(Cut::After), Some(Cut::Half)];

pub(super) fn whatever_happens_in_between_each_person_is_reset_once<W: World>(_: &W) {
    for seed in 0..STORIES {
        story(&W::open().expect("it is there a second time"), seed);
    }
}

fn story<W: World>(world: &W, seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let setups = [Setup::One, Setup::Two, Setup::One, Setup::One];
    let people: Vec<_> = setups.into_iter().filter_map(|setup| world.person(setup)).collect();
    let planned: Vec<_> = people.iter().map(|one| world.truth(one).factors).collect();
    let mut again = vec![false; people.len()];
    let removals = Arc::new(AtomicUsize::new(0));
    let fates: Vec<_> = (0..64).map(|_| CUTS[rng.usize(..CUTS.len())]).collect();
    let proxy = breaking(world, &removals, move |number| fates.get(number).copied().flatten());
    let lab = world.lab(&proxy.url);
    lab.file("people.csv", ids(&people));

    for _ in 0..3 {
        let until = removals.load(Ordering::SeqCst) + rng.usize(0..4);
        let mut running = go(&lab);
        wait_for("removals", || {
            (running.has_ended() || removals.load(Ordering::SeqCst) >= until).then_some(())
        });
        running.kill();
        for (one, again) in people.iter().zip(&mut again) {
            let Truth { factors, removed } = world.truth(one);
            if factors == 0 && removed > 0 && rng.bool() {
                world.enrols_again(one);
                *again = true;
            }
        }
    }
    let shown = go(&lab).end();
    let outcomes = shown.outcomes();
    let all = people.iter().zip(planned).zip(again).zip(&outcomes);
    for (((one, planned), again), outcome) in all {
        let truth = match outcome.as_str() {
            "reset" => Truth { factors: usize::from(again), removed: planned },
            // Cut off as often as it is tried: then it must be true that nothing was changed, or some.
            "partial" if (1..planned).contains(&world.truth(one).factors) => continue,
            "failed" => Truth { factors: planned, removed: 0 },
            other => panic!("story {seed}, {}: {other}\n{shown}", one.id),
        };
        assert_eq!(world.truth(one), truth, "story {seed}, {}\n{shown}", one.id);
    }
    let is_done = outcomes.len() == people.len() && outcomes.iter().all(|outcome| outcome == "reset");
    shown.exits(if is_done { 0 } else { 7 });
}

/// Goes on with the batch, or begins it where the run before died too early.
fn go(lab: &Lab) -> Running {
    let batches = lab.run("batch list -o json").exits(0).json();
    match batches[0]["batch_id"].as_str() {
        Some(id) => lab.types(&format!("batch resume {id} --yes -o json")).start(),
        None => lab.types("mfa reset --csv people.csv --yes --settle 0.5 -o json").start(),
    }
}
