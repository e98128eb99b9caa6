package dev.atoll.replica.scheduler;

import dev.atoll.types.Principal;
import java.util.SortedSet;

/// What a round did.
///
/// @param messages messages and tasks executed
/// @param changed canisters of which anything changed, created and deleted ones among them
/// @param moreToDo whether messages are left for the next round
public record RoundSummary(
    long instructions, long messages, SortedSet<Principal> changed, boolean moreToDo) {}
