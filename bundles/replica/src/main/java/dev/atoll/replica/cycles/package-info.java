/// What canisters pay, and taking it from them.
///
/// Source: reference implementation `rs/cycles_account_manager`; interface documentation "Cycle
/// costs".
@NullMarked
package dev.atoll.replica.cycles;

import org.jspecify.annotations.NullMarked;
