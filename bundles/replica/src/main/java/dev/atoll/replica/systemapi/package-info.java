/// The System API: what canister code may ask of the Internet Computer, where, and for how many
/// instructions.
///
/// One [SystemApi] serves one instance; each execution gives it a [MessageContext] and takes its
/// [MessageEffects] afterwards. Nothing here changes the replicated state.
///
/// Source: Internet Computer interface specification, "System API".
@NullMarked
package dev.atoll.replica.systemapi;

import org.jspecify.annotations.NullMarked;
