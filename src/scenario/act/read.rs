//! Reading acts from data that nobody vouches for.

use super::{Act, Link, NetworkChanges, TimerChanges};
use crate::dynamo::message::MessageKind;
use crate::input::fields::Fields;
use crate::input::limits::MAX_EVENTS;
use crate::input::refusal::Refusal;
use crate::scenario::Command;
use crate::scenario::read::{optional_name, read_key, read_name, read_network_changes, read_timer_changes};

type Read = Result<Command, Refusal>;

pub fn pause(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::Pause { name: read_name(fields, "name")? }))
}

pub fn resume(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::Resume { name: read_name(fields, "name")? }))
}

pub fn set_timers(fields: &Fields<'_>) -> Read {
    let changes = read_timer_changes(fields)?;
    let allowed = "at least one of gossip, handoff, antiEntropy, requestTimeout, hintWindow and tombstoneGrace";
    something(changes != TimerChanges::default(), fields, "gossip", allowed)?;
    Ok(Command::Act(Act::SetTimers { changes }))
}

pub fn set_network(fields: &Fields<'_>) -> Read {
    let changes = read_network_changes(fields)?;
    something(changes != NetworkChanges::default(), fields, "delay", "at least one of delay, loss and between")?;
    Ok(Command::Act(Act::SetNetwork { changes }))
}

pub fn cut(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::Cut { link: read_link(fields)? }))
}

pub fn mend(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::Mend { link: read_link(fields)? }))
}

pub fn lose_key(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::LoseKey { name: read_name(fields, "name")?, key: read_key(fields)? }))
}

pub fn restore_disk(fields: &Fields<'_>) -> Read {
    let name = read_name(fields, "name")?;
    let step = fields.count("step", 0, MAX_EVENTS)?;
    let step = fields.required("step", step, "a step of this history")?;
    Ok(Command::Act(Act::RestoreDisk { name, step }))
}

pub fn give_up_node(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::GiveUpNode { name: read_name(fields, "name")?, via: optional_name(fields, "via")? }))
}

pub fn replace_node(fields: &Fields<'_>) -> Read {
    let (name, by) = (read_name(fields, "name")?, read_name(fields, "by")?);
    Ok(Command::Act(Act::ReplaceNode { name, by, via: optional_name(fields, "via")? }))
}

pub fn cancel(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::Cancel { name: read_name(fields, "name")?, via: optional_name(fields, "via")? }))
}

pub fn return_node(fields: &Fields<'_>) -> Read {
    Ok(Command::Act(Act::ReturnNode { name: read_name(fields, "name")? }))
}

fn read_link(fields: &Fields<'_>) -> Result<Link, Refusal> {
    let kind = fields.choice("kind", &MessageKind::ALL.map(|kind| (kind.as_str(), kind)))?;
    Ok(Link { from: read_name(fields, "from")?, to: read_name(fields, "to")?, kind })
}

/// Refuses an act that would change nothing.
fn something(is_there: bool, fields: &Fields<'_>, field: &str, allowed: &str) -> Result<(), Refusal> {
    if is_there {
        return Ok(());
    }
    fields.nothing_else()?;
    Err(Refusal::field("missing-field", &fields.path(field), "nothing", allowed))
}
