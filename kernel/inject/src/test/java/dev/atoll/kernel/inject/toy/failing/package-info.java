/// A toy bundle.
@NullMarked
package dev.atoll.kernel.inject.toy.failing;

import org.jspecify.annotations.NullMarked;
