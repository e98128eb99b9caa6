/// A toy bundle with a state.
@NullMarked
package dev.atoll.kernel.inject.toy.tally;

import org.jspecify.annotations.NullMarked;
