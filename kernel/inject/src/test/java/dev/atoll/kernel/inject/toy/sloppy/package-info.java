/// A toy bundle.
@NullMarked
package dev.atoll.kernel.inject.toy.sloppy;

import org.jspecify.annotations.NullMarked;
