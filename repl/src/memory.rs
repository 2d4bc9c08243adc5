//! How much memory the machine has.

use sysinfo::{MemoryRefreshKind, System};

/// Half of the machine's memory, or of what its container may have, in bytes: what a statement may
/// keep where nothing else is said. `None` where the system doesn't tell.
pub(crate) fn half_of_machine() -> Option<u64> {
    let mut system = System::new().ok()?;
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    let machine = system.total_memory();
    let container = system.cgroup_limits().map(|limits| limits.total_memory);
    let most = container.filter(|bytes| *bytes > 0).map_or(machine, |bytes| bytes.min(machine));
    Some(most / 2).filter(|half| *half > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_has_some() {
        let half = half_of_machine().expect("told");
        assert!(half > 32 << 20, "{half}");
    }
}
