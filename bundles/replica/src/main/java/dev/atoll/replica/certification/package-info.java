/// Certified states: the root hash of each round, signed with the key of the subnet, and what is
/// shown of it to whom.
///
/// Source: Internet Computer interface specification, "Certification".
@NullMarked
package dev.atoll.replica.certification;

import org.jspecify.annotations.NullMarked;
