/// A toy bundle.
@NullMarked
package dev.atoll.kernel.inject.toy.greeter;

import org.jspecify.annotations.NullMarked;
