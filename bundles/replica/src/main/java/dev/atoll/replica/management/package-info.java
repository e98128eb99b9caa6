/// The management canister `aaaaa-aa`: creating, configuring, installing and deleting canisters.
///
/// Source: Internet Computer interface specification, "The IC management canister".
@NullMarked
package dev.atoll.replica.management;

import org.jspecify.annotations.NullMarked;
