/// Reading: query calls on the last certified state, and proofs of parts of the state tree.
@NullMarked
package dev.atoll.replica.query;

import org.jspecify.annotations.NullMarked;
