/// Consensus of a subnet with one node: whatever there is to order is ordered at once.
@NullMarked
package dev.atoll.consensus.solo;

import org.jspecify.annotations.NullMarked;
