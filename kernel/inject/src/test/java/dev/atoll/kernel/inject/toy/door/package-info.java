/// A toy gateway.
@NullMarked
package dev.atoll.kernel.inject.toy.door;

import org.jspecify.annotations.NullMarked;
