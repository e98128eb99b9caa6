/// A toy bundle.
@NullMarked
package dev.atoll.kernel.inject.toy.broken;

import org.jspecify.annotations.NullMarked;
