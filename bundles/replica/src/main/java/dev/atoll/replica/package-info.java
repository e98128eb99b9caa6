/// The replica: what joins ingress, execution, certification and storage into one subnet.
@NullMarked
package dev.atoll.replica;

import org.jspecify.annotations.NullMarked;
