/// The replicated state of one subnet: plain data, owned and changed by the subnet's thread alone.
///
/// Nothing here executes anything. Every collection has an order that follows from its content, so
/// that all replicas of a subnet walk it alike.
@NullMarked
package dev.atoll.replica.state;

import org.jspecify.annotations.NullMarked;
